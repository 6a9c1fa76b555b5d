import type { Outgoing, SendContext, SendResult, Sender } from '../../app/delivery/index.ts';

export type SentMessage = Outgoing & { readonly jobId: string };

const ACCEPTED: SendResult = { kind: 'ANSWERED', status: 'ACCEPTED', isRetriable: false };

/** Accepts everything into an outbox, or answers what `decide` says; only accepted messages are kept. */
export function createMemorySender(
  decide: (message: Outgoing, context: SendContext) => SendResult = () => ACCEPTED,
  maxBatch = 100,
): Sender & { readonly outbox: readonly SentMessage[] } {
  const outbox: SentMessage[] = [];
  return {
    maxBatch,
    outbox,
    send: async (batch, context) =>
      batch.map((message) => {
        const result = decide(message, context);
        if (result.kind === 'ANSWERED' && result.status === 'ACCEPTED')
          outbox.push({ ...message, jobId: context.jobId });
        return result;
      }),
  };
}
