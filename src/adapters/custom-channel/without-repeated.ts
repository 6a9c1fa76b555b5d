import type { Outgoing, SendResult } from '../../app/delivery/index.ts';

const REPEATED: SendResult = { kind: 'NOT_SENT', cause: 'REFUSED', code: 'DUPLICATE_ENDPOINT' };

/**
 * Sends a batch in which every endpoint id occurs once: the event is keyed by it, so a second message to the same id
 * would silently take the place of the first.
 */
export async function withoutRepeated(
  batch: readonly Outgoing[],
  send: (distinct: readonly Outgoing[]) => Promise<readonly SendResult[]>,
): Promise<readonly SendResult[]> {
  const distinct = new Map<string, Outgoing>();
  for (const outgoing of batch) {
    if (!distinct.has(outgoing.endpoint.id)) distinct.set(outgoing.endpoint.id, outgoing);
  }
  const messages = [...distinct.values()];
  const answers = await send(messages);
  const answerOf = new Map(messages.map((outgoing, index) => [outgoing, answers[index]]));
  return batch.map((outgoing) => answerOf.get(outgoing) ?? REPEATED);
}
