import { SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { SERVICE_CLIENT_SETTINGS } from '../aws/client-settings.ts';
import { withQuickConfig } from '../aws/quick-config.ts';
import type { DeadLetters } from '../../app/delivery/index.ts';

export type SqsDeadLettersOptions = { readonly queueUrl: string; readonly client?: SQSClient };

/** Puts what no attempt could finish on the dead letter queue, where an operator finds it. */
export function createSqsDeadLetters(options: SqsDeadLettersOptions): DeadLetters {
  const client = options.client ?? withQuickConfig(new SQSClient(SERVICE_CLIENT_SETTINGS));
  return {
    put: async (letter) => {
      await client.send(new SendMessageCommand({ QueueUrl: options.queueUrl, MessageBody: JSON.stringify(letter) }));
    },
  };
}
