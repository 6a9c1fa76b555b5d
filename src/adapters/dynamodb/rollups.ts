import { randomUUID } from 'node:crypto';
import * as z from 'zod';
import type { RollupStore } from '../../app/insight/index.ts';
import { inParallel } from '../../app/in-parallel.ts';
import type { DayMarks } from '../../app/lake/index.ts';
import { NO_ROLLUPS, ROLLUP_FORM, type RollupState } from '../../domain/insight/index.ts';
import { DERIVED_TABLES } from '../../domain/lake/index.ts';
import { DeleteCommand, PutCommand, UpdateCommand } from './commands.ts';
import { holds } from './condition.ts';
import { queryPartition } from './query-partition.ts';
import { readRow } from './read-rows.ts';
import type { Database } from './tables.ts';

const PK = 'rollups';
const STATE = { pk: PK, sk: 'STATE' };
const MARK = 'MARK#';

const folder = z.object({ table: z.enum(DERIVED_TABLES), partition: z.string() });
/** A claim may be there before anything was built. */
const stateItem = z.object({
  form: z.number().default(0),
  through: z.string().default(NO_ROLLUPS.through),
  builtBy: z.string().default(NO_ROLLUPS.builtBy),
  records: z.record(z.string(), z.number()).default({}),
  renewed: z.array(folder).default([]),
});
/** What is known of rollups of another form is no more than when they were built: whatever is built from now on is later. */
function stateOf(item: Readonly<Record<string, unknown>> | null): RollupState {
  if (item === null) return NO_ROLLUPS;
  const { form, ...state } = stateItem.parse(item);
  return form === ROLLUP_FORM ? state : { ...NO_ROLLUPS, builtBy: state.builtBy };
}
const markItem = z.object({ sk: z.string(), markedAt: z.number() });

const PARALLEL_WRITES = 8;

/**
 * What is known of the rollups, as items of the Event table: one with the state, and one for each day that is marked. Both
 * are read with every report.
 */
export function createRollups(database: Database, table: string): RollupStore {
  return {
    read: async (which) => {
      // In this order: a day whose mark is gone by now is in the state that is read after it.
      const marks = await queryPartition(database, {
        table,
        pk: PK,
        from: MARK,
        to: `${MARK}~`,
        isConsistent: true,
        ...(which === 'FIRST' ? { limit: 1 } : {}),
      });
      const item = await readRow(database, table, STATE);
      return {
        state: stateOf(item),
        marks: marks
          .map((row) => markItem.parse(row))
          .map(({ sk, markedAt }) => ({ day: sk.slice(MARK.length), markedAt })),
      };
    },

    claim: async (now, until) => {
      const claim = randomUUID();
      const isMine = await holds(
        database.client.send(
          new UpdateCommand({
            TableName: table,
            Key: STATE,
            UpdateExpression: 'SET claim = :claim, claimedUntil = :until',
            ConditionExpression: 'attribute_not_exists(claim) OR claimedUntil < :now',
            ExpressionAttributeValues: { ':claim': claim, ':until': until, ':now': now },
          }),
        ),
      );
      return isMine ? claim : null;
    },

    finish: async (claim, state, marks) => {
      await endClaim(database, table, claim, { ...state, form: ROLLUP_FORM });
      await inParallel(marks, PARALLEL_WRITES, async ({ day, markedAt }) => {
        // A day that was marked again meanwhile keeps its mark.
        await holds(
          database.client.send(
            new DeleteCommand({
              TableName: table,
              Key: { pk: PK, sk: `${MARK}${day}` },
              ConditionExpression: 'markedAt = :markedAt',
              ExpressionAttributeValues: { ':markedAt': markedAt },
            }),
          ),
        );
      });
    },

    release: (claim) => endClaim(database, table, claim, {}),
  };
}

/** Another pass has claimed what was held for too long: it is left alone then, and nothing is kept of this one. */
async function endClaim(
  database: Database,
  table: string,
  claim: string,
  state: Readonly<Record<string, unknown>>,
): Promise<void> {
  const kept = Object.entries(state);
  const isEnded = await holds(
    database.client.send(
      new UpdateCommand({
        TableName: table,
        Key: STATE,
        UpdateExpression: [
          ...(kept.length === 0 ? [] : [`SET ${kept.map((_, place) => `#n${place} = :v${place}`).join(', ')}`]),
          'REMOVE claim, claimedUntil',
        ].join(' '),
        ConditionExpression: 'claim = :claim',
        ...(kept.length === 0
          ? {}
          : { ExpressionAttributeNames: Object.fromEntries(kept.map(([name], place) => [`#n${place}`, name])) }),
        ExpressionAttributeValues: {
          ':claim': claim,
          ...Object.fromEntries(kept.map(([, value], place) => [`:v${place}`, value])),
        },
      }),
    ),
  );
  if (!isEnded && kept.length > 0) throw new Error('Another pass has begun since: what this one built is not kept.');
}

/** Whoever marked a day need not mark it again for so long: a mark stays for longer. */
const REMEMBERED_MS = 5 * 60_000;

/** Marks days of which the lake gets events after they are over, at most once in a while each. */
export function createDayMarks(database: Database, table: string): DayMarks {
  const marked = new Map<string, number>();
  return {
    mark: async (days, now) => {
      const due = days.filter((day) => now - (marked.get(day) ?? Number.NEGATIVE_INFINITY) > REMEMBERED_MS);
      await inParallel(due, PARALLEL_WRITES, async (day) => {
        await database.client.send(
          new PutCommand({ TableName: table, Item: { pk: PK, sk: `${MARK}${day}`, markedAt: now } }),
        );
        marked.set(day, now);
      });
    },
  };
}
