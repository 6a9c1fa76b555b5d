import { isSandbox } from './outputs.ts';

/** How far the backend's clock is ahead of this machine's, as last heard; the clock of a sandbox can be moved. */
let aheadMs = 0;

/** What time it is where the backend is, in milliseconds since the epoch. */
export async function serverNow(): Promise<number> {
  if (!isSandbox()) return Date.now();
  try {
    const answer: unknown = await (await fetch('/_sandbox/clock')).json();
    if (typeof answer === 'object' && answer !== null && 'now' in answer && typeof answer.now === 'string')
      aheadMs = Date.parse(answer.now) - Date.now();
  } catch {
    // What was heard last is the next best.
  }
  return Date.now() + aheadMs;
}

/** A moment of this machine's clock as the backend's clock has it. */
export function onServerClock(at: number): number {
  return at + aheadMs;
}
