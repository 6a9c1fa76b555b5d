import { existsSync, readFileSync } from 'node:fs';
import { parseEnv } from 'node:util';

type Read =
  | { readonly ok: true; readonly secrets: Readonly<Record<string, string>> }
  | { readonly ok: false; readonly message: string };

/** Secrets from a file of `NAME=value` lines, as in a `.env` file. One that is not there holds none, unless it was asked for. */
export function readSecretsFile(file: string, isAskedFor: boolean): Read {
  if (!existsSync(file)) {
    return isAskedFor ? { ok: false, message: `There is no secrets file ${file}.` } : { ok: true, secrets: {} };
  }
  try {
    return {
      ok: true,
      secrets: Object.fromEntries(
        Object.entries(parseEnv(readFileSync(file, 'utf8'))).flatMap(([name, value]) =>
          value === undefined ? [] : [[name, value] as const],
        ),
      ),
    };
  } catch (error) {
    const why = error instanceof Error && 'code' in error ? String(error.code) : 'unknown';
    return { ok: false, message: `The secrets file ${file} cannot be read (${why}).` };
  }
}
