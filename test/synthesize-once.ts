import { inParallel } from '../src/app/in-parallel.ts';
import { synthesize } from '../src/offline/assembly/synthesize.ts';
import { ASSEMBLY_CACHE, CHOSEN_BY_COMPANY, LIBRARY_APP, OUR_BACKEND } from './backends-under-test.ts';

/** What `bonghwa start` chooses for itself (`own-backend.ts`): a backend of its own, as far as the cache is concerned. */
const CHOSEN_BY_START = { BONGHWA_UNSUBSCRIBE_URL: 'own' };

const BACKENDS = [
  { ...OUR_BACKEND, variables: {} },
  { ...OUR_BACKEND, variables: CHOSEN_BY_START },
  { ...OUR_BACKEND, variables: CHOSEN_BY_COMPANY },
  { ...LIBRARY_APP, variables: {} },
];
/** Each takes more than one core now and then, and less than that most of the time. */
const AT_A_TIME = 2;

/** Synthesizes the backends under test once, into the shared cache, before the files that use them run side by side. */
export async function setup(): Promise<void> {
  await inParallel(BACKENDS, AT_A_TIME, async (backend) => {
    const result = await synthesize({ ...backend, cacheFolder: ASSEMBLY_CACHE });
    if (!result.ok) throw new Error(result.error.message);
  });
}
