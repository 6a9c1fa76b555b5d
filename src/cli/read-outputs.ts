import { readFile } from 'node:fs/promises';

/** The backend's `amplify_outputs.json`, or what to do when there is none. */
export async function readOutputs(
  file: string,
): Promise<{ readonly ok: true; readonly value: unknown } | { readonly ok: false; readonly message: string }> {
  try {
    const value: unknown = JSON.parse(await readFile(file, 'utf8'));
    return { ok: true, value };
  } catch {
    const message = `${file} is missing or not JSON. Start a backend first (npm start), or name its file with --outputs.`;
    return { ok: false, message };
  }
}
