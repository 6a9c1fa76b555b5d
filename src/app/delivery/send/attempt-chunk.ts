import type { RecipientResult } from '../../../domain/send-job/index.ts';
import { capOutgoing } from './cap-outgoing.ts';
import type { CompiledJob } from '../model/compiled-job.ts';
import { readRecipients } from '../model/direct-send.ts';
import type { Senders } from '../model/ports.ts';
import type { AttemptDeps, AttemptOutcome, ChunkWork, Sent } from './attempt.ts';
import { lookAtAddresses } from './look-at-addresses.ts';
import { prepareChunk, type Prepared } from './prepare-chunk.ts';
import { sendHalving } from './send-halving.ts';
import type { Sender, SendResult } from '../model/sender.ts';
import { afterDoubt, settleResult } from './settle-result.ts';
import { stepOf, type Chunk, type ChunkPhase, type ChunkState, type Unreadable } from '../model/chunk.ts';
import { startingResults } from './starting-results.ts';
import { isDenied, isTry, tellPacer } from './weigh-answers.ts';

/**
 * Brings one chunk a step further: at most one provider call. Claim, call, record; what the provider says was not sent
 * waits for another attempt. Every step is a conditional write that names the one before. What an older owner left
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
  const writer = createWriter(deps, work, chunk, start.replaces, before);
  const results = [...start.results];
  const pending = placesOf(results, 'PLANNED');
  if (pending.length === 0) {
    await writer.write('RECORDED', results);
    return { kind: 'SETTLED', results, before };
  }
  const stepIndex = stepOf(chunk);
  const sender = senderOf(deps.senders, work.job, stepIndex);
  const limiter = work.limiterOf(stepIndex);
  const places = pending.slice(0, Math.min(sender.maxBatch, limiter.maxCall));
  const isPaced =
    (await work.pacer.acquire(places.length, work.deadline)) && (await limiter.acquire(places.length, work.deadline));
  if (!isPaced) return { kind: 'STOPPED', why: 'OUT_OF_TIME' };

  const ids = places.map((place) => chunk.recipients[place]?.customerId ?? '');
  const customers = await readRecipients(deps.customers, work.job.direct, ids);
  const look = await lookAtAddresses(deps, { jobId: work.job.id, planned: work.planned }, chunk, places, customers);
  const prepared = prepareChunk(work.job, work.lease.shard().shard, chunk, places, look, deps.clock.now());
  for (const [place, result] of prepared.settled) results[place] = afterDoubt(result, results[place]);
  if (prepared.outgoing.length === 0) {
    if (placesOf(results, 'PLANNED').length > 0)
      return { kind: 'AGAIN', state: await writer.write('WAITING', results) };
    await writer.write('RECORDED', results);
    return { kind: 'SETTLED', results, before };
  }
  const claimed = [...results];
  for (const place of prepared.places) {
    const code = claimed[place]?.code;
    claimed[place] = code === undefined ? CLAIMED : { status: 'CLAIMED', code };
  }
  const verdict = await work.gate(async () => {
    const answer = await work.control();
    if (answer === 'GO_ON') await writer.claim(claimed);
    return answer;
  });
  if (verdict !== 'GO_ON') return { kind: 'STOPPED', why: verdict };

  const capped = await capOutgoing(deps, work.job, prepared);
  for (const [place, result] of capped.settled) results[place] = afterDoubt(result, results[place]);
  const startedAt = deps.clock.now();
  const answers = await call(sender, capped, work.job);
  tellPacer(work.pacer, answers, startedAt);
  const tries = writer.tries() + (answers.some(isTry) ? 1 : 0);
  const mayTryAgain = tries < deps.settings.maxTries;
  for (let index = 0; index < capped.places.length; index += 1) {
    const place = capped.places[index];
    if (place === undefined) continue;
    const answer = answers[index] ?? { kind: 'UNKNOWN', code: 'NO_ANSWER' };
    results[place] = settleResult(answer, results[place], work.job.inDoubtPolicy, mayTryAgain);
  }
  const sent: Sent = { prepared: capped, answers };
  if (placesOf(results, 'PLANNED').length === 0) {
    await writer.write('RECORDED', results, { tries });
    return { kind: 'SETTLED', results, before, sent };
  }
  const retryAt = retryTime(deps, writer.attempt(), answers);
  const state = await writer.write('WAITING', results, { tries, retryAt });
  const denied = answers.find(isDenied);
  return denied === undefined ? { kind: 'AGAIN', state, sent } : { kind: 'DENIED', code: denied.code };
}

const CLAIMED: RecipientResult = { status: 'CLAIMED' };

function placesOf(results: readonly RecipientResult[], status: RecipientResult['status']): number[] {
  const places: number[] = [];
  for (let place = 0; place < results.length; place += 1) if (results[place]?.status === status) places.push(place);
  return places;
}

/** A channel nobody configured answers like a provider that has to be set right first. */
const NOT_CONFIGURED: Sender = {
  maxBatch: 100,
  send: async (batch) => batch.map(() => ({ kind: 'NOT_SENT', cause: 'DENIED', code: 'CHANNEL_NOT_CONFIGURED' })),
};

function senderOf(senders: Senders, job: CompiledJob, stepIndex: number): Sender {
  const channel = job.steps[stepIndex]?.channel;
  return (channel === undefined ? undefined : senders[channel]) ?? NOT_CONFIGURED;
}

/** A sender must not throw; one that does all the same has perhaps sent. */
async function call(sender: Sender, { outgoing }: Prepared, job: CompiledJob): Promise<readonly SendResult[]> {
  if (outgoing.length === 0) return [];
  try {
    return await sendHalving(sender, outgoing, job.context);
  } catch {
    return outgoing.map(() => ({ kind: 'UNKNOWN', code: 'SENDER_FAILED' }));
  }
}

/** A provider that is busy sets the pace of the whole shard; what it says of single messages delays only them. */
function retryTime({ clock, settings, ids }: AttemptDeps, attempt: number, answers: readonly SendResult[]): number {
  const isBusy = answers.every((answer) => answer.kind === 'NOT_SENT' && answer.cause === 'THROTTLED');
  const isPartial = answers.every((answer) => answer.kind === 'ANSWERED' && !answer.isRetriable);
  if (isBusy || isPartial) return clock.now();
  // Doubling with half of it random, so that shards do not come back all at once.
  const full = Math.min(settings.maxBackoffMs, settings.backoffMs * 2 ** Math.min(attempt - 1, 20));
  return clock.now() + Math.round(full * (0.5 + ids.random() / 2));
}

type Change = Partial<Pick<ChunkState, 'tries' | 'retryAt'>>;

/** Writes a chunk's states one after another, each over the one before. */
function createWriter<Stop extends string>(
  deps: AttemptDeps,
  { lease }: ChunkWork<Stop>,
  chunk: Chunk,
  found: ChunkState | 'UNREADABLE' | null,
  before: readonly RecipientResult[],
) {
  const { jobId, shard, epoch, round } = lease.shard();
  let expected = found;
  let attempt = found === null || found === 'UNREADABLE' ? 0 : found.attempt;
  // Tries of an earlier round do not count in this one.
  let tries = found === null || found === 'UNREADABLE' || found.round < round ? 0 : found.tries;

  const write = async (
    phase: ChunkPhase,
    results: readonly RecipientResult[],
    change: Change = {},
  ): Promise<ChunkState> => {
    const next: ChunkState = {
      number: chunk.number,
      epoch,
      attempt,
      tries: change.tries ?? tries,
      retryAt: change.retryAt ?? 0,
      phase,
      results,
      stepIndex: stepOf(chunk),
      round,
      ...(round > 0 ? { before } : {}),
    };
    if (!(await deps.chunks.writeState({ jobId, shard }, next, expected))) throw lease.lost();
    expected = next;
    tries = next.tries;
    return next;
  };
  return {
    write,
    claim: (results: readonly RecipientResult[]): Promise<ChunkState> => {
      attempt += 1;
      return write('CLAIMED', results);
    },
    attempt: () => attempt,
    tries: () => tries,
  };
}
