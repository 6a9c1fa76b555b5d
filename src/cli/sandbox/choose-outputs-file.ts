import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as z from 'zod';

const outputsSchema = z.object({ data: z.object({ url: z.string() }) });

/**
 * Where the client's configuration goes: the file that was named, else the project's `amplify_outputs.json`, but for one of
 * a real deployment, which is never overwritten.
 */
export function chooseOutputsFile(
  projectFolder: string,
  named: string | undefined,
): { readonly file: string; readonly kept?: string } {
  if (named !== undefined) return { file: named };
  const usual = join(projectFolder, 'amplify_outputs.json');
  if (!existsSync(usual) || isOfSandbox(usual)) return { file: usual };
  return { file: join(projectFolder, 'amplify_outputs.sandbox.json'), kept: usual };
}

function isOfSandbox(file: string): boolean {
  try {
    const parsed = outputsSchema.safeParse(JSON.parse(readFileSync(file, 'utf8')));
    return parsed.success && /^https?:\/\/(localhost|127\.0\.0\.1)[:/]/i.test(parsed.data.data.url);
  } catch {
    return false;
  }
}
