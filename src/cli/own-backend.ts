import { join, resolve } from 'node:path';

const ROOT = resolve(import.meta.dirname, '..', '..');

// Templates that people bring have unsubscribe links: here they lead to our own page.
process.env['BONGHWA_UNSUBSCRIBE_URL'] ??= 'own';

/** What `start` and `demo` run: this repository's backend. A change in any of the source roots makes a new synthesis. */
export const OWN_BACKEND = {
  backendFile: join(ROOT, 'amplify', 'backend.ts'),
  sourceRoots: ['amplify', 'src/domain', 'src/app', 'src/adapters'].map((path) => join(ROOT, path)),
  cacheFolder: join(ROOT, '.bonghwa', 'assemblies'),
  /** From which the secrets of API clients with HS256 keys are derived, and what signs unsubscribe links. */
  secureParameters: ['/bonghwa/api-master-secret', '/bonghwa/unsubscribe-secret'],
};

export const EXAMPLE_AUDIENCE = join(ROOT, 'examples', 'audience.ndjson.gz');
export const DEMO_DATA_FOLDER = join(ROOT, '.bonghwa', 'demo');
