import { refuse, type Refused } from '../../domain/result.ts';
import {
  EXCLUSION_REASONS,
  NO_MARK,
  withReceipts,
  type ExclusionReason,
  type Recipient,
  type RecipientResult,
  type RecipientStatus,
} from '../../domain/send-job/index.ts';
import { campaignStepOf, type SendJob } from '../delivery/model/job.ts';
import type { ChunkStore, JobStore, ReceiptStore, ShardStore } from '../delivery/model/ports.ts';
import { isUnreadable, type Chunk, type ChunkState } from '../delivery/model/chunk.ts';
import type { ReceiptMarks } from '../delivery/model/receipt-marks.ts';
import type { ShardRef } from '../delivery/model/shard.ts';
import { readChunks } from '../delivery/plan/read-chunks.ts';
import { formatPosition, parsePosition, type Position } from './list-position.ts';

export type ListRecipientsDeps = {
  readonly jobs: JobStore;
  readonly shards: ShardStore;
  readonly chunks: ChunkStore;
  readonly receipts: ReceiptStore;
};

export type ListRecipientsCommand = {
  readonly jobId: string;
  /** Included customers with this status; with `reason`, those whose code it is. */
  readonly status?: RecipientStatus;
  /** Without `status`: customers excluded from the plan for this reason. */
  readonly reason?: ExclusionReason;
  /** EXCLUDED: everybody excluded who is listed, each with the reason. Absent: INCLUDED, unless `reason` alone is given. */
  readonly outcome?: 'INCLUDED' | 'EXCLUDED';
  readonly limit?: number;
  readonly nextToken?: string;
};

export type JobRecipient = {
  readonly customerId: string;
  readonly endpointId?: string;
  /** Of the campaign's steps, from 0. */
  readonly stepIndex?: number;
  /** Of the campaign's treatments, from 0. */
  readonly treatment?: number;
  readonly status?: RecipientStatus;
  readonly reason?: ExclusionReason;
  readonly code?: string;
};

export type RecipientPage = {
  readonly ok: true;
  readonly items: readonly JobRecipient[];
  /** Absent on the last page. A page may be short, even empty, and not be the last. */
  readonly nextToken?: string;
};

const DEFAULT_LIMIT = 100;
const MAX_LIMIT = 1_000;
/** Chunks (or excluded lists) looked at in one call: some 6 MB, well within a request's time. */
const MAX_READ = 2_000;
const READ_AHEAD = 100;

/** Pages through the people of a job: those it sends to, by status, or those it excluded, by reason. */
export async function listRecipients(
  deps: ListRecipientsDeps,
  command: ListRecipientsCommand,
): Promise<RecipientPage | Refused> {
  const limit = command.limit ?? DEFAULT_LIMIT;
  if (!Number.isSafeInteger(limit) || limit < 1 || limit > MAX_LIMIT) {
    return refuse('INVALID_INPUT', `limit must be a number from 1 to ${MAX_LIMIT}.`);
  }
  if (command.status === undefined && command.outcome !== 'INCLUDED' && command.reason === 'FILTERED_OUT_BY_SEGMENT') {
    return refuse(
      'INVALID_INPUT',
      'Customers outside the segment are counted, not listed; estimate the segment instead.',
    );
  }
  const job = await deps.jobs.get(command.jobId);
  if (job === null) return refuse('NOT_FOUND', `There is no job ${command.jobId}.`);
  const start = parsePosition(command.nextToken);
  if (start === null) return refuse('INVALID_INPUT', 'nextToken is not one that this query gave; start without it.');
  if (command.outcome === 'EXCLUDED' && command.status !== undefined) {
    return refuse('INVALID_INPUT', 'status is of included customers; leave it out to list the excluded ones.');
  }
  const isExcluded =
    command.outcome === 'EXCLUDED' ||
    (command.outcome === undefined && command.status === undefined && command.reason !== undefined);
  return isExcluded
    ? collect(job, start, limit, excludedReader(deps, command.reason))
    : collect(job, start, limit, await includedReader(deps, job, command));
}

/** The people of one numbered entry (a chunk, or a page's excluded list). */
type Entry = { readonly number: number; readonly people: readonly JobRecipient[] };
type ReadEntries = (ref: ShardRef, from: number) => Promise<readonly Entry[]>;

async function collect(job: SendJob, start: Position, limit: number, read: ReadEntries): Promise<RecipientPage> {
  const items: JobRecipient[] = [];
  let { shard, number, place } = start;
  let looked = 0;
  while (shard < job.shardCount) {
    const entries = await read({ jobId: job.id, shard }, number);
    for (const entry of entries) {
      if (entry.number !== number) place = 0;
      const room = limit - items.length;
      const people = entry.people.slice(place, place + room);
      items.push(...people);
      number = entry.number;
      place += people.length;
      if (place < entry.people.length) return { ok: true, items, nextToken: formatPosition({ shard, number, place }) };
      number += 1;
      place = 0;
      looked += 1;
    }
    if (entries.length === 0) {
      shard += 1;
      number = 0;
      looked += 1;
    }
    if ((items.length >= limit || looked >= MAX_READ) && shard < job.shardCount) {
      return { ok: true, items, nextToken: formatPosition({ shard, number, place }) };
    }
  }
  return { ok: true, items };
}

function excludedReader({ chunks }: ListRecipientsDeps, reason: ExclusionReason | undefined): ReadEntries {
  return async (ref, from) => {
    const lists = await chunks.listExcluded(ref, from, READ_AHEAD);
    return lists.map(({ number, customerIds }) => ({
      number,
      people: (reason === undefined ? EXCLUSION_REASONS : [reason]).flatMap((known) =>
        (customerIds[known] ?? []).map((customerId) => ({ customerId, reason: known })),
      ),
    }));
  };
}

async function includedReader(
  { shards, chunks, receipts }: ListRecipientsDeps,
  job: SendJob,
  { status, reason }: ListRecipientsCommand,
): Promise<ReadEntries> {
  const counts = new Map<number, number>();
  for (const shard of await shards.list(job.id, job.shardCount)) counts.set(shard.shard, shard.planning.chunkCount);
  return async (ref, from) => {
    const limit = Math.min(READ_AHEAD, (counts.get(ref.shard) ?? 0) - from);
    if (limit <= 0) return [];
    return (await readChunks({ chunks, receipts }, ref, from, limit)).map(({ chunk, state, marks }) => ({
      number: chunk.number,
      people: isUnreadable(chunk)
        ? []
        : peopleOf(job, chunk, state, marks).filter(
            (person) =>
              (status === undefined || person.status === status) && (reason === undefined || person.code === reason),
          ),
    }));
  };
}

/** The recipients of a chunk with what became of them, receipts included. */
export function peopleOf(
  job: Pick<SendJob, 'treatments'>,
  chunk: Chunk,
  state: ChunkState | undefined,
  receipts: ReceiptMarks | undefined,
): JobRecipient[] {
  return chunk.recipients.map((recipient, place) =>
    describe(job, recipient, withReceipts(state?.results[place] ?? PLANNED, receipts?.marks[place] ?? NO_MARK)),
  );
}

const PLANNED: RecipientResult = { status: 'PLANNED' };

/** A recipient with what became of them. */
export function describe(
  job: Pick<SendJob, 'treatments'>,
  { customerId, endpointId, stepIndex, treatment }: Recipient,
  { status, code }: RecipientResult,
): JobRecipient {
  const shown = { customerId, endpointId, stepIndex: campaignStepOf(job, stepIndex), treatment, status };
  return code === undefined ? shown : { ...shown, code };
}
