import { ConditionalCheckFailedException } from '@aws-sdk/client-dynamodb';
import * as z from 'zod';
import type { BudgetStore, ShardRef } from '../../app/delivery/index.ts';
import { payWithin } from '../../domain/cost/index.ts';
import { TransactWriteCommand, UpdateCommand } from './commands.ts';
import { holdsTogether, revisionIs } from './condition.ts';
import { createMonthUse } from './month-use.ts';
import { readRow } from './read-rows.ts';
import type { Database } from './tables.ts';

const total = z.object({ total: z.number() });

const claimed = z.object({ wanted: z.number() });

/** Claims of a month are kept for two more, in seconds: whoever looks at one that is over still finds them. */
const CLAIMS_KEPT_SECONDS = 93 * 86_400;

type Grant = { readonly page: number; readonly granted: number };
type Condition = { readonly text: string; readonly values: Readonly<Record<string, number>> };

/**
 * One item for each run that has a budget: what was granted in all, and of each shard its last page and what that got.
 * A grant in full is one update that reads nothing first, so that shards do not wait for each other; only when the
 * budget is nearly used up is the item read.
 */
export function createBudgets(database: Database, table: string): BudgetStore {
  const monthKey = (month: string) => ({ pk: `month-budget#${month}`, sk: 'TOTAL' });
  const claimKey = (month: string, claimId: string) => ({ pk: `month-budget#${month}`, sk: `CLAIM#${claimId}` });
  const keyOf = (jobId: string) => ({ pk: `budget#${jobId}`, sk: 'BUDGET' });
  const grant = async (
    { jobId, shard }: ShardRef,
    { page, granted }: Grant,
    condition: Condition,
  ): Promise<boolean> => {
    try {
      await database.client.send(
        new UpdateCommand({
          TableName: table,
          Key: keyOf(jobId),
          UpdateExpression: 'SET #page = :page, #grant = :granted ADD #total :granted',
          ConditionExpression: `(attribute_not_exists(#page) OR #page < :page) AND (${condition.text})`,
          ExpressionAttributeNames: { '#page': `p${shard}`, '#grant': `g${shard}`, '#total': 'total' },
          ExpressionAttributeValues: { ':page': page, ':granted': granted, ...condition.values },
        }),
      );
      return true;
    } catch (error) {
      if (error instanceof ConditionalCheckFailedException) return false;
      throw error;
    }
  };
  return {
    ...createMonthUse(database, table),
    claimMonth: async (month, claimId, { wanted, budget }) => {
      const claim = claimKey(month, claimId);
      // Each time round somebody else has claimed something, so this ends.
      for (;;) {
        if ((await readRow(database, table, claim)) !== null) return true;
        const row = await readRow(database, table, monthKey(month));
        const seen = row === null ? null : total.parse(row).total;
        if ((seen ?? 0) + wanted > budget) return false;
        const transaction = new TransactWriteCommand({
          TransactItems: [
            {
              Put: {
                TableName: table,
                Item: { ...claim, wanted, expiresAt: Math.ceil(database.now() / 1000) + CLAIMS_KEPT_SECONDS },
                ConditionExpression: 'attribute_not_exists(pk)',
              },
            },
            {
              Update: {
                TableName: table,
                Key: monthKey(month),
                UpdateExpression: 'ADD #total :amount',
                ConditionExpression: seen === null ? 'attribute_not_exists(#total)' : '#total = :seen',
                ExpressionAttributeNames: { '#total': 'total' },
                ExpressionAttributeValues: { ':amount': wanted, ...(seen === null ? {} : { ':seen': seen }) },
              },
            },
          ],
        });
        if (await holdsTogether(database.client.send(transaction))) return true;
      }
    },
    giveBackOfMonth: async (month, claimId, needed) => {
      const claim = claimKey(month, claimId);
      for (;;) {
        const row = await readRow(database, table, claim);
        if (row === null) return;
        const { wanted } = claimed.parse(row);
        if (wanted <= needed) return;
        const transaction = new TransactWriteCommand({
          TransactItems: [
            {
              Update: {
                TableName: table,
                Key: claim,
                UpdateExpression: 'SET wanted = :needed',
                ConditionExpression: 'wanted = :wanted',
                ExpressionAttributeValues: { ':needed': needed, ':wanted': wanted },
              },
            },
            {
              Update: {
                TableName: table,
                Key: monthKey(month),
                UpdateExpression: 'ADD #total :less',
                ExpressionAttributeNames: { '#total': 'total' },
                ExpressionAttributeValues: { ':less': needed - wanted },
              },
            },
          ],
        });
        if (await holdsTogether(database.client.send(transaction))) return;
      }
    },
    claimedOfMonth: async (month) => {
      const row = await readRow(database, table, monthKey(month));
      return row === null ? 0 : total.parse(row).total;
    },
    reserve: async (ref, page, { wanted, budget }) => {
      const isRoom = { text: 'attribute_not_exists(#total) OR #total <= :room', values: { ':room': budget - wanted } };
      if (wanted <= budget && (await grant(ref, { page, granted: wanted }, isRoom))) return wanted;
      // Each time round somebody else has been granted something, so this ends.
      for (;;) {
        const row = await readRow(database, table, keyOf(ref.jobId));
        const last = row === null ? null : lastOf(row, ref.shard);
        if (last !== null && last.page >= page) return last.page === page ? last.granted : null;
        const seen = row === null ? null : total.parse(row).total;
        const granted = Math.min(wanted, budget - (seen ?? 0));
        // What is used up stays used up: the same page gets nothing again.
        if (granted <= 0) return 0;
        const isAsSeen: Condition =
          seen === null
            ? { text: 'attribute_not_exists(#total)', values: {} }
            : { text: '#total = :seen', values: { ':seen': seen } };
        if (await grant(ref, { page, granted }, isAsSeen)) return granted;
      }
    },
    pay: async (ref, claim, { wanted, budget }) => {
      // As above: whoever is refused reads again what somebody else has taken.
      for (;;) {
        const [row, before] = await Promise.all([
          readRow(database, table, keyOf(ref.jobId)),
          readRow(database, table, paidKey(ref, claim)),
        ]);
        const { costs, revision } = before === null ? NOTHING_PAID : paid.parse(before);
        const seen = row === null ? null : total.parse(row).total;
        const payment = payWithin(wanted, new Map(costs), budget - (seen ?? 0));
        const { amount, covered } = payment;
        if (amount === 0) return covered;
        const transaction = new TransactWriteCommand({
          TransactItems: [
            {
              Update: {
                TableName: table,
                Key: keyOf(ref.jobId),
                UpdateExpression: 'ADD #total :amount',
                ConditionExpression: seen === null ? 'attribute_not_exists(#total)' : '#total = :seen',
                ExpressionAttributeNames: { '#total': 'total' },
                ExpressionAttributeValues: { ':amount': amount, ...(seen === null ? {} : { ':seen': seen }) },
              },
            },
            {
              Put: {
                TableName: table,
                Item: { ...paidKey(ref, claim), costs: [...payment.paid], revision: revision + 1 },
                ...revisionIs(revision),
              },
            },
          ],
        });
        if (await holdsTogether(database.client.send(transaction))) return covered;
      }
    },
  };
}

/**
 * What was paid in one round for the places of a chunk, besides what its plan has. Rows of before 2026-11-30 have the places
 * alone: they were paid for, whatever it was.
 */
const paid = z.union([
  z.object({ costs: z.array(z.tuple([z.int(), z.number()])), revision: z.int() }),
  z.object({ places: z.array(z.int()), revision: z.int() }).transform(({ places, revision }) => ({
    costs: places.map((place): [number, number] => [place, Number.MAX_SAFE_INTEGER]),
    revision,
  })),
]);
const NOTHING_PAID: z.infer<typeof paid> = { costs: [], revision: 0 };

function paidKey({ jobId, shard }: ShardRef, { chunk, round }: { readonly chunk: number; readonly round: number }) {
  return { pk: `budget#${jobId}`, sk: `PAID#${shard}#${chunk}#${round}` };
}

function lastOf(row: Record<string, unknown>, shard: number): Grant | null {
  const page = row[`p${shard}`];
  const granted = row[`g${shard}`];
  return typeof page === 'number' && typeof granted === 'number' ? { page, granted } : null;
}
