import { unitKrwMicros, withPublished, type PriceList } from '../../domain/cost/index.ts';
import { chargeRow, heldOutRow, statusRow, type DeliveryRow, type SentJob } from '../../domain/lake/index.ts';
import { isSettled, type Recipient, type RecipientResult } from '../../domain/send-job/index.ts';
import { sha256 } from '../../standards/sha256.ts';
import { isUnreadable, type Charge, type ChunkStore, type JobStore, type ShardRef } from '../delivery/index.ts';
import type { PriceStore } from '../ports.ts';
import type { KeyRequest } from './ports.ts';

/** What became of a chunk, or whom a page kept out: what it was before, and what it is. `at` is when, in milliseconds. */
export type DeliveryChange = { readonly ref: ShardRef; readonly at: number } & (
  | {
      readonly kind: 'RESULTS';
      readonly number: number;
      readonly before: readonly RecipientResult[];
      readonly results: readonly RecipientResult[];
      readonly chargesBefore: readonly Charge[];
      readonly charges: readonly Charge[];
    }
  | { readonly kind: 'HELD_OUT'; readonly customerIds: readonly string[] }
);

export interface DescribeDeliveriesDeps {
  readonly jobs: Pick<JobStore, 'get' | 'getSpec'>;
  readonly chunks: Pick<ChunkStore, 'listChunks'>;
  readonly prices: Pick<PriceStore, 'get'>;
}

/** A row to be, once its customer's key is known. */
export interface KeylessRow extends KeyRequest {
  readonly row: (key: string) => DeliveryRow;
}

/**
 * What changes of chunks mean for the lake: a row for each status that a recipient came to and each charge, and for each of
 * the holdout. Jobs and chunks that are not there any more, or are damaged, say nothing.
 */
export async function describeDeliveries(
  deps: DescribeDeliveriesDeps,
  changes: readonly DeliveryChange[],
): Promise<readonly KeylessRow[]> {
  if (changes.length === 0) return [];
  const prices = withPublished(await deps.prices.get());
  const jobs = new Map<string, Promise<SentJob | null>>();
  // A chunk changes several times within a minute: when it is recorded, and with each receipt.
  const chunks = new Map<string, Promise<readonly Recipient[]>>();
  const rows: KeylessRow[] = [];
  for (const change of changes) {
    const { jobId } = change.ref;
    const known = jobs.get(jobId) ?? describeJob(deps, jobId);
    jobs.set(jobId, known);
    const job = await known;
    if (job === null) continue;
    if (change.kind === 'HELD_OUT') {
      for (const customerId of change.customerIds) {
        rows.push({ digest: digestOf(customerId), at: change.at, row: (key) => heldOutRow(job, key, change.at) });
      }
      continue;
    }
    const place = `${jobId} ${change.ref.shard} ${change.number}`;
    const recipients = chunks.get(place) ?? recipientsOf(deps, change);
    chunks.set(place, recipients);
    rows.push(...rowsOf(job, await recipients, change, prices));
  }
  return rows;
}

type ResultsChange = Extract<DeliveryChange, { readonly kind: 'RESULTS' }>;

/** Nobody, of a chunk that is not there any more or is damaged. */
async function recipientsOf(
  { chunks }: DescribeDeliveriesDeps,
  { ref, number }: ResultsChange,
): Promise<readonly Recipient[]> {
  const [chunk] = await chunks.listChunks(ref, number, 1);
  return chunk === undefined || isUnreadable(chunk) || chunk.number !== number ? [] : chunk.recipients;
}

function* rowsOf(
  job: SentJob,
  recipients: readonly Recipient[],
  change: ResultsChange,
  prices: PriceList,
): Generator<KeylessRow> {
  const { at, before, results, charges, chargesBefore } = change;
  for (const [place, result] of results.entries()) {
    const recipient = recipients[place];
    if (recipient === undefined || !isSettled(result)) continue;
    const was = before[place];
    if (was?.status === result.status && was.code === result.code) continue;
    yield {
      digest: digestOf(recipient.customerId),
      at,
      row: (key) => statusRow(job, { key, recipient }, result, at),
    };
  }
  const told = new Set(chargesBefore.map((charge) => `${charge.at} ${charge.item} ${charge.places.join()}`));
  for (const charge of charges) {
    if (told.has(`${charge.at} ${charge.item} ${charge.places.join()}`)) continue;
    const unit = unitKrwMicros(charge.item, prices, charge.at);
    for (const place of charge.places) {
      const recipient = recipients[place];
      if (recipient === undefined) continue;
      yield {
        digest: digestOf(recipient.customerId),
        at,
        row: (key) => chargeRow(job, { key, recipient }, charge, unit),
      };
    }
  }
}

async function describeJob({ jobs }: DescribeDeliveriesDeps, jobId: string): Promise<SentJob | null> {
  const [job, spec] = await Promise.all([jobs.get(jobId).catch(() => null), jobs.getSpec(jobId)]);
  if (job === null) return null;
  const audience = spec === 'UNREADABLE' ? undefined : spec?.audience;
  const messageClass =
    audience === undefined ? 'AD' : audience.kind === 'CALL' ? audience.messageClass : audience.campaign.messageClass;
  const { runId, campaignId, wave = 0, channels, treatments } = job;
  return {
    jobId,
    campaignId,
    wave,
    messageClass,
    channels,
    ...(runId === undefined ? {} : { runId }),
    ...(treatments === undefined ? {} : { treatments }),
  };
}

const digestOf = (customerId: string): string => sha256(customerId, 'hex');
