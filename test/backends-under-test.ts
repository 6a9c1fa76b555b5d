import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { startSandbox, type Sandbox } from '../src/offline/index.ts';

export const ROOT = resolve(import.meta.dirname, '..');
/** Shared by all test files, so that each backend is synthesized once. */
export const ASSEMBLY_CACHE = join(ROOT, '.bonghwa', 'assemblies');

export const OUR_BACKEND = {
  backendFile: join(ROOT, 'amplify', 'backend.ts'),
  sourceRoots: ['amplify', 'src/domain', 'src/app', 'src/adapters'].map((path) => join(ROOT, path)),
  secureParameters: ['/bonghwa/api-master-secret', '/bonghwa/unsubscribe-secret'],
};

/** The dashboard that a company chose. */
export const CHOSEN_DASHBOARD = {
  BONGHWA_DASHBOARD_GROUP: 'marketing',
  BONGHWA_DASHBOARD_AUTHORS: 'analysts',
  BONGHWA_DASHBOARD_USER: 'reader/{sub}',
  BONGHWA_DASHBOARD_DOMAINS: 'https://console.shop.example',
  BONGHWA_DASHBOARD_MINUTES: '30',
};

/** All that a company chose: together, so that there is one more synthesis and not several. */
export const CHOSEN_BY_COMPANY = {
  BONGHWA_SMS_PROVIDER: 'sms-voice',
  BONGHWA_UNSUBSCRIBE_URL: 'https://shop.example/unsubscribe?ref={ref}',
  ...CHOSEN_DASHBOARD,
};

const LIBRARY = join(ROOT, 'test', 'fixtures', 'library-app', 'amplify');
export const LIBRARY_APP = { backendFile: join(LIBRARY, 'backend.ts'), sourceRoots: [LIBRARY] };

const SCHOOL = join(ROOT, 'test', 'fixtures', 'school-app', 'amplify');
export const SCHOOL_APP = { backendFile: join(SCHOOL, 'backend.ts'), sourceRoots: [SCHOOL] };

export interface RunningBackend {
  readonly sandbox: Sandbox;
  /** Stops the sandbox and removes its state. */
  readonly stop: () => Promise<void>;
}

/** Starts a backend on a free port, with a data folder of its own unless one is given, which then stays. */
export async function startBackend(
  backend: {
    readonly backendFile: string;
    readonly sourceRoots: readonly string[];
    readonly secureParameters?: readonly string[];
  },
  {
    dataFolder: given,
    ...options
  }: {
    readonly startAt?: number;
    readonly dataFolder?: string;
    readonly site?: { readonly name: string; readonly folder: string };
  } = {},
): Promise<RunningBackend> {
  const dataFolder = given ?? (await mkdtemp(join(tmpdir(), 'sandbox-')));
  const started = await startSandbox({ ...backend, ...options, dataFolder, cacheFolder: ASSEMBLY_CACHE, port: 0 });
  if (!started.ok) throw new Error(started.error.message);
  return {
    sandbox: started.sandbox,
    stop: async () => {
      await started.sandbox.stop();
      if (given === undefined) await rm(dataFolder, { recursive: true, force: true });
    },
  };
}
