import { synthesize } from '../src/offline/assembly/synthesize.ts';
import { ASSEMBLY_CACHE, LIBRARY_APP, OUR_BACKEND } from './backends-under-test.ts';

/** Synthesizes the backends under test once, into the shared cache, before the files that use them run side by side. */
export async function setup(): Promise<void> {
  for (const backend of [OUR_BACKEND, LIBRARY_APP]) {
    const result = await synthesize({ ...backend, cacheFolder: ASSEMBLY_CACHE });
    if (!result.ok) throw new Error(result.error.message);
  }
}
