import { ConditionalCheckFailedException } from '@aws-sdk/client-dynamodb';
import * as z from 'zod';
import { USAGE_KEPT_DAYS } from '../../app/api-client/index.ts';
import type { QuotaStore, QuotaUse } from '../../app/external-send/index.ts';
import { plainItem } from './attribute-values.ts';
import { UpdateCommand } from './commands.ts';
import { holds } from './condition.ts';
import type { Database } from './tables.ts';

const DAY_SECONDS = 86_400;

/** So long after its day a counter still says what was used. */
const KEPT_SECONDS = USAGE_KEPT_DAYS * DAY_SECONDS;

/** Whoever is quicker may begin the minute or fill it between two tries; the last answer is then the truth. */
const MAX_TRIES = 4;

const counters = z.object({ used: z.number(), minute: z.number(), usedInMinute: z.number() });
type Counters = z.infer<typeof counters>;

/**
 * What clients have used: one item for each client and day, with the day's counter and that of its latest minute. Both
 * are taken by one conditional update, which counts the call as well (`usage.ts`); only the first call of a minute needs a
 * second.
 */
export function createQuotas({ client }: Database, table: string): QuotaStore {
  const keyOf = (clientId: string, day: number) => ({
    pk: `quota#${clientId}#${new Date(day).toISOString().slice(0, 10)}`,
    sk: 'QUOTA',
  });

  /** Null when it was done, otherwise the counters that stood in the way. */
  const update = async (
    clientId: string,
    { day }: Pick<QuotaUse, 'day'>,
    expression: string,
    condition: string,
    values: Record<string, number>,
  ): Promise<Counters | null> => {
    try {
      await client.send(
        new UpdateCommand({
          TableName: table,
          Key: keyOf(clientId, day),
          UpdateExpression: expression,
          ConditionExpression: condition,
          ExpressionAttributeNames: { '#minute': 'minute' },
          ExpressionAttributeValues: values,
          ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
        }),
      );
      return null;
    } catch (error) {
      if (!(error instanceof ConditionalCheckFailedException)) throw error;
      return error.Item === undefined ? { used: 0, minute: 0, usedInMinute: 0 } : counters.parse(plainItem(error.Item));
    }
  };

  /** A minute that has begun: a call whose clock is behind is counted with it. */
  const takeInMinute = (clientId: string, use: QuotaUse) =>
    update(
      clientId,
      use,
      'ADD used :count, usedInMinute :count, calls :call',
      '#minute >= :minute AND usedInMinute <= :roomOfMinute AND used <= :roomOfDay',
      {
        ':count': use.count,
        ':call': 1,
        ':minute': use.minute,
        ':roomOfMinute': use.perMinute - use.count,
        ':roomOfDay': use.perDay - use.count,
      },
    );

  const takeNewMinute = (clientId: string, use: QuotaUse) =>
    update(
      clientId,
      use,
      'ADD used :count, calls :call SET #minute = :minute, usedInMinute = :count, expiresAt = :expires',
      'attribute_not_exists(pk) OR (#minute < :minute AND used <= :roomOfDay)',
      {
        ':count': use.count,
        ':call': 1,
        ':minute': use.minute,
        ':roomOfDay': use.perDay - use.count,
        ':expires': Math.ceil(use.day / 1000) + KEPT_SECONDS,
      },
    );

  return {
    take: async (clientId, use) => {
      if (use.count > use.perMinute) return 'MINUTE_FULL';
      if (use.count > use.perDay) return 'DAY_FULL';
      let isNew = false;
      for (let attempt = 0; attempt < MAX_TRIES; attempt += 1) {
        const present: Counters | null = await (isNew ? takeNewMinute : takeInMinute)(clientId, use);
        if (present === null) return 'TAKEN';
        if (present.used + use.count > use.perDay) return 'DAY_FULL';
        isNew = present.minute < use.minute;
        if (!isNew && present.usedInMinute + use.count > use.perMinute) return 'MINUTE_FULL';
      }
      return 'MINUTE_FULL';
    },
    giveBack: async (clientId, use) => {
      const { count, minute } = use;
      const values = { ':back': -count, ':call': -1, ':minute': minute };
      const isSameMinute = await update(
        clientId,
        use,
        'ADD used :back, usedInMinute :back, calls :call',
        '#minute = :minute',
        values,
      );
      if (isSameMinute === null) return;
      await holds(
        client.send(
          new UpdateCommand({
            TableName: table,
            Key: keyOf(clientId, use.day),
            UpdateExpression: 'ADD used :back, calls :call',
            ConditionExpression: 'attribute_exists(pk)',
            ExpressionAttributeValues: { ':back': -count, ':call': -1 },
          }),
        ),
      );
    },
  };
}
