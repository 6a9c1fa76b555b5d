import type { RecipientResult } from '../../../domain/send-job/index.ts';
import type { Clock } from '../../ports.ts';
import { stepOf, type Chunk } from '../model/chunk.ts';
import { readRecipients } from '../model/direct-send.ts';
import type { WorkSettings } from '../model/settings.ts';
import type { AttemptDeps, ChunkWork } from './attempt.ts';
import { askLimits, countOutgoing } from './cap-outgoing.ts';
import { lookAtAddresses } from './look-at-addresses.ts';
import { hasBudget, payUnpaid } from './pay-unpaid.ts';
import { prepareChunk, type Prepared } from './prepare-chunk.ts';
import { sendLimitsOf } from './send-limits.ts';

/** What is to be sent as of `at`, in milliseconds on this worker's clock: no call may rely on it for long. */
export type LastLook = Prepared & { readonly held: ReadonlyMap<number, number>; readonly at: number };

/** Whether a call that begins now may still rely on a look. A clock that was set back tells nothing any more. */
export function isLookValid(
  { clock, settings }: { readonly clock: Clock; readonly settings: Pick<WorkSettings, 'lookValidMs'> },
  { at }: Pick<LastLook, 'at'>,
): boolean {
  const age = clock.now() - at;
  return age >= 0 && age <= settings.lookValidMs;
}

/** So long a call may be under way until the provider has it: three seconds to connect, fifteen for its answer. */
const CALL_MS = 18_000;

/**
 * Looks at some of a chunk's recipients for the last time before they are sent to, by consistent reads: who they are,
 * what they agreed to, whether their address is suppressed, and how often they were sent to. The budget is asked and caps
 * are counted here, before anything is claimed: first whether the caps leave room, so that nothing is paid for whom they
 * leave out, then the budget, and only of whom it pays for something is counted. That takes its time, so that one looks
 * again after it.
 */
export async function lookAgain<Stop extends string>(
  deps: AttemptDeps,
  work: ChunkWork<Stop>,
  chunk: Chunk,
  places: readonly number[],
): Promise<LastLook> {
  const { job } = work;
  const ids = places.map((place) => chunk.recipients[place]?.customerId ?? '');
  const counted = new Set<string>();
  const step = job.steps[stepOf(chunk)];
  const limits = sendLimitsOf(deps, job, work.frequencyCaps());
  for (let time = 0; ; time += 1) {
    const at = deps.clock.now();
    const customers = await readRecipients(deps.customers, job.direct, ids);
    const look = await lookAtAddresses(
      deps,
      { jobId: job.id, planned: work.planned, messageClass: job.plan.messageClass },
      chunk,
      places,
      customers,
    );
    const until = at + deps.settings.lookValidMs + CALL_MS;
    const seen = prepareChunk(job, work.lease.shard().shard, chunk, places, look, { at, until });
    // Nearly always: not spread, which V8 takes microseconds for.
    const paysForIt = hasBudget(job);
    if (limits.length === 0 && !paysForIt)
      return { outgoing: seen.outgoing, places: seen.places, settled: seen.settled, held: seen.held ?? NOT_HELD, at };
    const asked = limits.length === 0 ? { ...seen, settled: NOBODY } : await askLimits(deps, limits, seen, counted);
    const costNow = work.prices(stepOf(chunk), at, at + deps.settings.lookValidMs);
    const paid = paysForIt
      ? await payUnpaid(deps, job, work.lease.shard(), { ...chunk, step, costNow }, asked)
      : { ...asked, settled: NOBODY };
    const capped =
      limits.length === 0 ? { ...paid, settled: NOBODY } : await countOutgoing(deps, limits, paid, counted);
    const out = both(both(asked.settled, paid.settled), capped.settled);
    const last = {
      outgoing: capped.outgoing,
      places: capped.places,
      settled: both(seen.settled, out),
      held: seen.held ?? NOT_HELD,
      at,
    };
    if (time > 0 || isLookValid(deps, last)) return last;
  }
}

const NOT_HELD: ReadonlyMap<number, number> = new Map();
const NOBODY: ReadonlyMap<number, RecipientResult> = new Map();

function both(
  a: ReadonlyMap<number, RecipientResult>,
  b: ReadonlyMap<number, RecipientResult>,
): ReadonlyMap<number, RecipientResult> {
  return b.size === 0 ? a : new Map([...a, ...b]);
}
