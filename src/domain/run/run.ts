import type { Arm, LookTaken } from '../experiment/look.ts';
import type { RunPhase } from './phase.ts';

/**
 * One occurrence of a campaign. Every write names the `seq` it read and raises it by one. What it sends to whom is frozen
 * in the spec of its first wave's job, whose id is the run's own.
 */
export type Run = {
  readonly id: string;
  readonly campaignId: string;
  readonly campaignName: string;
  readonly phase: RunPhase;
  /** Why the system ended it, as its wave says it. */
  readonly phaseReason?: string;
  readonly seq: number;
  /** How many orders people gave it since it began: to pause, to go on, to end. Its jobs say which they followed last. */
  readonly orders: number;
  /** The wave that is being sent, or awaited; 0 is the first. */
  readonly wave: number;
  readonly waveCount: number;
  /** When that wave begins or was to begin, in milliseconds since the epoch; absent for the first. */
  readonly waveAt?: number;
  /** What the look at the treatments found; absent: none was declared, or it is still to come. */
  readonly look?: LookTaken;
  /** How far the counting of its trial's goals has come, which one does at a time (`until`, in milliseconds since the epoch). */
  readonly looking?: { readonly nextShard: number; readonly until: number; readonly arms: readonly Arm[] };
  readonly createdAt: number;
  readonly createdBy: string;
  readonly endedAt?: number;
};

/** The job of a wave: the first one's has the id of the run. */
export function waveJobId(runId: string, wave: number): string {
  return wave === 0 ? runId : `${runId}-w${wave}`;
}
