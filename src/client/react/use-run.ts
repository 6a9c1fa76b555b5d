import { watchRun, type RunProgress } from '../watch-run.ts';
import { createLiveStores, type Live } from './live-store.ts';
import { useLive } from './use-live.ts';

const runs = createLiveStores<RunProgress>((runId, onProgress) => watchRun(runId, { onProgress }));

/**
 * A run with its waves, live. However many components show one run, it is subscribed to once.
 *
 * @example
 * const { data } = useRun(runId);
 * return <p>{data?.waves.at(-1)?.accepted}</p>;
 */
export function useRun(runId: string): Live<RunProgress> {
  return useLive(runs, runId);
}
