import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { synthesize } from '../src/offline/assembly/synthesize.ts';
import { generateFiles } from './generate/generate-files.ts';
import { readAssemblySchema } from './generate/read-assembly-schema.ts';
import { measureUsage } from './quotas/measure-usage.ts';
import { printUsage } from './quotas/print-usage.ts';

/** Folders that hold nothing but generated files: what is not generated any more is removed from them. */
const OWNED_FOLDERS = ['schema', 'schema/operations', 'src/client/generated'];

const root = resolve(import.meta.dirname, '..');

const synthesis = await synthesize({
  backendFile: join(root, 'amplify/backend.ts'),
  sourceRoots: ['amplify', 'src/domain', 'src/app', 'src/adapters'].map((folder) => join(root, folder)),
  cacheFolder: join(root, '.bonghwa/assemblies'),
  onStart: () => console.error('Synthesizing amplify/backend.ts ...'),
});
if (!synthesis.ok) {
  console.error(synthesis.error.message);
  process.exit(1);
}
const wanted = await generateFiles(await readAssemblySchema(synthesis.assemblyFolder));
const drift = await findDrift(wanted);
if (process.argv.includes('--check')) {
  for (const path of drift) console.error(`${path} is not what amplify/ says. Run \`npm run generate\` and commit it.`);
  // The synthesis is at hand: what it uses of CloudFormation's quotas is part of the same check.
  const isWithin = printUsage(measureUsage(synthesis.assemblyFolder), (line) => console.log(line));
  process.exitCode = drift.length === 0 && isWithin ? 0 : 1;
} else {
  for (const path of drift) await write(path, wanted.get(path));
  console.log(drift.length === 0 ? 'Nothing changed.' : `Written: ${drift.join(', ')}`);
}

/** Paths whose content on disk differs from what is generated now, including files that should not exist. */
async function findDrift(files: ReadonlyMap<string, string>): Promise<string[]> {
  const differing: string[] = [];
  for (const [path, text] of files) if ((await readOrNull(path)) !== text) differing.push(path);
  for (const folder of OWNED_FOLDERS) {
    const entries = await readdir(join(root, folder), { withFileTypes: true }).catch(() => []);
    for (const entry of entries) {
      const path = `${folder}/${entry.name}`;
      if (entry.isFile() && !files.has(path)) differing.push(path);
    }
  }
  return differing;
}

function readOrNull(path: string): Promise<string | null> {
  return readFile(join(root, path), 'utf8').catch(() => null);
}

async function write(path: string, text: string | undefined): Promise<void> {
  const target = join(root, path);
  if (text === undefined) return rm(target);
  await mkdir(dirname(target), { recursive: true });
  await writeFile(target, text);
}
