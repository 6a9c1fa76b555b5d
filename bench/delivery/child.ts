import { execFile } from 'node:child_process';
import { resolve } from 'node:path';
import { promisify } from 'node:util';
import type { z } from 'zod';

const run = promisify(execFile);
export const ROOT = resolve(import.meta.dirname, '..', '..');

/** Runs a script in a process of its own and reads the JSON it prints as its last line. */
export async function runScript<T>(
  script: string,
  args: readonly (string | number)[],
  schema: z.ZodType<T>,
): Promise<T> {
  const isBundled = script.endsWith('.bundle.mjs');
  const flags = isBundled ? [] : ['--import', 'tsx'];
  const { stdout } = await run(process.execPath, [...flags, script, ...args.map(String)], {
    cwd: ROOT,
    maxBuffer: 64 * 1024 * 1024,
  });
  return schema.parse(JSON.parse(stdout.trim().split('\n').at(-1) ?? ''));
}

/** Runs a script that prints nothing. */
export async function runSilently(script: string, args: readonly (string | number)[]): Promise<void> {
  await run(process.execPath, ['--import', 'tsx', script, ...args.map(String)], { cwd: ROOT });
}
