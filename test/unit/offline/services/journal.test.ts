import { appendFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { JournalDamagedError, openJournal } from '../../../../src/offline/services/journal.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'journal-'));
});
afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});

function replayed(file: string): unknown[] {
  const entries: unknown[] = [];
  openJournal(file, (entry) => entries.push(entry)).close();
  return entries;
}

describe('a journal', () => {
  it('replays what was appended, in order', () => {
    const file = join(folder, 'a', 'log');
    const journal = openJournal(file, () => undefined);
    journal.append([{ n: 1 }, { text: '한글\n줄' }]);
    journal.append([{ n: 3 }]);
    journal.close();
    expect(replayed(file)).toEqual([{ n: 1 }, { text: '한글\n줄' }, { n: 3 }]);
  });

  it('cuts off a torn last line and goes on after it', () => {
    const file = join(folder, 'log');
    writeFileSync(file, '{"n":1}\n{"n":2');
    const journal = openJournal(file, () => undefined);
    expect(journal.lines).toBe(1);
    journal.append([{ n: 3 }]);
    journal.close();
    expect(replayed(file)).toEqual([{ n: 1 }, { n: 3 }]);
  });

  it('refuses a damaged line in the middle, naming it', () => {
    const file = join(folder, 'log');
    writeFileSync(file, '{"n":1}\nnot json\n{"n":2}\n');
    expect(() => replayed(file)).toThrow(JournalDamagedError);
    expect(() => replayed(file)).toThrow(/1 of its 3 lines cannot be read, the first of them line 2/);
  });

  it('S34 finds a changed byte in any line, the last one included, and reads journals of before checksums', () => {
    const file = join(folder, 'log');
    const journal = openJournal(file, () => undefined, 'the messages of the outbox');
    journal.append([{ n: 1, name: '김봉화' }, { n: 2 }, { n: 3, name: '이순신' }]);
    journal.close();
    const whole = readFileSync(file);
    for (let at = 0; at < whole.length - 1; at += 1) {
      const changed = Buffer.from(whole);
      changed[at] = (changed[at] ?? 0) ^ 1;
      writeFileSync(file, changed);
      expect(() => replayed(file), `byte ${at}`).toThrow(JournalDamagedError);
    }
    rmSync(`${file}.note`);
    writeFileSync(file, '{"n":1}\n{"n":2}\n');
    expect(replayed(file)).toEqual([{ n: 1 }, { n: 2 }]);
  });

  it('S34 tells a journal that was cut in half from one whose last line is torn', () => {
    const file = join(folder, 'log');
    const journal = openJournal(file, () => undefined, 'the messages of the outbox');
    journal.append(Array.from({ length: 100 }, (_, n) => ({ n })));
    journal.close();
    const whole = readFileSync(file);
    writeFileSync(file, whole.subarray(0, whole.length - 3));
    expect(replayed(file)).toHaveLength(99);
    writeFileSync(file, whole.subarray(0, whole.length / 2));
    expect(() => replayed(file)).toThrow(/of 99 lines at least \d+ are missing at its end \(what it holds\)/);
    expect(readFileSync(file)).toHaveLength(Math.floor(whole.length / 2));
    rmSync(file);
    expect(replayed(file)).toEqual([]);
  });

  it('S34 may be shortened by itself, and is not taken for damaged when the process dies right after it', () => {
    const file = join(folder, 'log');
    const journal = openJournal(file, () => undefined);
    journal.append(Array.from({ length: 100 }, (_, n) => ({ n })));
    journal.rewrite([{ n: 99 }]);
    expect(replayed(file)).toEqual([{ n: 99 }]);
    journal.close();
    expect(replayed(file)).toEqual([{ n: 99 }]);
  });

  it('tells where each entry starts, across read buffers', () => {
    const file = join(folder, 'log');
    const big = 'x'.repeat(700_000);
    for (let n = 0; n < 5; n += 1) appendFileSync(file, `${JSON.stringify({ n, big })}\n`);
    const starts: number[] = [];
    const journal = openJournal(file, (_entry, start) => starts.push(start));
    const length = JSON.stringify({ n: 0, big }).length + 1;
    expect(starts).toEqual([0, 1, 2, 3, 4].map((n) => n * length));
    expect(journal.read(starts[3] ?? 0, starts[4] ?? 0)).toMatchObject([{ n: 3 }]);
    expect(journal.size).toBe(5 * length);
    journal.close();
  });

  it('rewrites itself and keeps appending to the new file', () => {
    const file = join(folder, 'log');
    const journal = openJournal(file, () => undefined);
    journal.append([{ n: 1 }, { n: 2 }]);
    journal.rewrite([{ n: 2 }]);
    journal.append([{ n: 3 }]);
    expect(journal.lines).toBe(2);
    journal.close();
    expect(replayed(file)).toEqual([{ n: 2 }, { n: 3 }]);
  });
});
