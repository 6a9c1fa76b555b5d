import { ConditionalCheckFailedException, TransactionCanceledException } from '@aws-sdk/client-dynamodb';
import * as z from 'zod';
import { plainItem } from './attribute-values.ts';

/** Asks DynamoDB to show the item that a condition failed on: by it a write recognises itself. */
export const SHOW_ITEM = { ReturnValuesOnConditionCheckFailure: 'ALL_OLD' } as const;

/** Runs a conditional write: false when its condition did not hold. */
export async function holds(write: Promise<unknown>): Promise<boolean> {
  try {
    await write;
    return true;
  } catch (error) {
    if (error instanceof ConditionalCheckFailedException) return false;
    throw error;
  }
}

/** What a conditional write found: null where the condition held, otherwise the item it failed on (`{}`: none). */
export async function failedOn(write: Promise<unknown>): Promise<Record<string, unknown> | null> {
  try {
    await write;
    return null;
  } catch (error) {
    if (error instanceof ConditionalCheckFailedException) return error.Item === undefined ? {} : plainItem(error.Item);
    throw error;
  }
}

/**
 * Runs a conditional write that may be made twice: the SDK repeats a request whose answer was lost, and the second finds
 * what the first has written. True when the condition held, or when the item shows that it is this write.
 */
export async function holdsOrDid(
  write: Promise<unknown>,
  isMine: (item: Record<string, unknown>) => boolean,
): Promise<boolean> {
  const item = await failedOn(write);
  return item === null || isMine(item);
}

/** The condition of replacing an item that has a revision; 0: it has none, or is not there. */
export function revisionIs(expected: number) {
  if (expected === 0) return { ConditionExpression: 'attribute_not_exists(revision)' };
  return { ConditionExpression: 'revision = :expected', ExpressionAttributeValues: { ':expected': expected } };
}

/** Who wrote an item: a request that the SDK repeats finds its own. */
const writeOf = z.object({ revision: z.int(), changeId: z.string() });

/** Runs a write under a revision: true when the condition held, or when the item shows that it is this write. */
export function wroteRevision(
  write: Promise<unknown>,
  { revision, changeId }: z.infer<typeof writeOf>,
): Promise<boolean> {
  return holdsOrDid(write, (item) => {
    const found = writeOf.safeParse(item);
    return found.success && found.data.revision === revision && found.data.changeId === changeId;
  });
}

/** What cancelled a transaction; the parts that would have been written say nothing. */
export function cancellationCodes({
  CancellationReasons: reasons = [],
}: TransactionCanceledException): readonly string[] {
  return reasons.flatMap(({ Code = 'None' }) => (Code === 'None' ? [] : [Code]));
}

/** Somebody else has written one of the items, or is writing it just now. */
const BY_SOMEBODY_ELSE: ReadonlySet<string> = new Set(['ConditionalCheckFailed', 'TransactionConflict']);

/** Runs a transaction: false when nothing but somebody else's write stood in its way. */
export async function holdsTogether(transaction: Promise<unknown>): Promise<boolean> {
  return (await stepsOvertaken(transaction)).length === 0;
}

/** Runs a transaction: the places of the steps in whose way somebody else's write stood; none when all is written. */
export async function stepsOvertaken(transaction: Promise<unknown>): Promise<readonly number[]> {
  try {
    await transaction;
    return [];
  } catch (error) {
    if (!(error instanceof TransactionCanceledException)) throw error;
    const codes = cancellationCodes(error);
    if (codes.length === 0 || !codes.every((code) => BY_SOMEBODY_ELSE.has(code))) throw error;
    return (error.CancellationReasons ?? []).flatMap(({ Code = 'None' }, at) => (Code === 'None' ? [] : [at]));
  }
}
