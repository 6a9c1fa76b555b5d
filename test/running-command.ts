import type { ChildProcess } from 'node:child_process';
import { join } from 'node:path';
import { stripVTControlCharacters } from 'node:util';
import { spawnNode } from '../bench/owned/index.ts';
import { ROOT } from './backends-under-test.ts';

/** A `bonghwa` command as a process of its own, as a person would run it; it ends with whoever started it. */
export interface RunningCommand {
  readonly child: ChildProcess;
  /** Everything printed so far, without its colours: where CI is set, some programs print them into pipes too. */
  readonly output: () => string;
  /** Resolves with the first match in what is printed; rejects when the process ends without one. */
  readonly waitFor: (pattern: RegExp) => Promise<RegExpMatchArray>;
  readonly exited: Promise<number | null>;
}

export function runCommand(words: readonly string[], folder: string): RunningCommand {
  return runScript([join(ROOT, 'bin', 'bonghwa.js'), ...words], folder);
}

/** The same of any program for Node. */
export function runScript(words: readonly string[], folder: string): RunningCommand {
  const child = spawnNode(words, { cwd: folder, errors: 'pipe' });
  let printed = '';
  let text = '';
  const waiting = new Set<() => void>();
  const grow = (chunk: Buffer): void => {
    printed += chunk.toString();
    // As a whole: a chunk may end within a sequence.
    text = stripVTControlCharacters(printed);
    for (const check of waiting) check();
  };
  child.stdout?.on('data', grow);
  child.stderr?.on('data', grow);
  const exited = new Promise<number | null>((resolve) => child.once('close', resolve));
  return {
    child,
    output: () => text,
    exited,
    waitFor: (pattern) =>
      new Promise((resolve, reject) => {
        const check = (): void => {
          const match = pattern.exec(text);
          if (match === null) return;
          waiting.delete(check);
          resolve(match);
        };
        waiting.add(check);
        check();
        void exited.then((code) =>
          reject(new Error(`Ended with ${code} before printing ${String(pattern)}:\n${text}`)),
        );
      }),
  };
}
