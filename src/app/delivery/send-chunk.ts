import type { RecipientResult } from '../../domain/send-job/index.ts';
import type { Clock, CustomerSource, Ids } from '../ports.ts';
import type { CompiledJob } from './compile-job.ts';
import type { Lease } from './lease.ts';
import type { Pacer } from './pacer.ts';
import type { Control } from './plan-shard.ts';
import type { ChunkStore, Senders } from './ports.ts';
import { prepareChunk } from './prepare-chunk.ts';
import type { Outgoing, SendResult } from './sender.ts';
import type { WorkSettings } from './settings.ts';
import { inDoubt, settleResult } from './settle-result.ts';
import type { Chunk, ChunkPhase, ChunkState } from './shard.ts';

export type SendChunkDeps = {
  readonly customers: CustomerSource;
  readonly chunks: ChunkStore;
  readonly senders: Senders;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly settings: WorkSettings;
};

export type ChunkWork<Stop extends string> = {
  readonly job: CompiledJob;
  readonly lease: Lease;
  readonly pacer: Pacer;
  readonly control: Control<Stop>;
  readonly deadline: number;
};

export type ChunkOutcome<Stop extends string> =
  | { readonly kind: 'SETTLED'; readonly results: readonly RecipientResult[] }
  | { readonly kind: 'STOPPED'; readonly why: Stop | 'OUT_OF_TIME' };

const PLANNED: RecipientResult = { status: 'PLANNED' };

/**
 * Brings one chunk to its end: claim, provider call, record, and again for those the provider says were not sent.
 * Every step is a conditional write that names the one before. What an older owner left CLAIMED is in doubt.
 */
export async function sendChunk<Stop extends string>(
  deps: SendChunkDeps,
  work: ChunkWork<Stop>,
  chunk: Chunk,
  found: ChunkState | null,
): Promise<ChunkOutcome<Stop>> {
  if (found?.phase === 'RECORDED') return { kind: 'SETTLED', results: found.results };
  let state = found;
  let results = [...startingResults(deps, work, chunk, found)];
  for (;;) {
    const pending = placesOf(results, 'PLANNED');
    if (pending.length > 0) {
      const stop = await awaitTurn(deps, work, state, pending.length);
      if (stop !== null) return stop;
    }
    const ids = pending.map((place) => chunk.recipients[place]?.customerId ?? '');
    const customers = ids.length === 0 ? new Map() : await deps.customers.getMany(ids);
    const prepared = prepareChunk(work.job, work.lease.shard().shard, chunk, pending, customers, deps.clock.now());
    for (const [place, result] of prepared.settled) results[place] = result;
    work.pacer.refund(prepared.settled.size);
    if (prepared.outgoing.length === 0) {
      await write(deps, work, chunk, state, 'RECORDED', results);
      return { kind: 'SETTLED', results };
    }
    const claimed = results.map((result) =>
      result.status === 'PLANNED' ? { ...result, status: 'CLAIMED' as const } : result,
    );
    state = await write(deps, work, chunk, state, 'CLAIMED', claimed, { attempt: (state?.attempt ?? 0) + 1 });
    const answers = await call(deps, work, chunk, prepared.outgoing);
    const tries = state.tries + (answers.some(isTry) ? 1 : 0);
    results = [...results];
    for (const [index, place] of prepared.places.entries()) {
      const answer = answers[index] ?? { kind: 'UNKNOWN', code: 'NO_ANSWER' };
      const mayTryAgain = tries < deps.settings.maxTries;
      results[place] = settleResult(answer, results[place] ?? PLANNED, work.job.inDoubtPolicy, mayTryAgain);
    }
    tellPacer(work.pacer, answers);
    if (placesOf(results, 'PLANNED').length === 0) {
      await write(deps, work, chunk, state, 'RECORDED', results, { tries });
      return { kind: 'SETTLED', results };
    }
    const retryAt = deps.clock.now() + backoff(deps, state.attempt);
    state = await write(deps, work, chunk, state, 'WAITING', results, { tries, retryAt });
  }
}

/** The results to start from; what an older owner left CLAIMED becomes what the campaign's policy says. */
function startingResults<Stop extends string>(
  deps: SendChunkDeps,
  { job }: ChunkWork<Stop>,
  chunk: Chunk,
  found: ChunkState | null,
): readonly RecipientResult[] {
  if (found === null) return chunk.recipients.map(() => PLANNED);
  if (found.results.length !== chunk.recipients.length) {
    throw new RangeError(`Chunk ${chunk.number} of job ${job.id} has a state of ${found.results.length} recipients.`);
  }
  const mayTryAgain = found.tries + 1 < deps.settings.maxTries;
  return found.results.map((result) =>
    result.status === 'CLAIMED' ? inDoubt(job.inDoubtPolicy, 'OWNER_LOST', mayTryAgain) : result,
  );
}

function placesOf(results: readonly RecipientResult[], status: RecipientResult['status']): number[] {
  const places: number[] = [];
  for (let place = 0; place < results.length; place += 1) if (results[place]?.status === status) places.push(place);
  return places;
}

/** Waits for the retry time and the rate, then asks whether sending is still wanted. */
async function awaitTurn<Stop extends string>(
  deps: SendChunkDeps,
  work: ChunkWork<Stop>,
  state: ChunkState | null,
  count: number,
): Promise<Extract<ChunkOutcome<Stop>, { kind: 'STOPPED' }> | null> {
  const wait = state?.phase === 'WAITING' ? state.retryAt - deps.clock.now() : 0;
  if (wait > 0) {
    if (deps.clock.now() + wait > work.deadline) return { kind: 'STOPPED', why: 'OUT_OF_TIME' };
    // A clock that jumped must not make a retry wait for longer than any backoff.
    await deps.clock.sleep(Math.min(wait, deps.settings.maxBackoffMs));
  }
  if (!(await work.pacer.acquire(count, work.deadline))) return { kind: 'STOPPED', why: 'OUT_OF_TIME' };
  const verdict = await work.control();
  return verdict === 'GO_ON' ? null : { kind: 'STOPPED', why: verdict };
}

async function write<Stop extends string>(
  deps: SendChunkDeps,
  { lease }: ChunkWork<Stop>,
  chunk: Chunk,
  before: ChunkState | null,
  phase: ChunkPhase,
  results: readonly RecipientResult[],
  change: Partial<Pick<ChunkState, 'attempt' | 'tries' | 'retryAt'>> = {},
): Promise<ChunkState> {
  const { jobId, shard, epoch } = lease.shard();
  const next: ChunkState = {
    number: chunk.number,
    epoch,
    attempt: before?.attempt ?? 0,
    tries: before?.tries ?? 0,
    retryAt: 0,
    phase,
    results,
    ...change,
  };
  if (!(await deps.chunks.writeState({ jobId, shard }, next, before))) throw lease.lost();
  return next;
}

async function call<Stop extends string>(
  deps: SendChunkDeps,
  { job }: ChunkWork<Stop>,
  chunk: Chunk,
  outgoing: readonly Outgoing[],
): Promise<readonly SendResult[]> {
  const channel = job.steps[chunk.recipients[0]?.stepIndex ?? 0]?.channel;
  const sender = channel === undefined ? undefined : deps.senders[channel];
  if (sender === undefined) {
    return outgoing.map(() => ({ kind: 'NOT_SENT', cause: 'REFUSED', code: 'CHANNEL_NOT_CONFIGURED' }));
  }
  const answers: SendResult[] = [];
  for (let from = 0; from < outgoing.length; from += sender.maxBatch) {
    const batch = outgoing.slice(from, from + sender.maxBatch);
    const answered = await sender.send(batch, job.context);
    for (let index = 0; index < batch.length; index += 1) {
      answers.push(answered[index] ?? { kind: 'UNKNOWN', code: 'NO_ANSWER' });
    }
  }
  return answers;
}

/** Whether an answer uses up one of a chunk's tries; a provider that is busy or away does not. */
function isTry(result: SendResult): boolean {
  return result.kind === 'UNKNOWN' || (result.kind === 'ANSWERED' && result.isRetriable);
}

/** A few throttled recipients are their own trouble (one device, one carrier); this share of a call is a provider's limit. */
const THROTTLED_SHARE = 0.2;

function tellPacer(pacer: Pacer, answers: readonly SendResult[]): void {
  let taken = 0;
  let throttled = 0;
  for (const answer of answers) {
    if (answer.kind === 'ANSWERED' && !answer.isRetriable) taken += 1;
    if (isThrottled(answer)) throttled += 1;
  }
  if (taken > 0) pacer.onTaken(taken);
  if (throttled > answers.length * THROTTLED_SHARE) pacer.onThrottled();
}

function isThrottled(answer: SendResult): boolean {
  if (answer.kind === 'NOT_SENT') return answer.cause === 'THROTTLED';
  return answer.kind === 'ANSWERED' && answer.isRetriable && answer.code?.startsWith('THROTTLED') === true;
}

/** Doubling with half of it random, so that shards do not come back all at once. */
function backoff({ settings, ids }: SendChunkDeps, attempt: number): number {
  const full = Math.min(settings.maxBackoffMs, settings.backoffMs * 2 ** Math.min(attempt - 1, 20));
  return Math.round(full * (0.5 + ids.random() / 2));
}
