import { afterDoubt, heldResult, heldUntil, isResent, type RecipientResult } from '../../../domain/send-job/index.ts';
import type { Chunk, ChunkState, Unreadable } from '../model/chunk.ts';
import { stepOf } from '../model/chunk.ts';
import type { CompiledJob } from '../model/compiled-job.ts';
import type { Senders } from '../model/ports.ts';
import type { Sender, SendResult } from '../model/sender.ts';
import type { AttemptDeps, AttemptOutcome, ChunkWork, Settled } from './attempt.ts';
import { chargesOf } from './charge-answers.ts';
import { choosePlaces, placesOf, type Chosen } from './choose-places.ts';
import { createChunkWriter, type ChunkWriter } from './chunk-writer.ts';
import { isLookValid, lookAgain, type LastLook } from './look-again.ts';
import { retryAfter, retryLater } from './retry-time.ts';
import { sendHalving } from './send-halving.ts';
import { settleResult } from './settle-result.ts';
import { startingResults, type Start } from './starting-results.ts';
import { blockedBy, isTry, tellPacer } from './weigh-answers.ts';

/**
 * Brings one chunk a step further: at most one attempt at a provider. Pace, look, claim, call, record; what was not sent
 * waits for another attempt. Everything that may fail or take long comes before the claim, so that CLAIMED means: the
 * provider is being called. Every step is a conditional write that names the one before; what an older owner left
 * CLAIMED is in doubt.
 */
export async function attemptChunk<Stop extends string>(
  deps: AttemptDeps,
  work: ChunkWork<Stop>,
  chunk: Chunk,
  found: ChunkState | Unreadable | null,
): Promise<AttemptOutcome<Stop>> {
  const start = await startingResults(deps, work, chunk, found);
  const { before } = start;
  if (start.isSettled) return { kind: 'SETTLED', results: start.results, before };
  const writer = createChunkWriter(deps, work.lease, chunk, start);
  const pending = placesOf(start.results, 'PLANNED');
  if (pending.length === 0) return record(writer, start.results, before);
  const open = openPlaces(pending, start.results, deps.clock.now());
  if (open.places.length === 0) {
    // What an owner before this one left claimed is said first.
    if (isClaimed(start))
      return { kind: 'AGAIN', state: await writer.write('WAITING', { results: start.results, tries: start.tries }) };
    return { kind: 'LATER', until: open.until, isHeld: true };
  }
  const stepIndex = stepOf(chunk);
  const sender = senderOf(deps.senders, work.job, stepIndex);
  const limiter = work.limiterOf(stepIndex);
  const chosen = choosePlaces(open.places, start.tries, Math.min(sender.maxBatch, limiter.maxCall));
  const turn = await limiter.acquire(chosen.places.length);
  if (!turn.isMine) return { kind: 'LATER', until: turn.until };
  if (!(await work.pacer.acquire(chosen.places.length, work.deadline))) return { kind: 'STOPPED', why: 'OUT_OF_TIME' };
  await sender.prepare?.();

  const look = await lookAgain(deps, work, chunk, chosen.places);
  const results = [...start.results];
  for (const [place, result] of look.settled) results[place] = afterDoubt(result, results[place]);
  for (const [place, until] of look.held) results[place] = holdBack(results[place], until);
  if (look.outgoing.length === 0) {
    if (placesOf(results, 'PLANNED').length === 0) return record(writer, results, before);
    return { kind: 'AGAIN', state: await writer.write('WAITING', { results, tries: start.tries }) };
  }
  const verdict = await claim(deps, work, writer, { look, results, tries: start.tries });
  if (verdict === 'TOO_LATE') return { kind: 'AGAIN', state: await takeBack(deps, writer, results, start) };
  if (verdict !== 'GO_ON') return { kind: 'STOPPED', why: verdict };
  return callAndRecord(deps, work, { sender, writer, start, chosen, look, results });
}

/** Those who are not held any more; `until`: when the first of the others is not. */
function openPlaces(
  pending: readonly number[],
  results: readonly RecipientResult[],
  now: number,
): { readonly places: readonly number[]; readonly until: number } {
  let first = Number.POSITIVE_INFINITY;
  const places = pending.filter((place) => {
    const result = results[place];
    // Nearly always nobody is: most have no code at all.
    const until = result?.code === undefined ? null : heldUntil(result);
    if (until === null || until <= now) return true;
    first = Math.min(first, until);
    return false;
  });
  return { places, until: first };
}

function isClaimed({ replaces }: Start): boolean {
  return replaces !== null && replaces !== 'UNREADABLE' && replaces.phase === 'CLAIMED';
}

/** Somebody who may have got it already is in doubt, and is sent nothing more: what is held would forget that. */
function holdBack(before: RecipientResult | undefined, until: number): RecipientResult {
  return isResent(before?.code) ? afterDoubt({ status: 'SKIPPED', code: 'QUIET_TIME' }, before) : heldResult(until);
}

async function record(
  writer: ChunkWriter,
  results: readonly RecipientResult[],
  before: readonly RecipientResult[],
): Promise<Settled> {
  await writer.write('RECORDED', { results });
  return { kind: 'SETTLED', results, before };
}

/**
 * Asks whether to go on and claims, one chunk of the shard at a time. A claim that took so long that the look before it
 * is no longer good is no reason to call.
 */
async function claim<Stop extends string>(
  deps: AttemptDeps,
  work: ChunkWork<Stop>,
  writer: ChunkWriter,
  {
    look,
    results,
    tries,
  }: {
    readonly look: LastLook;
    readonly results: readonly RecipientResult[];
    readonly tries: readonly number[];
  },
): Promise<Stop | 'GO_ON' | 'TOO_LATE'> {
  const claimed = [...results];
  for (const place of look.places) {
    const code = claimed[place]?.code;
    claimed[place] = code === undefined ? CLAIMED : { status: 'CLAIMED', code };
  }
  const verdict = await work.gate(async () => {
    const answer = await work.control();
    if (answer !== 'GO_ON') return answer;
    if (!isLookValid(deps, look)) return 'TOO_LATE';
    await writer.write('CLAIMED', { results: claimed, tries });
    return answer;
  });
  return verdict === 'GO_ON' && !isLookValid(deps, look) ? 'TOO_LATE' : verdict;
}

/** Nobody was called: whoever was chosen is as planned as before, without a try and without a doubt. */
function takeBack(
  deps: AttemptDeps,
  writer: ChunkWriter,
  results: readonly RecipientResult[],
  { tries }: Start,
): Promise<ChunkState> {
  return writer.write('WAITING', { results, tries, ...retryLater(deps, writer.stalls()) });
}

async function callAndRecord<Stop extends string>(
  deps: AttemptDeps,
  work: ChunkWork<Stop>,
  {
    sender,
    writer,
    start,
    chosen,
    look,
    results,
  }: {
    readonly sender: Sender;
    readonly writer: ChunkWriter;
    readonly start: Start;
    readonly chosen: Chosen;
    readonly look: LastLook;
    readonly results: RecipientResult[];
  },
): Promise<AttemptOutcome<Stop>> {
  const startedAt = deps.clock.now();
  const answers = await call(sender, look, work.job, () => isLookValid(deps, look));
  tellPacer(work.pacer, answers, startedAt);
  // Nearly always nobody was tried before, and nobody is to be tried again.
  const hasTries = start.tries.length > 0 || answers.some(isTry);
  const tries = hasTries ? Array.from(results, (_, place) => start.tries[place] ?? 0) : [];
  for (let index = 0; index < look.places.length; index += 1) {
    const place = look.places[index];
    if (place === undefined) continue;
    const answer = answers[index] ?? { kind: 'UNKNOWN', code: 'NO_ANSWER' };
    if (isTry(answer)) tries[place] = (tries[place] ?? 0) + 1;
    const mayTryAgain = (tries[place] ?? 0) < deps.settings.maxTries;
    results[place] = settleResult(answer, results[place], work.job.inDoubtPolicy, mayTryAgain);
  }
  const sent = { prepared: look, answers };
  const pending = placesOf(results, 'PLANNED');
  const charges = chargesOf(work.job.steps[writer.stepIndex], look, answers, startedAt);
  if (pending.length === 0) {
    await writer.write('RECORDED', { results, charges });
    return { kind: 'SETTLED', results, before: start.before, sent };
  }
  const { areOthersAsFresh } = chosen;
  const retry = retryAfter(deps, answers, { stalls: writer.stalls(), pending, tries, areOthersAsFresh });
  const state = await writer.write('WAITING', { results, tries, charges, ...retry });
  const blocked = blockedBy(answers);
  return { kind: 'AGAIN', state, sent, ...(blocked === null ? {} : { blocked }) };
}

const CLAIMED: RecipientResult = { status: 'CLAIMED' };

/** A channel nobody configured answers like a provider that has to be set right first. */
const NOT_CONFIGURED: Sender = {
  maxBatch: 100,
  send: async (batch) => batch.map(() => ({ kind: 'NOT_SENT', cause: 'DENIED', code: 'CHANNEL_NOT_CONFIGURED' })),
};

function senderOf(senders: Senders, job: CompiledJob, stepIndex: number): Sender {
  const step = job.steps[stepIndex];
  const channel = step?.channel;
  const receiver = step?.destination?.receiver;
  if (receiver !== undefined) return senders.toDestination?.(receiver) ?? NOT_CONFIGURED;
  return (channel === undefined ? undefined : senders[channel]) ?? NOT_CONFIGURED;
}

/** A sender must not throw; one that does all the same has perhaps sent. */
async function call(
  sender: Sender,
  { outgoing }: LastLook,
  job: CompiledJob,
  mayBegin: () => boolean,
): Promise<readonly SendResult[]> {
  try {
    return await sendHalving(sender, outgoing, job.context, mayBegin);
  } catch {
    return outgoing.map(() => ({ kind: 'UNKNOWN', code: 'SENDER_FAILED' }));
  }
}
