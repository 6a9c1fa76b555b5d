import { PinpointClient, SendMessagesCommand, type MessageResult } from '@aws-sdk/client-pinpoint';
import type { Outgoing, SendResult, Sender } from '../../app/delivery/index.ts';
import { classifySendError } from '../aws/classify-send-error.ts';
import { NO_ANSWER, readDelivery } from '../aws/read-delivery.ts';
import { SEND_CLIENT_SETTINGS } from '../aws/client-settings.ts';
import { withQuickConfig } from '../aws/quick-config.ts';
import { messageRequest } from './message-request.ts';

/** "You can send a direct message to as many as 100 recipients". */
const MAX_ADDRESSES = 100;

export type PinpointSenderOptions = {
  readonly applicationId: string;
  readonly client?: PinpointClient;
  /** Told how many addresses an answer held that nobody had asked about. */
  readonly onUnexpected?: (count: number) => void;
};

/** Push and SMS through SendMessages. */
export function createPinpointSender(options: PinpointSenderOptions): Sender {
  const client = options.client ?? withQuickConfig(new PinpointClient(SEND_CLIENT_SETTINGS));
  return {
    maxBatch: MAX_ADDRESSES,
    send: async (batch, context) => {
      const request = messageRequest(batch, context);
      try {
        const answer = await client.send(
          new SendMessagesCommand({ ApplicationId: options.applicationId, MessageRequest: request }),
        );
        return readResults(batch, answer.MessageResponse?.Result ?? {}, options.onUnexpected);
      } catch (error) {
        const result = classifySendError(error);
        return batch.map(() => result);
      }
    },
  };
}

/** 200 does not mean success: every address has its own answer, and one without an answer is unknown. */
function readResults(
  batch: readonly Outgoing[],
  answers: Readonly<Record<string, MessageResult>>,
  onUnexpected: PinpointSenderOptions['onUnexpected'],
): SendResult[] {
  let expected = 0;
  const results = batch.map(({ address }) => {
    const answer = Object.hasOwn(answers, address) ? answers[address] : undefined;
    if (answer === undefined) return NO_ANSWER;
    expected += 1;
    return readDelivery({
      deliveryStatus: answer.DeliveryStatus ?? 'UNKNOWN_FAILURE',
      statusCode: answer.StatusCode,
      statusMessage: answer.StatusMessage,
    });
  });
  const unexpected = Object.keys(answers).length - expected;
  if (unexpected > 0) onUnexpected?.(unexpected);
  return results;
}
