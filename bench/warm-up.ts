import { measureCalls } from './measure-calls.ts';

const WINDOW_SECONDS = 10;
const MAX_WINDOWS = 12;
/** A window that is no faster than the best of those before by more than this found nothing left to compile. */
const GROWTH = 1.03;

/**
 * Calls until it gets no faster: V8 goes on compiling what is called for a minute and more, and a server whose code is larger
 * takes longer. Two windows in a row without growth end it. Answers the seconds it took.
 */
export async function warmUp(call: () => Promise<void>, lanes: number): Promise<number> {
  let best = 0;
  let calmWindows = 0;
  for (let window = 1; window <= MAX_WINDOWS; window += 1) {
    const { callsPerSecond } = await measureCalls(call, { lanes, seconds: WINDOW_SECONDS });
    calmWindows = callsPerSecond > best * GROWTH ? 0 : calmWindows + 1;
    best = Math.max(best, callsPerSecond);
    if (calmWindows === 2) return window * WINDOW_SECONDS;
  }
  return MAX_WINDOWS * WINDOW_SECONDS;
}
