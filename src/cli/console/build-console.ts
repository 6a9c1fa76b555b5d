import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, rename, rm } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { keepInUse, keyOfSources } from '../../offline/index.ts';
import { OWN_BACKEND } from '../own-backend.ts';
import { keepBuilds } from './keep-builds.ts';

const ROOT = resolve(import.meta.dirname, '..', '..', '..');
const CONSOLE = join(ROOT, 'console');
const BUILDS = join(ROOT, '.bonghwa', 'console');
/** What the console is made of. */
const SOURCES = [
  CONSOLE,
  ...['client', 'domain', 'import-reader', 'standards'].map((folder) => join(ROOT, 'src', folder)),
];

/** The name of the console's address below that of the sandbox. */
export const CONSOLE_SITE = 'console';

/** Where the console is, built; or why it is not. */
export type BuiltConsole =
  { readonly ok: true; readonly folder: string } | { readonly ok: false; readonly message: string };

/**
 * Builds the console with Vite, unless what it is made of is as it was at the last build. This process is taken to serve it
 * from then on: as long as it runs, others leave the build alone.
 */
export async function buildConsole(write: (line: string) => void): Promise<BuiltConsole> {
  const built = await findOrBuild(write);
  if (built.ok) keepInUse(built.folder);
  return built;
}

async function findOrBuild(write: (line: string) => void): Promise<BuiltConsole> {
  const key = await keyOfSources(OWN_BACKEND.backendFile, { sourceRoots: SOURCES });
  const name = key.slice(0, 16);
  const folder = join(BUILDS, name);
  if (existsSync(join(folder, 'index.html'))) {
    await keepBuilds(BUILDS, name);
    return { ok: true, folder };
  }
  const vite = findVite();
  if (vite === undefined) {
    const message =
      'The console is not built, and Vite, which builds it, is not installed: run "npm ci" without --omit=dev.';
    return { ok: false, message };
  }
  const startedAt = performance.now();
  write('Building the console, which takes some ten seconds ...');
  // Elsewhere and then renamed: a build that is interrupted must not be taken for a whole one.
  const unfinished = `${folder}.${process.pid}`;
  try {
    await mkdir(BUILDS, { recursive: true });
    await runVite(vite, unfinished);
    if (!existsSync(join(folder, 'index.html'))) await rename(unfinished, folder);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    return { ok: false, message: `The console could not be built: ${reason}` };
  } finally {
    await rm(unfinished, { recursive: true, force: true });
  }
  write(`Built the console in ${((performance.now() - startedAt) / 1000).toFixed(0)} s.`);
  await keepBuilds(BUILDS, name);
  return { ok: true, folder };
}

/** Vite's program; undefined when only what runs in production is installed. */
function findVite(): string | undefined {
  try {
    return join(dirname(createRequire(import.meta.url).resolve('vite/package.json')), 'bin', 'vite.js');
  } catch {
    return undefined;
  }
}

/** In a process of its own, for production whatever this process is run for: React has another build for development. */
async function runVite(program: string, outputFolder: string): Promise<void> {
  const { NODE_OPTIONS: _options, ...environment } = process.env;
  const words = ['build', CONSOLE, '--outDir', outputFolder, '--emptyOutDir', '--logLevel', 'error'];
  await promisify(execFile)(process.execPath, [program, ...words], {
    env: { ...environment, NODE_ENV: 'production' },
  });
}
