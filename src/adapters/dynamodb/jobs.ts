import * as z from 'zod';
import {
  contentsUntil,
  DamagedJobError,
  jobTotals,
  LONGEST_TURN_MS,
  secondsLeft,
  stepProgress,
  type JobSpec,
  type JobStore,
  type ReceiptFlags,
  type SendJob,
} from '../../app/delivery/index.ts';
import { CHANNELS } from '../../domain/customer/index.ts';
import { JOB_PHASES, RETRY_KINDS } from '../../domain/send-job/index.ts';
import { PutCommand, UpdateCommand, type TransactStep } from './commands.ts';
import { holds } from './condition.ts';
import { dueFields, listDue } from './due-jobs.ts';
import { dueShard } from './due-shard.ts';
import { readRow } from './read-rows.ts';
import { specDocument } from './spec-document.ts';
import { expiry, isoTime, type Database, type TableNames } from './tables.ts';
import { toExcludedList, totals } from './totals-document.ts';
import { rowUpdate, writeRowOnce } from './write-row.ts';

const time = z.iso.datetime().transform((text) => Date.parse(text));

/** `sent` and `receipts` are what the engine needs; the counts that GraphQL shows are their sum, written beside them. */
const jobDocument = z
  .object({
    id: z.string(),
    campaignId: z.string(),
    campaignName: z.string(),
    segmentId: z.string(),
    segmentVersion: z.int(),
    runId: z.string().exactOptional(),
    wave: z.int().exactOptional(),
    followedOrders: z.int().exactOptional(),
    planningSince: z.number().exactOptional(),
    givesTreatment: z.int().exactOptional(),
    phase: z.enum(JOB_PHASES),
    phaseReason: z.string().exactOptional(),
    resumeAt: time.exactOptional(),
    seq: z.int(),
    // Rows of before do not say it; direct sends among them were over within minutes.
    audience: z.enum(['SEGMENT', 'CALL']).default('SEGMENT'),
    shardCount: z.int(),
    channels: z.array(z.enum(CHANNELS)),
    treatments: z.array(z.string()).exactOptional(),
    sent: totals,
    receiptsBase: totals.exactOptional(),
    receipts: totals,
    receiptsCountedAt: z.number().exactOptional(),
    round: z.int(),
    retry: z.enum(RETRY_KINDS).exactOptional(),
    doubtHeldAt: time.exactOptional(),
    doubtHeldBy: z.string().exactOptional(),
    recipientsPerSecond: z.number(),
    countedAt: z.number(),
    createdAt: time,
    createdBy: z.string(),
    launchesWhenPlanned: z.literal(true).exactOptional(),
    approvedBy: z.string().exactOptional(),
    approvedAt: time.exactOptional(),
    sendAt: time.exactOptional(),
    startedAt: time.exactOptional(),
    launchedBy: z.string().exactOptional(),
    sendUntil: time.exactOptional(),
    endedAt: time.exactOptional(),
    keptUntil: time.exactOptional(),
    isAnnounced: z.literal(true).exactOptional(),
  })
  .transform(({ startedAt, endedAt, ...job }): SendJob => ({
    ...job,
    // What rows of before there were counters contain is what counters are added to.
    receiptsBase: job.receiptsBase ?? job.receipts,
    ...(startedAt === undefined ? {} : { launchedAt: startedAt }),
    ...(endedAt === undefined ? {} : { finishedAt: endedAt }),
  }));

const specItem = z.object({ spec: specDocument });

/** DynamoDB removes items within days, in any order. */
const ROW_OUTLIVES_MS = 7 * 86_400_000;

function toFields(job: SendJob): Record<string, unknown> {
  const {
    id: _,
    launchedAt,
    finishedAt,
    createdAt,
    approvedAt,
    sendAt,
    resumeAt,
    sendUntil,
    doubtHeldAt,
    keptUntil,
    ...rest
  } = job;
  const { steps: __, excluded, ...shown } = jobTotals(job);
  return {
    ...OPTIONAL,
    ...rest,
    ...shown,
    excluded: toExcludedList(excluded),
    steps: stepProgress(job),
    secondsLeft: secondsLeft(job),
    createdAt: isoTime(createdAt),
    startedAt: optionalTime(launchedAt),
    approvedAt: optionalTime(approvedAt),
    sendAt: optionalTime(sendAt),
    resumeAt: optionalTime(resumeAt),
    sendUntil: optionalTime(sendUntil),
    doubtHeldAt: optionalTime(doubtHeldAt),
    endedAt: optionalTime(finishedAt),
    keptUntil: optionalTime(keptUntil),
    // Last of all: while it is there, the key of its call is taken, and nothing of an old job is found by a new one.
    ...expiry(keptUntil === undefined ? undefined : keptUntil + ROW_OUTLIVES_MS),
    ...dueFields(job),
  };
}

/** Attributes that a change may take away again: absent in the job means absent in the row. */
const OPTIONAL = {
  phaseReason: undefined,
  receiptsCountedAt: undefined,
  // Of before a count named the `seq` it read.
  receiptsVersion: undefined,
  retry: undefined,
  doubtHeldBy: undefined,
  launchedBy: undefined,
  launchesWhenPlanned: undefined,
  isAnnounced: undefined,
  // A row that is written again can be read again.
  damagedAt: undefined,
  // Of before the indexes of due work.
  isOpen: undefined,
};

function optionalTime(milliseconds: number | undefined): string | undefined {
  return milliseconds === undefined ? undefined : isoTime(milliseconds);
}

function readJob(jobId: string, row: unknown): SendJob {
  const read = jobDocument.safeParse(row);
  if (!read.success) throw new DamagedJobError(jobId, 'JOB_DAMAGED', { cause: read.error });
  return read.data;
}

/** The writes that make a job: its row, which must not be there yet, and its spec. */
export function jobCreation(
  tables: Pick<TableNames, 'sendJob' | 'delivery'>,
  job: SendJob,
  spec: JobSpec,
  now: string,
): TransactStep[] {
  const row = { table: tables.sendJob, typename: 'SendJob', key: { id: job.id } };
  const fields = toFields(job);
  return [
    { Update: rowUpdate({ ...row, fields, guard: { attribute: 'seq', expected: undefined } }, now) },
    { Put: { TableName: tables.delivery, Item: specToItem(job, spec) } },
  ];
}

function specToItem(job: SendJob, spec: JobSpec): Record<string, unknown> {
  const keptUntil = contentsUntil(job);
  return { ...specKey(job.id), spec, ...(keptUntil === undefined ? {} : { keptUntil, ...expiry(keptUntil) }) };
}

/** DynamoDB removes what has expired later than it says. */
function isKept(now: number, row: { readonly keptUntil?: unknown }): boolean {
  return typeof row.keptUntil !== 'number' || row.keptUntil > now;
}

function specKey(jobId: string) {
  return { pk: `job#${jobId}`, sk: 'SPEC' };
}

/** Jobs as rows of the SendJob model; what they send is kept beside their shards. */
export function createJobs(
  database: Database,
  tables: Pick<TableNames, 'sendJob' | 'delivery'>,
): JobStore & { readonly receiptFlags: ReceiptFlags } {
  const { client } = database;
  const table = tables.sendJob;
  const write = (job: SendJob, expectedSeq: number | undefined): Promise<boolean> =>
    writeRowOnce(database, {
      table,
      typename: 'SendJob',
      key: { id: job.id },
      fields: toFields(job),
      guard: { attribute: 'seq', expected: expectedSeq },
    });
  const updateIf = (jobId: string, update: string, condition: string, values: Record<string, unknown>) =>
    holds(
      client.send(
        new UpdateCommand({
          TableName: table,
          Key: { id: jobId },
          UpdateExpression: update,
          ConditionExpression: condition,
          ExpressionAttributeValues: values,
        }),
      ),
    );
  return {
    // The spec first: a job without one could never be worked, a spec without a job is never looked at.
    create: async (job: SendJob, spec: JobSpec) => {
      await client.send(new PutCommand({ TableName: tables.delivery, Item: specToItem(job, spec) }));
      return write(job, undefined);
    },
    get: async (jobId) => {
      const row = await readRow(database, table, { id: jobId });
      if (row === null) return null;
      const job = readJob(jobId, row);
      return isKept(database.now(), job) ? job : null;
    },
    getSpec: async (jobId) => {
      const item = await readRow(database, tables.delivery, specKey(jobId));
      if (item === null || !isKept(database.now(), item)) return null;
      const read = specItem.safeParse(item);
      return read.success ? read.data.spec : 'UNREADABLE';
    },
    save: write,
    listDue: (now, limit) => listDue(database, table, now, limit),
    close: async (jobId, expectedSeq) => {
      const announced = { ':seq': expectedSeq, ':true': true };
      await updateIf(jobId, 'SET isAnnounced = :true REMOVE dueShard, dueAt', 'seq = :seq', announced);
    },
    setAside: async (jobId, at) => {
      const update = 'SET damagedAt = :at REMOVE dueShard, dueAt, receiptShard, receiptMark, isOpen';
      await updateIf(jobId, update, 'attribute_exists(id)', { ':at': isoTime(at) });
    },
    receiptFlags: {
      raise: async (jobId, mark) => {
        const raised = { ':mark': mark, ':shard': dueShard(jobId) };
        await updateIf(jobId, 'SET receiptMark = :mark, receiptShard = :shard', 'attribute_exists(id)', raised);
      },
      lower: async (jobId, mark) => {
        await updateIf(jobId, 'REMOVE receiptMark, receiptShard', 'receiptMark = :mark', { ':mark': mark });
      },
      take: (jobId, { now, until }) =>
        holds(
          client.send(
            new PutCommand({
              TableName: tables.delivery,
              Item: { pk: `receipts#${jobId}`, sk: 'TURN', until, ...expiry(until + LONGEST_TURN_MS) },
              ConditionExpression: 'attribute_not_exists(pk) OR #until <= :now OR #until > :wrong',
              ExpressionAttributeNames: { '#until': 'until' },
              ExpressionAttributeValues: { ':now': now, ':wrong': now + LONGEST_TURN_MS },
            }),
          ),
        ),
    },
  };
}
