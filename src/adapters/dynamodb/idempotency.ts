import * as z from 'zod';
import type { IdempotencyKey, IdempotencyStore, Known, PlacedCall } from '../../app/external-send/index.ts';
import { EXCLUSION_REASONS } from '../../domain/send-job/index.ts';
import { UpdateCommand, type TransactStep } from './commands.ts';
import { holds } from './condition.ts';
import { readRow } from './read-rows.ts';
import type { Database } from './tables.ts';

/** Records are kept this long, and until DynamoDB gets to removing them. */
const KEEP_SECONDS = 7 * 86_400;

const answerDocument = z.object({
  jobId: z.string(),
  decisions: z.array(
    z.object({
      customerId: z.string(),
      endpointId: z.string().exactOptional(),
      outcome: z.enum(['INCLUDED', 'EXCLUDED']),
      reason: z.enum(EXCLUSION_REASONS).exactOptional(),
    }),
  ),
});

const callItem = z.object({
  phase: z.enum(['IN_FLIGHT', 'DONE', 'FREE']),
  bodyHash: z.string(),
  answer: answerDocument.exactOptional(),
});

const keyOf = ({ clientId, key }: IdempotencyKey) => ({ pk: `call#${clientId}#${key}`, sk: 'CALL' });

/** The record of a call that is carried out at once, as a part of a transaction: its key must be free. */
export function doneCall(
  table: string,
  { key, bodyHash, answer, now }: Pick<PlacedCall, 'key' | 'bodyHash' | 'answer' | 'now'>,
): TransactStep {
  const expiresAt = Math.ceil(now / 1000) + KEEP_SECONDS;
  return {
    Put: {
      TableName: table,
      Item: { ...keyOf(key), phase: 'DONE', bodyHash, answer, expiresAt },
      ConditionExpression: 'attribute_not_exists(pk) OR #phase = :free',
      ExpressionAttributeNames: { '#phase': 'phase' },
      ExpressionAttributeValues: { ':free': 'FREE' },
    },
  };
}

/** Calls by their key: IN_FLIGHT under a lease, then DONE with the answer, or FREE again after a refusal. */
export function createIdempotency(database: Database, table: string): IdempotencyStore {
  const { client } = database;
  /** Ends a call as its owner; somebody else who took over has the last word. */
  const end = (key: IdempotencyKey, owner: string, set: string, values: Record<string, unknown>): Promise<boolean> =>
    holds(
      client.send(
        new UpdateCommand({
          TableName: table,
          Key: keyOf(key),
          UpdateExpression: `SET #phase = :phase${set}`,
          ConditionExpression: '#phase = :inFlight AND #owner = :owner',
          ExpressionAttributeNames: { '#phase': 'phase', '#owner': 'owner' },
          ExpressionAttributeValues: { ...values, ':inFlight': 'IN_FLIGHT', ':owner': owner },
        }),
      ),
    );
  const find = async (key: IdempotencyKey, bodyHash: string): Promise<Known> => {
    const item = await readRow(database, table, keyOf(key));
    const call = item === null ? null : callItem.parse(item);
    if (call === null || call.phase === 'FREE') return { kind: 'FREE' };
    if (call.bodyHash !== bodyHash) return { kind: 'CONFLICT' };
    return call.answer === undefined ? { kind: 'IN_FLIGHT' } : { kind: 'DONE', answer: call.answer };
  };
  return {
    find,
    begin: async (key, { bodyHash, owner, now, leaseUntil }) => {
      const isTaken = await holds(
        client.send(
          new UpdateCommand({
            TableName: table,
            Key: keyOf(key),
            UpdateExpression:
              'SET #phase = :inFlight, bodyHash = :hash, #owner = :owner, leaseUntil = :until, expiresAt = :expires',
            ConditionExpression:
              'attribute_not_exists(pk) OR #phase = :free OR ' +
              '(#phase = :inFlight AND bodyHash = :hash AND leaseUntil < :now)',
            ExpressionAttributeNames: { '#phase': 'phase', '#owner': 'owner' },
            ExpressionAttributeValues: {
              ':inFlight': 'IN_FLIGHT',
              ':free': 'FREE',
              ':hash': bodyHash,
              ':owner': owner,
              ':until': leaseUntil,
              ':now': now,
              ':expires': Math.ceil(now / 1000) + KEEP_SECONDS,
            },
          }),
        ),
      );
      if (isTaken) return { kind: 'STARTED' };
      const known = await find(key, bodyHash);
      // Freed between the two requests: the caller tries again.
      return known.kind === 'FREE' ? { kind: 'IN_FLIGHT' } : known;
    },
    finish: async (key, owner, answer) => {
      await end(key, owner, ', answer = :answer', { ':phase': 'DONE', ':answer': answer });
    },
    release: async (key, owner) => {
      await end(key, owner, '', { ':phase': 'FREE' });
    },
  };
}
