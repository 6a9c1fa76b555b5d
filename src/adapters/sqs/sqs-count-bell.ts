import { SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import * as z from 'zod';
import type { CountBell } from '../../app/delivery/index.ts';
import { SERVICE_CLIENT_SETTINGS } from '../aws/client-settings.ts';
import { withQuickConfig } from '../aws/quick-config.ts';

const request = z.strictObject({ countReceiptsOf: z.string().min(1).max(128), mark: z.string().min(1).max(128) });

/** A job that is to be counted, and the flag that said so. */
export type CountRequest = { readonly jobId: string; readonly mark: string };

/** Asks by a message among the receipts: whoever records those counts them as well. */
export function createSqsCountBell(options: { readonly queueUrl: string; readonly client?: SQSClient }): CountBell {
  const client = options.client ?? withQuickConfig(new SQSClient(SERVICE_CLIENT_SETTINGS));
  return {
    ring: async (jobId, mark) => {
      const MessageBody = JSON.stringify({ countReceiptsOf: jobId, mark });
      await client.send(new SendMessageCommand({ QueueUrl: options.queueUrl, MessageBody }));
    },
  };
}

/** The job a message asks to count; null when it asks for none. */
export function parseCountRequest(document: unknown): CountRequest | null {
  const parsed = request.safeParse(document);
  return parsed.success ? { jobId: parsed.data.countReceiptsOf, mark: parsed.data.mark } : null;
}
