import { watchRun, type RunProgress } from '../watch-run.ts';
import { createLiveStores, type LiveAgain } from './live-store.ts';
import { useLive } from './use-live.ts';

const runs = createLiveStores<RunProgress>((runId, onProgress) => watchRun(runId, { onProgress }));

/**
 * A run with its waves, live. However many components show one run, it is subscribed to once; while its id is not
 * known yet (null, undefined or empty) nothing is.
 *
 * @example
 * const { data } = useRun(runId);
 * return <p>{data?.waves.at(-1)?.accepted}</p>;
 */
export function useRun(runId: string | null | undefined): LiveAgain<RunProgress> {
  return useLive(runs, runId);
}
