import { UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { z } from 'zod';
import { ConditionalCheckFailedException } from '@aws-sdk/client-dynamodb';
import type { RateStore } from '../../app/delivery/index.ts';
import type { Database } from './tables.ts';

const taken = z.object({ nextAt: z.number() });
type Slot = Parameters<RateStore['take']>[1];

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
  const takeBehind = async (key: string, { durationMs, now, latest }: Slot): Promise<number | null> => {
    const values = { ':duration': durationMs, ':now': now, ':latest': latest };
    const next = await move(key, 'SET nextAt = nextAt + :duration', 'nextAt BETWEEN :now AND :latest', values);
    return next === null ? null : next - durationMs;
  };
  const takeNow = async (key: string, { durationMs, now }: Slot): Promise<number | null> => {
    const values = { ':next': now + durationMs, ':now': now };
    const next = await move(key, 'SET nextAt = :next', 'attribute_not_exists(nextAt) OR nextAt < :now', values);
    return next === null ? null : now;
  };
  // Only one of the two can hold. Tried first is what held the last time: a busy rate stays busy, an idle one idle.
  const busy = new Set<string>();
  return {
    take: async (key, slot) => {
      for (let attempt = 0; attempt < MAX_TRIES * 2; attempt += 1) {
        const isBehind = busy.has(key);
        const moment = await (isBehind ? takeBehind : takeNow)(key, slot);
        if (moment !== null) return moment;
        if (isBehind) busy.delete(key);
        else busy.add(key);
      }
      return null;
    },
  };
}
