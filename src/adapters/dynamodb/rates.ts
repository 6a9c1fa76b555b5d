import { UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { z } from 'zod';
import { ConditionalCheckFailedException } from '@aws-sdk/client-dynamodb';
import type { RateStore } from '../../app/delivery/index.ts';
import type { Database } from './tables.ts';

const taken = z.object({ nextAt: z.number() });
/** Somebody may be quicker between the two updates; the second time it is answered as taken. */
const MAX_TRIES = 2;

/**
 * One item per rate, holding the moment from which the next message may go. Taking a slot moves it on by one conditional
 * update: either behind slots that others hold, or to now when nobody has sent for a while.
 */
export function createRates({ client }: Database, table: string): RateStore {
  const move = async (key: string, expression: string, condition: string, values: Record<string, number>) => {
    try {
      const answer = await client.send(
        new UpdateCommand({
          TableName: table,
          Key: { pk: `rate#${key}`, sk: 'RATE' },
          UpdateExpression: expression,
          ConditionExpression: condition,
          ExpressionAttributeValues: values,
          ReturnValues: 'UPDATED_NEW',
        }),
      );
      return taken.parse(answer.Attributes).nextAt;
    } catch (error) {
      if (error instanceof ConditionalCheckFailedException) return null;
      throw error;
    }
  };
  return {
    take: async (key, { durationMs, now, latest }) => {
      for (let attempt = 0; attempt < MAX_TRIES; attempt += 1) {
        const behind = await move(key, 'SET nextAt = nextAt + :duration', 'nextAt BETWEEN :now AND :latest', {
          ':duration': durationMs,
          ':now': now,
          ':latest': latest,
        });
        if (behind !== null) return behind - durationMs;
        const fresh = await move(key, 'SET nextAt = :next', 'attribute_not_exists(nextAt) OR nextAt < :now', {
          ':next': now + durationMs,
          ':now': now,
        });
        if (fresh !== null) return now;
      }
      return null;
    },
  };
}
