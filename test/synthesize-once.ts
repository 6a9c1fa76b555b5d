import { synthesize } from '../src/offline/assembly/synthesize.ts';
import { ASSEMBLY_CACHE, CHOSEN_BY_COMPANY, LIBRARY_APP, OUR_BACKEND } from './backends-under-test.ts';

/** What `bonghwa start` chooses for itself (`own-backend.ts`): a backend of its own, as far as the cache is concerned. */
const CHOSEN_BY_START = { BONGHWA_UNSUBSCRIBE_URL: 'own' };

/** Synthesizes the backends under test once, into the shared cache, before the files that use them run side by side. */
export async function setup(): Promise<void> {
  for (const backend of [OUR_BACKEND, LIBRARY_APP]) await synthesizeInto(backend);
  for (const choices of [CHOSEN_BY_START, CHOSEN_BY_COMPANY]) {
    const before = { ...process.env };
    Object.assign(process.env, choices);
    await synthesizeInto(OUR_BACKEND);
    process.env = before;
  }
}

async function synthesizeInto(backend: typeof OUR_BACKEND | typeof LIBRARY_APP): Promise<void> {
  const result = await synthesize({ ...backend, cacheFolder: ASSEMBLY_CACHE });
  if (!result.ok) throw new Error(result.error.message);
}
