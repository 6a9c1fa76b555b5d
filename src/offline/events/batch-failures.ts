import * as z from 'zod';

const responseSchema = z.object({
  batchItemFailures: z.array(z.object({ itemIdentifier: z.string().min(1) })).nullish(),
});

/**
 * Which messages of a batch failed, from a function that reports them. An answer that is not understood, or names an unknown
 * message, fails the whole batch. https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-errorhandling.html
 */
export function failedMessageIds(
  response: unknown,
  messageIds: readonly string[],
  isFifo: boolean,
): ReadonlySet<string> {
  if (response === null || response === undefined || response === '') return new Set();
  const parsed = responseSchema.safeParse(response);
  if (!parsed.success) return new Set(messageIds);
  const reported = (parsed.data.batchItemFailures ?? []).map((failure) => failure.itemIdentifier);
  if (reported.some((id) => !messageIds.includes(id))) return new Set(messageIds);
  if (!isFifo || reported.length === 0) return new Set(reported);
  // In a FIFO queue nothing after the first failure may be deleted, or the order would break.
  const first = messageIds.findIndex((id) => reported.includes(id));
  return new Set(messageIds.slice(first));
}

/**
 * From where on the records of a stream's batch are to be handed over again; undefined when all are done with. A function
 * reports the first record it failed on: what comes before counts as done, whatever else it reports.
 * https://docs.aws.amazon.com/lambda/latest/dg/services-ddb-batchfailurereporting.html
 */
export function firstFailedIndex(response: unknown, ids: readonly string[]): number | undefined {
  const failed = failedMessageIds(response, ids, false);
  const first = ids.findIndex((id) => failed.has(id));
  return first === -1 ? undefined : first;
}
