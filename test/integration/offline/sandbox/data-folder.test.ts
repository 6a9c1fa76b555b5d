import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createSandboxClock } from '../../../../src/offline/sandbox/sandbox-clock.ts';
import { openDataFolder, type DataFolder } from '../../../../src/offline/sandbox/data-folder.ts';

let path: string;
beforeEach(() => {
  path = mkdtempSync(join(tmpdir(), 'data-'));
});
afterEach(() => rmSync(path, { recursive: true, force: true }));

function open(fresh = false): DataFolder {
  const opened = openDataFolder(path, fresh);
  if (!opened.ok) throw new Error(opened.error.message);
  return opened.folder;
}

describe('the data folder', () => {
  it('belongs to one sandbox at a time', () => {
    const first = open();
    expect(openDataFolder(path, false)).toMatchObject({
      ok: false,
      error: { code: 'DATA_FOLDER_IN_USE', message: expect.stringContaining(String(process.pid)) as unknown },
    });
    first.release();
    open().release();
  });

  it.each(['999999999 1', `${process.pid} 1`, '1 0', 'garbage', ''])(
    'is taken over from a killed sandbox whose lock says "%s"',
    (text) => {
      writeFileSync(join(path, 'lock'), text);
      open().release();
    },
  );

  it('loses its state, and nothing else, when started fresh', () => {
    const first = open();
    writeFileSync(join(first.state, 'table'), 'x');
    writeFileSync(join(path, 'mine.txt'), 'x');
    first.release();
    const second = open(true);
    expect(existsSync(join(second.state, 'table'))).toBe(false);
    expect(existsSync(join(path, 'mine.txt'))).toBe(true);
    second.release();
  });
});

describe('the sandbox clock', () => {
  it('remembers over a restart how far it was moved, and tells who waits', () => {
    const folder = open();
    const { state } = folder;
    const clock = createSandboxClock(state);
    let moves = 0;
    clock.onMove(() => (moves += 1));
    clock.advance(3_600_000);
    expect(moves).toBe(1);
    expect(createSandboxClock(state).now() - Date.now()).toBeGreaterThan(3_590_000);
    folder.release();
  });

  it('starts where it is told', () => {
    const folder = open();
    const { state } = folder;
    expect(createSandboxClock(state, 1_000_000).now()).toBeLessThan(1_060_000);
    folder.release();
  });
});
