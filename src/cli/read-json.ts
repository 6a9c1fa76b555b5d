import { readFile } from 'node:fs/promises';

/** A file of JSON that somebody named on the command line, or what is wrong with it. */
export async function readJson(
  file: string,
): Promise<{ readonly ok: true; readonly value: unknown } | { readonly ok: false; readonly message: string }> {
  try {
    const value: unknown = JSON.parse(await readFile(file, 'utf8'));
    return { ok: true, value };
  } catch (error) {
    const why = error instanceof SyntaxError ? 'is not valid JSON' : 'cannot be read';
    return { ok: false, message: `${file} ${why}.` };
  }
}
