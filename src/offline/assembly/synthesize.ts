import { createHash, randomUUID } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, readdir, rename, rm, stat, symlink, utimes, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { delimiter, dirname, join, resolve } from 'node:path';
import { explainFailure } from './explain-failure.ts';
import { hashSources } from './hash-sources.ts';
import { runOwned } from './run-owned.ts';

export interface SynthesizeOptions {
  /** Path of an Amplify Gen 2 `backend.ts`. */
  readonly backendFile: string;
  /** Folders whose contents decide whether a cached synthesis may be used. */
  readonly sourceRoots: readonly string[];
  readonly cacheFolder: string;
  /** Synthesize even if nothing changed (an API key in the cached assembly may have expired). */
  readonly force?: boolean;
  /** Told when a synthesis starts, which takes ten seconds and more. */
  readonly onStart?: () => void;
}

export type SynthesizeResult =
  | { readonly ok: true; readonly assemblyFolder: string; readonly fromCache: boolean; readonly seconds: number }
  | {
      readonly ok: false;
      readonly error: { readonly code: 'BACKEND_NOT_FOUND' | 'SYNTHESIS_FAILED'; readonly message: string };
    };

/** Raise when the way of synthesizing changes, so that older cached assemblies are not used. */
const VERSION = '1';
const KEPT_PER_BACKEND = 3;
/** No synthesis takes this long. */
const ABANDONED_AFTER_MS = 3_600_000;
const LOCK_FILES = ['package-lock.json', 'pnpm-lock.yaml', 'yarn.lock', 'bun.lock'];

/** Nearest folder above the backend with a lock file: CDK bundles functions relative to it. */
function findProject(backendFile: string): { readonly root: string; readonly lockFile: string | undefined } {
  for (let folder = dirname(backendFile); ; folder = dirname(folder)) {
    const lockFile = LOCK_FILES.map((name) => join(folder, name)).find((path) => existsSync(path));
    if (lockFile !== undefined) return { root: folder, lockFile };
    if (dirname(folder) === folder) return { root: dirname(dirname(backendFile)), lockFile: undefined };
  }
}

/** The environment without cloud credentials, and without what would make a child behave like a test runner. */
function childEnvironment(projectRoot: string, outputFolder: string): NodeJS.ProcessEnv {
  const kept = Object.entries(process.env).filter(
    ([name]) => !/^(AWS_|CDK_|NODE_OPTIONS$|VITEST|NODE_V8_COVERAGE$)/.test(name),
  );
  return {
    ...Object.fromEntries(kept),
    // See bin/npx. On Windows the script is not found, and CDK calls the real npx.
    PATH: `${join(import.meta.dirname, 'bin')}${delimiter}${process.env['PATH'] ?? ''}`,
    SYNTHESIS_BIN: join(projectRoot, 'node_modules', '.bin'),
    CDK_CONTEXT_JSON: JSON.stringify({
      'amplify-backend-namespace': 'bonghwa',
      'amplify-backend-name': 'offline',
      'amplify-backend-type': 'sandbox',
    }),
    CDK_OUTDIR: outputFolder,
    AMPLIFY_DISABLE_TELEMETRY: '1',
    // A machine without credentials must not spend seconds asking for some.
    AWS_EC2_METADATA_DISABLED: 'true',
  };
}

/** Runs run-synthesis.mjs, which is told who waits for it. */
function runSynthesis(
  backendFile: string,
  projectRoot: string,
  outputFolder: string,
): Promise<{ readonly code: number | null; readonly errors: string }> {
  const tsx = createRequire(import.meta.url).resolve('tsx');
  const script = join(import.meta.dirname, 'run-synthesis.mjs');
  return runOwned({
    args: ['--import', tsx, script, backendFile, String(process.pid)],
    cwd: projectRoot,
    env: childEnvironment(projectRoot, outputFolder),
  });
}

/** Keeps the newest assemblies of a backend, and removes what killed syntheses left behind. */
async function removeOldOnes(cacheFolder: string, prefix: string): Promise<void> {
  const folders = await Promise.all(
    (await readdir(cacheFolder))
      .filter((name) => name.startsWith(prefix))
      // Another process may remove the same folders at the same time.
      .map(async (name) => ({
        name,
        used: (await stat(join(cacheFolder, name)).catch(() => undefined))?.mtimeMs ?? 0,
      })),
  );
  const isTemporary = (folder: { readonly name: string }): boolean => folder.name.includes('.');
  const complete = folders.filter((folder) => !isTemporary(folder)).sort((left, right) => right.used - left.used);
  const abandoned = folders.filter((folder) => isTemporary(folder) && folder.used < Date.now() - ABANDONED_AFTER_MS);
  const old = [...complete.slice(KEPT_PER_BACKEND), ...abandoned];
  await Promise.all(old.map(({ name }) => rm(join(cacheFolder, name), { recursive: true, force: true })));
}

/**
 * What the bundles need around them. In Lambda the AWS SDK comes with the runtime, and a `.js` file is CommonJS unless the
 * bundle says otherwise; here the project's packages stand for the former, and a package file for the latter.
 */
async function prepareSurroundings(assembly: string, projectRoot: string): Promise<void> {
  await writeFile(join(assembly, 'package.json'), '{ "type": "commonjs" }\n');
  const modules = join(projectRoot, 'node_modules');
  if (existsSync(modules)) await symlink(modules, join(assembly, 'node_modules'), 'junction');
}

/** Synthesizes a backend without credentials or network, or finds the result of an earlier synthesis of the same sources. */
export async function synthesize(options: SynthesizeOptions): Promise<SynthesizeResult> {
  const started = performance.now();
  const backendFile = resolve(options.backendFile);
  if (!existsSync(backendFile)) {
    return {
      ok: false,
      error: {
        code: 'BACKEND_NOT_FOUND',
        message: `There is no backend at ${backendFile}. Give the path of an Amplify Gen 2 backend.ts.`,
      },
    };
  }
  const { root, lockFile } = findProject(backendFile);
  const name = createHash('sha256').update(backendFile).digest('hex').slice(0, 8);
  const content = await hashSources(options.sourceRoots, lockFile, `${VERSION} ${process.versions.node.split('.')[0]}`);
  const target = join(resolve(options.cacheFolder), `${name}-${content.slice(0, 24)}`);
  const seconds = (): number => (performance.now() - started) / 1000;
  if (options.force !== true && existsSync(join(target, 'manifest.json'))) {
    const now = new Date();
    await utimes(target, now, now);
    return { ok: true, assemblyFolder: target, fromCache: true, seconds: seconds() };
  }

  options.onStart?.();
  await mkdir(options.cacheFolder, { recursive: true });
  // Synthesized aside and renamed when complete: a killed synthesis leaves nothing that looks like a result.
  const temporary = `${target}.${randomUUID().slice(0, 8)}`;
  try {
    const { code, errors } = await runSynthesis(backendFile, root, temporary);
    if (code !== 0 || !existsSync(join(temporary, 'manifest.json'))) {
      return { ok: false, error: { code: 'SYNTHESIS_FAILED', message: explainFailure(backendFile, errors) } };
    }
    await prepareSurroundings(temporary, root);
    if (options.force === true) await rm(target, { recursive: true, force: true });
    await rename(temporary, target).catch(async () => {
      // Another process may have finished the same synthesis first; its result is as good.
      if (existsSync(join(target, 'manifest.json'))) return;
      // A folder without its manifest was being removed when somebody was killed.
      await rm(target, { recursive: true, force: true });
      await rename(temporary, target);
    });
    await removeOldOnes(options.cacheFolder, `${name}-`);
  } finally {
    await rm(temporary, { recursive: true, force: true });
  }
  return { ok: true, assemblyFolder: target, fromCache: false, seconds: seconds() };
}
