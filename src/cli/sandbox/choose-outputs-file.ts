import { readFileSync, statSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import * as z from 'zod';

const outputsSchema = z.object({ data: z.object({ url: z.string() }) });

export type ChosenOutputsFile =
  | { readonly ok: true; readonly file: string; readonly kept?: string }
  | { readonly ok: false; readonly message: string };

/**
 * Where the client's configuration goes: the file that was named, else the project's `amplify_outputs.json`, but for one of
 * a real deployment, which is never overwritten. Asked before a start: whoever named a wrong one need not wait for it.
 */
export function chooseOutputsFile(projectFolder: string, named: string | undefined): ChosenOutputsFile {
  if (named !== undefined) return chooseNamed(resolve(named));
  const usual = join(projectFolder, 'amplify_outputs.json');
  if (isFree(usual)) return { ok: true, file: usual };
  return { ok: true, file: join(projectFolder, 'amplify_outputs.sandbox.json'), kept: usual };
}

function chooseNamed(file: string): ChosenOutputsFile {
  const refuse = (why: string): ChosenOutputsFile => ({ ok: false, message: `--outputs ${file}: ${why}` });
  if (kindOf(file) === 'FOLDER') return refuse('this is a folder. Name the file itself.');
  if (kindOf(dirname(file)) !== 'FOLDER') return refuse(`there is no folder ${dirname(file)}.`);
  if (isFree(file)) return { ok: true, file };
  return refuse('this is not of a sandbox and stays as it is. Name another file, or remove it.');
}

/** Not there, still empty, or of a sandbox that ran before. */
function isFree(file: string): boolean {
  const kind = kindOf(file);
  if (kind !== 'FILE') return kind === 'NONE';
  try {
    const text = readFileSync(file, 'utf8');
    if (text.trim() === '') return true;
    const parsed = outputsSchema.safeParse(JSON.parse(text));
    return parsed.success && /^https?:\/\/(localhost|127\.0\.0\.1)[:/]/i.test(parsed.data.data.url);
  } catch {
    return false;
  }
}

function kindOf(path: string): 'NONE' | 'FOLDER' | 'FILE' {
  const found = statSync(path, { throwIfNoEntry: false });
  if (found === undefined) return 'NONE';
  return found.isDirectory() ? 'FOLDER' : 'FILE';
}
