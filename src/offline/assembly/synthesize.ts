import { createHash, randomUUID } from 'node:crypto';
import { existsSync, readdirSync } from 'node:fs';
import { mkdir, readdir, rename, rm, symlink, utimes, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { delimiter, join, resolve } from 'node:path';
import { explainFailure } from './explain-failure.ts';
import { findProject, type BackendProject } from './find-project.ts';
import { keyOfSources } from './hash-sources.ts';
import { outOfUse } from './keep-in-use.ts';
import { newestFirst } from './newest-first.ts';
import { changedVariables, digestOfAll, readVariables, variablesFile, variablesOf } from './read-variables.ts';
import { runOwned } from './run-owned.ts';

export interface SynthesizeOptions {
  /** Path of an Amplify Gen 2 `backend.ts`. */
  readonly backendFile: string;
  /** Folders whose contents decide whether a cached synthesis may be used. */
  readonly sourceRoots: readonly string[];
  /** Folders of whose contents only code does. */
  readonly codeRoots?: readonly string[];
  readonly cacheFolder: string;
  /** Variables that the backend finds in its environment besides this process's own. */
  readonly variables?: Readonly<Record<string, string>>;
  /** Synthesize even if nothing changed (an API key in the cached assembly may have expired). */
  readonly force?: boolean;
  /** Told when a synthesis starts, which takes ten seconds and more, and why. */
  readonly onStart?: (reason: SynthesisReason) => void;
}

export type SynthesisReason =
  | { readonly kind: 'FIRST' | 'SOURCES_CHANGED' | 'FORCED' }
  /** Variables of the environment that the backend reads, and that have other values now. */
  | { readonly kind: 'ENVIRONMENT_CHANGED'; readonly names: readonly string[] };

export type SynthesizeResult =
  | { readonly ok: true; readonly assemblyFolder: string; readonly fromCache: boolean; readonly seconds: number }
  | {
      readonly ok: false;
      readonly error: { readonly code: 'BACKEND_NOT_FOUND' | 'SYNTHESIS_FAILED'; readonly message: string };
    };

/** Raise when the way of synthesizing changes, so that older cached assemblies are not used. */
const VERSION = '2';
const KEPT_PER_BACKEND = 3;
/** No synthesis takes this long. */
const ABANDONED_AFTER_MS = 3_600_000;
/** The environment without cloud credentials, and without what would make a child behave like a test runner. */
function childEnvironment(
  project: BackendProject,
  outputFolder: string,
  variables: SynthesizeOptions['variables'] = {},
): NodeJS.ProcessEnv {
  const kept = Object.entries({ ...process.env, ...variables }).filter(
    ([name]) => !/^(AWS_|CDK_|NODE_OPTIONS$|VITEST|NODE_V8_COVERAGE$)/.test(name),
  );
  return {
    ...Object.fromEntries(kept),
    // See bin/npx. On Windows the script is not found, and CDK calls the real npx.
    PATH: `${join(import.meta.dirname, 'bin')}${delimiter}${process.env['PATH'] ?? ''}`,
    SYNTHESIS_BIN: project.binFolder,
    SYNTHESIS_NODE: process.execPath,
    CDK_CONTEXT_JSON: JSON.stringify({
      'amplify-backend-namespace': 'bonghwa',
      'amplify-backend-name': 'offline',
      'amplify-backend-type': 'sandbox',
    }),
    CDK_OUTDIR: outputFolder,
    AMPLIFY_DISABLE_TELEMETRY: '1',
    // A fifth of the time for warnings that nobody reads here: CDK holds the templates against CloudFormation's rules again
    // when they are deployed.
    CDK_VALIDATION: 'false',
    // A machine without credentials must not spend seconds asking for some.
    AWS_EC2_METADATA_DISABLED: 'true',
  };
}

/** Runs run-synthesis.mjs, which is told who waits for it. */
function runSynthesis(
  backendFile: string,
  project: BackendProject,
  namesFile: string,
  environment: NodeJS.ProcessEnv,
): Promise<{ readonly code: number | null; readonly errors: string }> {
  const tsx = createRequire(import.meta.url).resolve('tsx');
  const script = join(import.meta.dirname, 'run-synthesis.mjs');
  return runOwned({
    args: ['--import', tsx, script, backendFile, String(process.pid), namesFile, project.standInLockFile ?? ''],
    cwd: project.folder,
    env: environment,
  });
}

/** Keeps the assemblies of a backend that are newest or in use, and removes what killed syntheses left behind. */
export async function removeOldOnes(cacheFolder: string, prefix: string): Promise<void> {
  const names = (await readdir(cacheFolder)).filter((name) => name.startsWith(prefix));
  const isTemporary = (name: string): boolean => name.includes('.');
  const complete = names.filter((name) => !isTemporary(name));
  const temporary = await newestFirst(cacheFolder, names.filter(isTemporary));
  const abandoned = temporary.filter(({ usedAt }) => usedAt < Date.now() - ABANDONED_AFTER_MS).map(({ name }) => name);
  const old = [...(await outOfUse(cacheFolder, complete, KEPT_PER_BACKEND)), ...abandoned];
  await Promise.all(old.map((name) => rm(join(cacheFolder, name), { recursive: true, force: true })));
}

/**
 * What the bundles need around them. In Lambda the AWS SDK comes with the runtime, and a `.js` file is CommonJS unless the
 * bundle says otherwise; here the project's packages stand for the former, and a package file for the latter.
 */
async function prepareSurroundings(assembly: string, { modulesFolder }: BackendProject): Promise<void> {
  await writeFile(join(assembly, 'package.json'), '{ "type": "commonjs" }\n');
  if (modulesFolder !== undefined) await symlink(modulesFolder, join(assembly, 'node_modules'), 'junction');
}

/** Removes what bundle-together.mjs has bundled ahead. */
async function removeUnasked(assembly: string): Promise<void> {
  const ahead = (await readdir(assembly)).filter((name) => name.startsWith('bundled-ahead-'));
  await Promise.all(ahead.map((name) => rm(join(assembly, name), { recursive: true })));
}

/** The assemblies of the same sources; they differ in the values of the variables that the backend reads. */
function variantsOf(cacheFolder: string, prefix: string): readonly string[] {
  if (!existsSync(cacheFolder)) return [];
  return readdirSync(cacheFolder)
    .filter((name) => name.startsWith(prefix) && !name.includes('.'))
    .map((name) => join(cacheFolder, name))
    .filter((folder) => existsSync(join(folder, 'manifest.json')));
}

/** The assembly that the environment has now, or why there is none. */
function findVariant(
  variants: readonly string[],
  environment: NodeJS.ProcessEnv,
): { readonly found?: string; readonly changed: readonly string[] } {
  let nearest: readonly string[] = [];
  for (const folder of variants) {
    const variables = variablesOf(folder);
    if (variables === undefined) continue;
    const changed = changedVariables(variables, environment);
    if (changed.length === 0) return { found: folder, changed };
    if (nearest.length === 0 || changed.length < nearest.length) nearest = changed;
  }
  return { changed: nearest };
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
  const project = findProject(backendFile);
  const cacheFolder = resolve(options.cacheFolder);
  const name = createHash('sha256').update(backendFile).digest('hex').slice(0, 8);
  const salt = `${VERSION} ${process.versions.node.split('.')[0] ?? ''}`;
  const content = await keyOfSources(backendFile, options, salt);
  const prefix = `${name}-${content.slice(0, 24)}`;
  const seconds = (): number => (performance.now() - started) / 1000;
  // Synthesized aside and renamed when complete: a killed synthesis leaves nothing that looks like a result.
  const temporary = join(cacheFolder, `${prefix}.${randomUUID().slice(0, 8)}`);
  const environment = childEnvironment(project, temporary, options.variables);
  const variant = findVariant(variantsOf(cacheFolder, `${prefix}-`), environment);
  if (options.force !== true && variant.found !== undefined) {
    const now = new Date();
    await utimes(variant.found, now, now);
    return { ok: true, assemblyFolder: variant.found, fromCache: true, seconds: seconds() };
  }

  await mkdir(cacheFolder, { recursive: true });
  options.onStart?.(reasonOf(options.force === true, variant.changed, variantsOf(cacheFolder, `${name}-`)));
  const namesFile = `${temporary}.names`;
  try {
    const { code, errors } = await runSynthesis(backendFile, project, namesFile, environment);
    if (code !== 0 || !existsSync(join(temporary, 'manifest.json'))) {
      const message = explainFailure(backendFile, errors, project.lockFile);
      return { ok: false, error: { code: 'SYNTHESIS_FAILED', message } };
    }
    await removeUnasked(temporary);
    await prepareSurroundings(temporary, project);
    const variables = readVariables(namesFile, environment);
    await writeFile(variablesFile(temporary), JSON.stringify(variables));
    const target = join(cacheFolder, `${prefix}-${digestOfAll(variables)}`);
    if (options.force === true) await rm(target, { recursive: true, force: true });
    await rename(temporary, target).catch(async () => {
      // Another process may have finished the same synthesis first; its result is as good.
      if (existsSync(join(target, 'manifest.json'))) return;
      // A folder without its manifest was being removed when somebody was killed.
      await rm(target, { recursive: true, force: true });
      await rename(temporary, target);
    });
    await removeOldOnes(cacheFolder, `${name}-`);
    return { ok: true, assemblyFolder: target, fromCache: false, seconds: seconds() };
  } finally {
    await rm(temporary, { recursive: true, force: true });
    await rm(namesFile, { force: true });
  }
}

function reasonOf(isForced: boolean, changed: readonly string[], earlier: readonly string[]): SynthesisReason {
  if (isForced) return { kind: 'FORCED' };
  if (changed.length > 0) return { kind: 'ENVIRONMENT_CHANGED', names: changed };
  return { kind: earlier.length === 0 ? 'FIRST' : 'SOURCES_CHANGED' };
}
