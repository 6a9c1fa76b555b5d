import { ConditionalCheckFailedException } from '@aws-sdk/client-dynamodb';
import { randomUUID } from 'node:crypto';
import * as z from 'zod';
import type { RateStore } from '../../app/delivery/index.ts';
import { plainItem } from './attribute-values.ts';
import { UpdateCommand } from './commands.ts';
import { SHOW_ITEM } from './condition.ts';
import type { Database } from './tables.ts';

const rateItem = z.object({ nextAt: z.number(), takenBy: z.string().optional() });
type Slot = Parameters<RateStore['take']>[1];
type Move = { readonly expression: string; readonly condition: string; readonly values: Record<string, number> };

/** Somebody may be quicker between two updates; after this many times the rate is answered as full. */
const MAX_TRIES = 4;

/**
 * One item per rate, holding the moment from which the next message may go. Taking a slot moves it on by one conditional
 * update: either behind slots that others hold, or to now when nobody has sent for a while. The slot names who took it,
 * so that a request which is repeated because its answer was lost takes no second one.
 */
export function createRates({ client }: Database, table: string): RateStore {
  /** The moment from which the rate is free now, and whether it was moved by this request. */
  const move = async (key: string, takenBy: string, { expression, condition, values }: Move) => {
    try {
      const answer = await client.send(
        new UpdateCommand({
          TableName: table,
          Key: { pk: `rate#${key}`, sk: 'RATE' },
          UpdateExpression: `${expression}, takenBy = :by`,
          ConditionExpression: `(${condition}) AND (attribute_not_exists(takenBy) OR takenBy <> :by)`,
          ExpressionAttributeValues: { ...values, ':by': takenBy },
          ReturnValues: 'UPDATED_NEW',
          ...SHOW_ITEM,
        }),
      );
      return { isMoved: true, nextAt: rateItem.parse(plainItem(answer.Attributes ?? {})).nextAt };
    } catch (error) {
      if (!(error instanceof ConditionalCheckFailedException)) throw error;
      if (error.Item === undefined) return { isMoved: false, nextAt: Number.NEGATIVE_INFINITY };
      const found = rateItem.parse(plainItem(error.Item));
      return { isMoved: found.takenBy === takenBy, nextAt: found.nextAt };
    }
  };
  const behind = ({ durationMs, now, latest }: Slot): Move => ({
    expression: 'SET nextAt = nextAt + :duration',
    condition: 'nextAt BETWEEN :now AND :latest',
    values: { ':duration': durationMs, ':now': now, ':latest': latest },
  });
  const fromNow = ({ durationMs, now }: Slot): Move => ({
    expression: 'SET nextAt = :next',
    condition: 'attribute_not_exists(nextAt) OR nextAt < :now',
    values: { ':next': now + durationMs, ':now': now },
  });
  // Only one of the two can hold. Tried first is what held the last time: a busy rate stays busy, an idle one idle.
  const busy = new Set<string>();
  return {
    take: async (key, slot) => {
      const takenBy = randomUUID();
      let freeAt = slot.latest;
      for (let attempt = 0; attempt < MAX_TRIES; attempt += 1) {
        const { isMoved, nextAt } = await move(key, takenBy, busy.has(key) ? behind(slot) : fromNow(slot));
        if (isMoved) return { isTaken: true, at: nextAt - slot.durationMs };
        freeAt = nextAt;
        if (nextAt > slot.latest) break;
        if (nextAt < slot.now) busy.delete(key);
        else busy.add(key);
      }
      return { isTaken: false, freeAt: Math.max(freeAt, slot.now) };
    },
  };
}
