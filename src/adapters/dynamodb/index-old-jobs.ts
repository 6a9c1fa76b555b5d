import * as z from 'zod';
import { DamagedJobError, type JobStore } from '../../app/delivery/index.ts';
import { plainItem } from './attribute-values.ts';
import { PutCommand, ScanCommand, UpdateCommand } from './commands.ts';
import { holds } from './condition.ts';
import { dueFields } from './due-jobs.ts';
import { dueShard } from './due-shard.ts';
import { createJobs } from './jobs.ts';
import { readRow } from './read-rows.ts';
import type { Database, TableNames } from './tables.ts';

const KEY = { pk: 'settings', sk: 'OLD_JOBS' };

/** The sweeper that does it has to sweep as well. */
const BUDGET_MS = 20_000;

/** No function of the version before runs for longer after it was replaced. */
const AGAIN_AFTER_MS = 900_000;

const progress = z.object({
  /** The second time finds what the version before wrote while it was being replaced. */
  isSecond: z.boolean().default(false),
  notBefore: z.number().default(0),
  startKey: z.record(z.string(), z.unknown()).exactOptional(),
  isDone: z.boolean().default(false),
});

const oldRow = z.object({ id: z.string(), receiptMark: z.string().exactOptional() });

/**
 * Brings jobs of before there were indexes of due work into them, in the 20 s of some sweeps after a deployment: it reads
 * all jobs, twice, remembers how far it came, and is then done for ever (half a unit for each sweep). A row that cannot be
 * read comes in as due, so that the sweep sets it aside.
 */
export async function indexOldJobs(
  database: Database,
  tables: Pick<TableNames, 'sendJob' | 'delivery'>,
  budgetMs = BUDGET_MS,
): Promise<void> {
  const stored = progress.safeParse((await readRow(database, tables.delivery, KEY, false)) ?? {});
  let state = stored.success ? stored.data : progress.parse({});
  const jobs = createJobs(database, tables);
  const until = database.now() + budgetMs;
  while (!state.isDone && state.notBefore <= database.now() && database.now() < until) {
    const { rows, startKey } = await listOld(database, tables.sendJob, state.startKey);
    for (const row of rows) await indexOld(database, tables.sendJob, jobs, row);
    if (startKey !== undefined) state = { ...state, startKey };
    else if (state.isSecond) state = { isSecond: true, notBefore: 0, isDone: true };
    else state = { isSecond: true, notBefore: database.now() + AGAIN_AFTER_MS, isDone: false };
    await database.client.send(new PutCommand({ TableName: tables.delivery, Item: { ...KEY, ...state } }));
  }
}

/** One page of rows that may have to be in an index and are not; `isOpen` is how jobs used to be listed. */
async function listOld(
  { client }: Database,
  table: string,
  from: Record<string, unknown> | undefined,
): Promise<{ readonly rows: readonly z.infer<typeof oldRow>[]; readonly startKey?: Record<string, unknown> }> {
  const answer = await client.send(
    new ScanCommand({
      TableName: table,
      ConsistentRead: true,
      ProjectionExpression: 'id, receiptMark',
      FilterExpression:
        'attribute_not_exists(damagedAt) AND (' +
        '(attribute_not_exists(dueShard) AND (attribute_exists(isOpen) OR NOT #phase IN (:completed, :cancelled, :failed)))' +
        ' OR (attribute_exists(receiptMark) AND attribute_not_exists(receiptShard)))',
      ExpressionAttributeNames: { '#phase': 'phase' },
      ExpressionAttributeValues: { ':completed': 'COMPLETED', ':cancelled': 'CANCELLED', ':failed': 'FAILED' },
      ...(from === undefined ? {} : { ExclusiveStartKey: from }),
    }),
  );
  const rows = (answer.Items ?? []).map((item) => oldRow.parse(plainItem(item)));
  return answer.LastEvaluatedKey === undefined ? { rows } : { rows, startKey: plainItem(answer.LastEvaluatedKey) };
}

async function indexOld(
  database: Database,
  table: string,
  jobs: Pick<JobStore, 'get'>,
  { id, receiptMark }: z.infer<typeof oldRow>,
): Promise<void> {
  const update = (expression: string, condition: string, values: Record<string, unknown>) =>
    holds(
      database.client.send(
        new UpdateCommand({
          TableName: table,
          Key: { id },
          UpdateExpression: expression,
          ConditionExpression: condition,
          ExpressionAttributeValues: values,
        }),
      ),
    );
  const due = 'SET dueShard = :shard, dueAt = :at REMOVE isOpen';
  const job = await jobs.get(id).catch((error: unknown): 'DAMAGED' => {
    if (error instanceof DamagedJobError) return 'DAMAGED';
    throw error;
  });
  if (job === null) return;
  if (job === 'DAMAGED') {
    await update(due, 'attribute_exists(id)', { ':shard': dueShard(id), ':at': 0 });
    return;
  }
  // Whoever changes the job meanwhile writes the same attributes.
  const { dueAt } = dueFields(job);
  if (dueAt !== undefined) await update(due, 'seq = :seq', { ':seq': job.seq, ':shard': dueShard(id), ':at': dueAt });
  const shard = { ':mark': receiptMark, ':shard': dueShard(id) };
  if (receiptMark !== undefined) await update('SET receiptShard = :shard', 'receiptMark = :mark', shard);
}
