import { DeleteMessageCommand, ReceiveMessageCommand, type SQSClient } from '@aws-sdk/client-sqs';
import { parseRing } from '../../src/adapters/sqs/index.ts';
import type { ShardRef } from '../../src/app/delivery/index.ts';

const LONG_POLL_SECONDS = 20;

/** Feeds rings to workers as Lambda's event source mapping does, one message at a time for each; ends with the signal. */
export async function pollShards(
  sqs: { readonly client: SQSClient; readonly queueUrl: string },
  workers: number,
  work: (ref: ShardRef) => Promise<void>,
  signal: AbortSignal,
): Promise<void> {
  const { client, queueUrl } = sqs;
  const receive = new ReceiveMessageCommand({
    QueueUrl: queueUrl,
    MaxNumberOfMessages: 1,
    WaitTimeSeconds: LONG_POLL_SECONDS,
  });
  const poller = async (): Promise<void> => {
    while (!signal.aborted) {
      const { Messages = [] } = await client.send(receive, { abortSignal: signal });
      for (const { Body = '', ReceiptHandle } of Messages) {
        const ref = parseRing(Body);
        if (ref !== null) await work(ref);
        await client.send(new DeleteMessageCommand({ QueueUrl: queueUrl, ReceiptHandle }));
      }
    }
  };
  const ended = await Promise.allSettled(Array.from({ length: workers }, poller));
  for (const end of ended) if (end.status === 'rejected' && !signal.aborted) throw end.reason;
}
