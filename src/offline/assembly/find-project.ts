import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';

/** Where a backend lives. */
export interface BackendProject {
  /** The folder that holds `amplify/`: where `npx ampx sandbox` is called, and `$amplify/env/…` is made. */
  readonly folder: string;
  /** The nearest lock file above it: CDK bundles functions relative to its folder. */
  readonly lockFile: string | undefined;
  /** Where CDK is told that a lock file is, when there is none that it finds: nothing of it is read. */
  readonly standInLockFile?: string;
  /** The folder with the programs of the project's packages (esbuild). */
  readonly binFolder: string;
  /** Where functions find what Lambda's runtime brings: the AWS SDK. */
  readonly modulesFolder: string | undefined;
  /** Variables that a backend may read through `dotenv`. */
  readonly dotEnvFiles: readonly string[];
}

const LOCK_FILES = ['package-lock.json', 'pnpm-lock.yaml', 'yarn.lock', 'bun.lock', 'bun.lockb', 'npm-shrinkwrap.json'];

/** The folder and those above it. */
function* upwardFrom(start: string): Generator<string> {
  for (let folder = start; ; folder = dirname(folder)) {
    yield folder;
    if (dirname(folder) === folder) return;
  }
}

function firstUpward<T>(start: string, find: (folder: string) => T | undefined): T | undefined {
  for (const folder of upwardFrom(start)) {
    const found = find(folder);
    if (found !== undefined) return found;
  }
  return undefined;
}

const existing = (path: string): string | undefined => (existsSync(path) ? path : undefined);

/** Looks around a `backend.ts` as its author's tools do. */
export function findProject(backendFile: string): BackendProject {
  const amplifyFolder = dirname(backendFile);
  const folder = dirname(amplifyFolder);
  const above = firstUpward(folder, lockFileIn);
  // Some keep the packages of the backend by themselves.
  const lockFile = above ?? lockFileIn(amplifyFolder);
  const bin = (from: string): string | undefined => existing(join(from, 'node_modules', '.bin', 'esbuild'));
  const esbuild = firstUpward(amplifyFolder, bin) ?? firstUpward(import.meta.dirname, bin);
  const modules = (from: string): string | undefined => existing(join(from, 'node_modules'));
  const withSdk = (from: string): string | undefined =>
    existsSync(join(from, 'node_modules', '@aws-sdk')) ? join(from, 'node_modules') : undefined;
  const around = new Set([amplifyFolder, folder, ...(lockFile === undefined ? [] : [dirname(lockFile)])]);
  return {
    folder,
    lockFile,
    ...(above === undefined ? { standInLockFile: join(folder, basename(lockFile ?? 'package-lock.json')) } : {}),
    binFolder: esbuild === undefined ? join(folder, 'node_modules', '.bin') : dirname(esbuild),
    modulesFolder:
      firstUpward(amplifyFolder, withSdk) ?? firstUpward(import.meta.dirname, withSdk) ?? firstUpward(folder, modules),
    dotEnvFiles: [...around].flatMap((one) =>
      readdirSync(one)
        .filter((name) => /^\.env(\..+)?$/.test(name))
        .sort()
        .map((name) => join(one, name)),
    ),
  };
}

function lockFileIn(folder: string): string | undefined {
  return LOCK_FILES.map((name) => join(folder, name)).find((path) => existsSync(path));
}

/**
 * Folders of code that a backend may use besides `amplify/`: its own project, and the other packages of its workspace.
 */
export function codeRootsOf({ folder, lockFile }: BackendProject): readonly string[] {
  const top = lockFile === undefined ? folder : dirname(lockFile);
  return top !== folder && isWorkspace(top) ? [top] : [folder];
}

function isWorkspace(folder: string): boolean {
  if (existsSync(join(folder, 'pnpm-workspace.yaml'))) return true;
  try {
    const manifest: unknown = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
    return typeof manifest === 'object' && manifest !== null && 'workspaces' in manifest;
  } catch {
    return false;
  }
}
