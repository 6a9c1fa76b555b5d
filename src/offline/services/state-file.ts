import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { crc32 } from 'node:zlib';
import type * as z from 'zod';
import { StateDamagedError } from './state-damaged.ts';

/** Last line of a state file. Files of before have none. */
const CHECKSUM = /\ncrc32 ([0-9a-f]{8})\n$/;

/**
 * Reads what `writeStateFile` has written; undefined when there is no such file.
 * @param meaning what the file holds, for whoever loses it: `the users of the pool x`
 * @throws StateDamagedError when it is not as it was written
 */
export function readStateFile<T>(file: string, schema: z.ZodType<T>, meaning: string): T | undefined {
  const text = readIfThere(file);
  if (text === undefined) return undefined;
  const [end = '', written] = CHECKSUM.exec(text) ?? [];
  const body = end === '' ? text : text.slice(0, -end.length);
  const damaged = (reason: string): StateDamagedError =>
    new StateDamagedError(
      file,
      `${reason}, so that ${meaning} cannot be read.`,
      `Put it back from a copy, or remove it to start without ${meaning}`,
    );
  if (written !== undefined && written !== checksum(body)) throw damaged('its checksum is that of other contents');
  let value: unknown;
  try {
    value = JSON.parse(body);
  } catch {
    throw damaged('it is not valid JSON');
  }
  const parsed = schema.safeParse(value);
  if (!parsed.success) throw damaged(`it lacks what belongs in it (${parsed.error.issues[0]?.path.join('.') ?? ''})`);
  return parsed.data;
}

/** Replaces a state file; readable by nobody else. A crash leaves the old contents or the new ones, never a part. */
export function writeStateFile(file: string, value: unknown): void {
  mkdirSync(dirname(file), { recursive: true });
  const body = JSON.stringify(value);
  writeFileSync(`${file}.partial`, `${body}\ncrc32 ${checksum(body)}\n`, { mode: 0o600 });
  renameSync(`${file}.partial`, file);
}

function checksum(text: string): string {
  return crc32(text).toString(16).padStart(8, '0');
}

function readIfThere(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
    throw error;
  }
}
