import { join, resolve } from 'node:path';
import { build } from 'esbuild';
import type * as z from 'zod';
import { runNode } from '../owned/index.ts';

export const ROOT = resolve(import.meta.dirname, '..', '..');

/** Some dependencies are CommonJS and ask for Node's own modules by `require`. */
const REQUIRE = "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);";

/** Bundles a script as Amplify bundles the functions: what is measured is the code as it is deployed. */
export async function bundle(name: string, folder: string): Promise<string> {
  const outfile = join(folder, `${name}.bundle.mjs`);
  await build({
    entryPoints: [join(import.meta.dirname, `${name}.ts`)],
    outfile,
    bundle: true,
    platform: 'node',
    format: 'esm',
    target: 'node20',
    banner: { js: REQUIRE },
    logLevel: 'error',
  });
  return outfile;
}

/** The path of a script that runs from its sources. */
export function source(name: string): string {
  return join(import.meta.dirname, name);
}

/** Runs a script in a process of its own; answers what it printed. */
export async function runScript(
  script: string,
  args: readonly (string | number)[],
  nodeOptions: readonly string[] = [],
): Promise<string> {
  const loader = script.endsWith('.bundle.mjs') ? [] : ['--import', 'tsx'];
  return runNode([...nodeOptions, ...loader, script, ...args.map(String)], { cwd: ROOT });
}

/** Runs a script and reads the JSON that it prints as its last line. */
export async function measureScript<T>(
  script: string,
  args: readonly (string | number)[],
  schema: z.ZodType<T>,
  nodeOptions: readonly string[] = [],
): Promise<T> {
  const lines = (await runScript(script, args, nodeOptions)).trim().split('\n');
  return schema.parse(JSON.parse(lines.at(-1) ?? ''));
}
