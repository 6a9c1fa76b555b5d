import { ConditionalCheckFailedException } from '@aws-sdk/client-dynamodb';
import { randomUUID } from 'node:crypto';
import * as z from 'zod';
import type { RateStore } from '../../app/delivery/index.ts';
import { askTogether } from './ask-together.ts';
import { plainItem } from './attribute-values.ts';
import { UpdateCommand } from './commands.ts';
import { SHOW_ITEM } from './condition.ts';
import type { Database } from './tables.ts';

const rateItem = z.object({ nextAt: z.number(), takenBy: z.string().optional() });
type Slot = Parameters<RateStore['take']>[1];
type Taken = Awaited<ReturnType<RateStore['take']>>;
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
  const takeOne = async (key: string, slot: Slot): Promise<Taken> => {
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
  };
  /** One behind the other in one update; when that would be too late for one of them, each by itself. */
  const takeAll = async (key: string, slots: readonly Slot[]): Promise<readonly Taken[]> => {
    const [only] = slots;
    if (slots.length === 1 && only !== undefined) return [await takeOne(key, only)];
    const whole = wholeOf(slots);
    const taken = whole.latest < whole.now ? null : await takeOne(key, whole);
    if (taken?.isTaken !== true) {
      const answers: Taken[] = [];
      for (const slot of slots)
        answers.push(taken !== null && taken.freeAt > slot.latest ? taken : await takeOne(key, slot));
      return answers;
    }
    let { at } = taken;
    return slots.map(({ durationMs }) => {
      const start = at;
      at += durationMs;
      return { isTaken: true, at: start };
    });
  };
  return { take: askTogether(takeAll) };
}

/** Several slots as one, which begins early enough for each of them; its latest is before now when there is no such. */
function wholeOf(slots: readonly Slot[]): Slot {
  let durationMs = 0;
  let latest = Number.POSITIVE_INFINITY;
  let now = 0;
  for (const slot of slots) {
    latest = Math.min(latest, slot.latest - durationMs);
    now = Math.max(now, slot.now);
    durationMs += slot.durationMs;
  }
  return { durationMs, now, latest };
}
