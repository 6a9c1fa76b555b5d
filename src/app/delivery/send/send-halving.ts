import type { Outgoing, SendContext, Sender, SendResult } from '../model/sender.ts';

/**
 * One bad message of a hundred costs fifteen calls. More are not made in one attempt, which must end well before its
 * lease: who is left waits for the next.
 */
const MAX_CALLS = 32;

/**
 * Sends a batch; a part of it that the provider refuses as a whole is halved until only the messages are left for whose
 * sake it did. A refusal proves that nothing was sent, so that calling again is safe. All of it is one attempt under
 * one claim: an owner who dies meanwhile leaves the batch in doubt.
 */
export function sendHalving(
  sender: Sender,
  batch: readonly Outgoing[],
  context: SendContext,
  mayBegin: () => boolean,
): Promise<readonly SendResult[]> {
  return sendPart(sender, batch, { context, mayBegin, left: { calls: MAX_CALLS } });
}

const LATER: SendResult = { kind: 'NOT_SENT', cause: 'UNREACHABLE', code: 'NOT_ATTEMPTED/REFUSED_TOGETHER' };

/** `mayBegin`: the looks at those to be sent to are good for a moment only. */
type Course = {
  readonly context: SendContext;
  readonly mayBegin: () => boolean;
  readonly left: { calls: number };
};

async function sendPart(sender: Sender, batch: readonly Outgoing[], course: Course): Promise<readonly SendResult[]> {
  const { context, mayBegin, left } = course;
  const isFirst = left.calls === MAX_CALLS;
  if (left.calls === 0 || !(isFirst || mayBegin())) return batch.map(() => LATER);
  left.calls -= 1;
  const results = await sender.send(batch, context, mayBegin);
  const refused = refusedWhole(results, batch.length);
  // A message that was refused alone is the one it was about.
  if (refused.length < 2) return results;
  const joined = [...results];
  const middle = Math.ceil(refused.length / 2);
  let stop: SendResult | null = null;
  for (const half of [refused.slice(0, middle), refused.slice(middle)]) {
    const answers = stop === null ? await sendPart(sender, messagesAt(batch, half), course) : [];
    for (const [at, index] of half.entries()) {
      joined[index] = stop ?? answers[at] ?? { kind: 'UNKNOWN', code: 'NO_ANSWER' };
    }
    stop ??= whyStop(answers);
  }
  return joined;
}

function messagesAt(batch: readonly Outgoing[], places: readonly number[]): readonly Outgoing[] {
  return places.flatMap((place) => batch[place] ?? []);
}

function refusedWhole(results: readonly SendResult[], count: number): number[] {
  const refused: number[] = [];
  for (let index = 0; index < count; index += 1) if (isRefusedWhole(results[index])) refused.push(index);
  return refused;
}

function isRefusedWhole(result: SendResult | undefined): boolean {
  return result?.kind === 'NOT_SENT' && result.cause === 'REFUSED' && result.isWholeCall === true;
}

/** A provider that is busy, away or closed to us is not called again: the rest waits for another attempt. */
function whyStop(answers: readonly SendResult[]): SendResult | null {
  for (const answer of answers) {
    if (answer.kind === 'UNKNOWN') {
      return { kind: 'NOT_SENT', cause: 'UNREACHABLE', code: `NOT_ATTEMPTED/${answer.code}` };
    }
    if (answer.kind === 'NOT_SENT' && answer.cause !== 'REFUSED') return answer;
  }
  return null;
}
