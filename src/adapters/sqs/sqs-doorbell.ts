import { SendMessageBatchCommand, SQSClient } from '@aws-sdk/client-sqs';
import * as z from 'zod';
import { SERVICE_CLIENT_SETTINGS } from '../aws/client-settings.ts';
import { withQuickConfig } from '../aws/quick-config.ts';
import type { Doorbell, Ring, ShardRef } from '../../app/delivery/index.ts';

/** SQS takes ten messages in one call. */
const MAX_ENTRIES = 10;
const MAX_TRIES = 3;

const ring = z.strictObject({ jobId: z.string().min(1).max(128), shard: z.int().min(0).max(10_000) });

/** SQS delays no message for longer. */
const MAX_DELAY_SECONDS = 900;

export type SqsDoorbellOptions = {
  readonly queueUrl: string;
  /** The queue of direct sends; absent: the same one. */
  readonly directQueueUrl?: string;
  readonly client?: SQSClient;
};

/** Rings by putting a message per shard on the queue of its lane. */
export function createSqsDoorbell(options: SqsDoorbellOptions): Doorbell {
  const client = options.client ?? withQuickConfig(new SQSClient(SERVICE_CLIENT_SETTINGS));
  const { queueUrl, directQueueUrl = queueUrl } = options;
  const ringAt = async (url: string, shards: readonly Ring[], delaySeconds: number): Promise<void> => {
    for (let from = 0; from < shards.length; from += MAX_ENTRIES) {
      await sendAll(client, url, shards.slice(from, from + MAX_ENTRIES), delaySeconds);
    }
  };
  return {
    ring: async (shards, delaySeconds = 0) => {
      const delay = Math.min(MAX_DELAY_SECONDS, delaySeconds);
      const direct = shards.filter(({ lane }) => lane === 'DIRECT');
      await ringAt(directQueueUrl, direct, delay);
      await ringAt(
        queueUrl,
        shards.filter(({ lane }) => lane !== 'DIRECT'),
        delay,
      );
    },
  };
}

/** The shard a message asks for; null when it is not one of ours. */
export function parseRing(body: string): ShardRef | null {
  let document: unknown;
  try {
    document = JSON.parse(body);
  } catch {
    return null;
  }
  const parsed = ring.safeParse(document);
  return parsed.success ? parsed.data : null;
}

/** A batch call succeeds even when some of its messages did not. */
async function sendAll(
  client: SQSClient,
  queueUrl: string,
  shards: readonly ShardRef[],
  delaySeconds: number,
): Promise<void> {
  let left = shards.map(({ jobId, shard }, index) => ({
    Id: String(index),
    MessageBody: JSON.stringify({ jobId, shard }),
    DelaySeconds: delaySeconds,
  }));
  let reason = '';
  for (let attempt = 0; attempt < MAX_TRIES && left.length > 0; attempt += 1) {
    const answer = await client.send(new SendMessageBatchCommand({ QueueUrl: queueUrl, Entries: left }));
    const failed = new Set((answer.Failed ?? []).map(({ Id }) => Id));
    reason = answer.Failed?.[0]?.Code ?? '';
    left = left.filter(({ Id }) => failed.has(Id));
  }
  if (left.length > 0) throw new Error(`The queue did not take ${left.length} messages (${reason}).`);
}
