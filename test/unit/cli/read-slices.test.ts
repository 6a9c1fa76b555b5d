import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readSlices, type SliceEvent } from '../../../src/cli/read-slices.ts';

let folder: string;
let count = 0;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'slices-'));
});
afterAll(() => rm(folder, { recursive: true }));

async function read(content: Buffer | string): Promise<SliceEvent[]> {
  const file = join(folder, `${++count}.ndjson`);
  await writeFile(file, content);
  const events: SliceEvent[] = [];
  for await (const event of readSlices(file)) events.push(event);
  return events;
}

const linesOf = (events: SliceEvent[]): string[] =>
  events.flatMap((event) => (event.kind === 'slice' ? event.slice.lines : []));

describe('reading an export in slices', () => {
  it('yields nothing for an empty file', async () => {
    expect(await read('')).toEqual([]);
  });

  it('keeps the last line when there is no newline behind it, and drops carriage returns', async () => {
    expect(linesOf(await read('a\r\nb'))).toEqual(['a', 'b']);
  });

  it('recognises gzip by content, whatever the name', async () => {
    expect(linesOf(await read(gzipSync('a\nb\n')))).toEqual(['a', 'b']);
  });

  it('reads what comes before the cut of a truncated gzip, then says where it ends', async () => {
    const whole = gzipSync(Array.from({ length: 20_000 }, (_, index) => `line ${index} ${Math.sin(index)}`).join('\n'));
    const events = await read(whole.subarray(0, Math.floor(whole.length / 2)));
    const last = events.at(-1);
    expect(linesOf(events).length).toBeGreaterThan(1_000);
    expect(linesOf(events)[999]).toBe(`line 999 ${Math.sin(999)}`);
    expect(last?.kind === 'truncated' && last.reason).toContain('cut off after line');
  });

  it('refuses a line too long to be an endpoint without losing its neighbours or its line number', async () => {
    const events = await read(`first\n${'x'.repeat(5_000_000)}\nthird\n`);
    expect(linesOf(events)).toEqual(['first', 'third']);
    expect(events.find((event) => event.kind === 'rejected')).toMatchObject({ line: 2, code: 'LINE_TOO_LONG' });
    expect(events.at(-1)).toMatchObject({ slice: { firstLine: 3 } });
  });

  it('refuses a line that is not UTF-8 instead of storing mojibake', async () => {
    const events = await read(Buffer.concat([Buffer.from('a\n'), Buffer.from([0xb0, 0xa1, 0x0a]), Buffer.from('c\n')]));
    expect(linesOf(events)).toEqual(['a', 'c']);
    expect(events.find((event) => event.kind === 'rejected')).toMatchObject({ line: 2, code: 'NOT_UTF8' });
  });

  it('numbers every line of any file exactly once', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.stringMatching(/^[a-z가-힣 ]{0,40}$/), { maxLength: 1_400 }), async (lines) => {
        const seen = new Map<number, string>();
        for (const event of await read(lines.map((line) => `${line}\n`).join(''))) {
          if (event.kind !== 'slice') continue;
          expect(event.slice.lines.length).toBeLessThanOrEqual(500);
          event.slice.lines.forEach((line, index) => seen.set(event.slice.firstLine + index, line));
        }
        expect([...seen.keys()]).toEqual(lines.map((_, index) => index + 1));
        expect([...seen.values()]).toEqual(lines);
      }),
      { numRuns: 60 },
    );
  });
});
