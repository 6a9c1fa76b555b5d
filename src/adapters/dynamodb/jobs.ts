import { PutCommand, ScanCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { z } from 'zod';
import type { JobSpec, JobStore, SendJob } from '../../app/delivery/index.ts';
import { JOB_PHASES } from '../../domain/send-job/index.ts';
import { campaignDocument } from './campaign-document.ts';
import { readRow } from './read-rows.ts';
import { definitionDocument } from './segment-document.ts';
import { isoTime, type Database, type TableNames } from './tables.ts';
import { countFields, excludedList, toExcludedList } from './totals-document.ts';
import { writeRow } from './write-row.ts';

const time = z.iso.datetime().transform((text) => Date.parse(text));

const jobDocument = z
  .object({
    id: z.string(),
    campaignId: z.string(),
    campaignName: z.string(),
    phase: z.enum(JOB_PHASES),
    seq: z.int(),
    shardCount: z.int(),
    ...countFields,
    excluded: excludedList,
    recipientsPerSecond: z.number(),
    countedAt: z.number(),
    createdAt: time,
    createdBy: z.string(),
    startedAt: time.exactOptional(),
    launchedBy: z.string().exactOptional(),
    endedAt: time.exactOptional(),
  })
  .transform((row): SendJob => {
    const { planned, included, accepted, delivered, opened, clicked, failed, optedOut, skipped, inDoubt } = row;
    const { excluded, startedAt, launchedBy, endedAt, ...rest } = row;
    const { id, campaignId, campaignName, phase, seq, shardCount, recipientsPerSecond, countedAt } = rest;
    return {
      id,
      campaignId,
      campaignName,
      phase,
      seq,
      shardCount,
      totals: {
        planned,
        included,
        excluded,
        accepted,
        delivered,
        opened,
        clicked,
        failed,
        optedOut,
        skipped,
        inDoubt,
      },
      recipientsPerSecond,
      countedAt,
      createdAt: rest.createdAt,
      createdBy: rest.createdBy,
      ...(startedAt === undefined ? {} : { launchedAt: startedAt }),
      ...(launchedBy === undefined ? {} : { launchedBy }),
      ...(endedAt === undefined ? {} : { finishedAt: endedAt }),
    };
  });

const specDocument = z.object({
  campaign: campaignDocument,
  templates: z.array(z.object({ templateId: z.string(), version: z.int() })),
  definition: definitionDocument,
  sources: z.record(z.string(), definitionDocument),
  plannedAt: z.number(),
});

const specItem = z.object({ spec: specDocument });

function toFields(job: SendJob): Record<string, unknown> {
  const { totals, createdAt, launchedAt, launchedBy, finishedAt } = job;
  const { campaignId, campaignName, phase, seq, shardCount, createdBy, countedAt, recipientsPerSecond } = job;
  return {
    campaignId,
    campaignName,
    phase,
    seq,
    shardCount,
    createdBy,
    countedAt,
    recipientsPerSecond,
    ...totals,
    excluded: toExcludedList(totals.excluded),
    createdAt: isoTime(createdAt),
    startedAt: launchedAt === undefined ? undefined : isoTime(launchedAt),
    launchedBy,
    endedAt: finishedAt === undefined ? undefined : isoTime(finishedAt),
  };
}

/** Jobs as rows of the SendJob model; what they send is kept beside their shards. */
export function createJobs(database: Database, tables: Pick<TableNames, 'sendJob' | 'delivery'>): JobStore {
  const { client } = database;
  const table = tables.sendJob;
  const specKey = (jobId: string) => ({ pk: `job#${jobId}`, sk: 'SPEC' });
  const write = (job: SendJob, fields: Record<string, unknown>, expectedSeq: number | undefined): Promise<boolean> =>
    writeRow(database, {
      table,
      typename: 'SendJob',
      key: { id: job.id },
      fields: { ...toFields(job), ...fields },
      guard: { attribute: 'seq', expected: expectedSeq },
    });
  return {
    // The spec first: a job without one could never be worked, a spec without a job is never looked at.
    create: async (job: SendJob, spec: JobSpec) => {
      await client.send(new PutCommand({ TableName: tables.delivery, Item: { ...specKey(job.id), spec } }));
      return write(job, { isOpen: true }, undefined);
    },
    get: async (jobId) => {
      const row = await readRow(database, table, { id: jobId });
      return row === null ? null : jobDocument.parse(row);
    },
    getSpec: async (jobId) => {
      const item = await readRow(database, tables.delivery, specKey(jobId));
      return item === null ? null : specItem.parse(item).spec;
    },
    save: (job, expectedSeq) => write(job, {}, expectedSeq),
    // A scan: jobs are few (thousands), and a finished one costs a fraction of a read unit.
    listOpen: async () => {
      const open: string[] = [];
      let start: Record<string, unknown> | undefined;
      do {
        const answer = await client.send(
          new ScanCommand({
            TableName: table,
            ConsistentRead: true,
            ProjectionExpression: 'id',
            FilterExpression: 'attribute_exists(isOpen)',
            ...(start === undefined ? {} : { ExclusiveStartKey: start }),
          }),
        );
        for (const item of answer.Items ?? []) open.push(z.object({ id: z.string() }).parse(item).id);
        start = answer.LastEvaluatedKey;
      } while (start !== undefined);
      return open;
    },
    close: async (jobId) => {
      await client.send(
        new UpdateCommand({
          TableName: table,
          Key: { id: jobId },
          UpdateExpression: 'REMOVE isOpen',
          ConditionExpression: 'attribute_exists(id)',
        }),
      );
    },
  };
}
