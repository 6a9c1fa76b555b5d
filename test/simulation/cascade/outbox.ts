import type { Outgoing, Sender } from '../../../src/app/delivery/index.ts';
import { formatMessageRef, type MessageRef } from '../../../src/domain/send-job/index.ts';

/** A message that a provider really delivered, and when. */
export type Sent = Pick<Outgoing, 'ref' | 'customer' | 'message'> & { readonly at: number };

/** Which messages of which wave really went out: `delivered` counts them by their reference. */
export function createOutbox(
  provider: { readonly sender: Sender; readonly takeFresh: () => MessageRef[] },
  now: () => number,
) {
  const delivered = new Map<string, number>();
  const sent: Sent[] = [];
  let fresh: MessageRef[] = [];
  const sender: Sender = {
    ...provider.sender,
    send: async (batch, context) => {
      const answers = await provider.sender.send(batch, context);
      const byRef = new Map(batch.map((message) => [formatMessageRef(message.ref), message]));
      for (const ref of provider.takeFresh()) {
        const name = formatMessageRef(ref);
        delivered.set(name, (delivered.get(name) ?? 0) + 1);
        fresh.push(ref);
        const outgoing = byRef.get(name);
        if (outgoing === undefined) throw new Error(`${name} was not in the call.`);
        sent.push({ ref, customer: outgoing.customer, message: outgoing.message, at: now() });
      }
      return answers;
    },
  };
  const takeFresh = (): MessageRef[] => {
    const taken = fresh;
    fresh = [];
    return taken;
  };
  return { sender, delivered, sent, takeFresh };
}
