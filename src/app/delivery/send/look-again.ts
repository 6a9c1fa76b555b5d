import type { MessageClass } from '../../../domain/consent/index.ts';
import type { RecipientResult } from '../../../domain/send-job/index.ts';
import type { Clock } from '../../ports.ts';
import { stepOf, type Chunk } from '../model/chunk.ts';
import { readRecipients } from '../model/direct-send.ts';
import type { WorkSettings } from '../model/settings.ts';
import type { AttemptDeps, ChunkWork } from './attempt.ts';
import { capOutgoing } from './cap-outgoing.ts';
import { lookAtAddresses } from './look-at-addresses.ts';
import { payAgain, paysAgain } from './pay-again.ts';
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

/** Nights, quiet times and the hours of a destination begin and end with a minute, in every zone. */
const MINUTE_MS = 60_000;

/**
 * Of an advertisement no look is relied on from one minute into the next: the call would begin just after nine in the
 * evening by what was allowed just before it. Who would, waits for the next minute, for a second at most.
 */
async function intoOneMinute(
  { clock, settings }: { readonly clock: Clock; readonly settings: Pick<WorkSettings, 'lookValidMs'> },
  messageClass: MessageClass,
): Promise<void> {
  if (messageClass !== 'AD') return;
  const left = MINUTE_MS - (clock.now() % MINUTE_MS);
  if (left <= settings.lookValidMs) await clock.sleep(left);
}

/**
 * Looks at some of a chunk's recipients for the last time before they are sent to, by consistent reads: who they are,
 * what they agreed to, whether their address is suppressed, and how often they were sent to. Caps are counted here,
 * before anything is claimed. Counting takes its time, so that one looks again after it.
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
    await intoOneMinute(deps, job.plan.messageClass);
    const at = deps.clock.now();
    const customers = await readRecipients(deps.customers, job.direct, ids);
    const look = await lookAtAddresses(
      deps,
      { jobId: job.id, planned: work.planned, messageClass: job.plan.messageClass },
      chunk,
      places,
      customers,
    );
    const seen = prepareChunk(job, work.lease.shard().shard, chunk, places, look, at);
    // Nearly always: not spread, which V8 takes microseconds for.
    const paysForIt = paysAgain(job);
    if (limits.length === 0 && !paysForIt)
      return { outgoing: seen.outgoing, places: seen.places, settled: seen.settled, held: seen.held ?? NOT_HELD, at };
    const capped = limits.length === 0 ? { ...seen, settled: NOBODY } : await capOutgoing(deps, limits, seen, counted);
    const paid = paysForIt
      ? await payAgain(deps, job, work.lease.shard(), { number: chunk.number, step }, capped)
      : capped;
    const out = paysForIt ? both(capped.settled, paid.settled) : capped.settled;
    const last = { ...paid, settled: both(seen.settled, out), held: seen.held ?? NOT_HELD, at };
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
