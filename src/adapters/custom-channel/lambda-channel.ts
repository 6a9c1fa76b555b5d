import { InvokeCommand, LambdaClient } from '@aws-sdk/client-lambda';
import type { Outgoing, SendResult, Sender } from '../../app/delivery/index.ts';
import { classifySendError } from '../aws/classify-send-error.ts';
import { SEND_CLIENT_SETTINGS } from '../aws/client-settings.ts';
import { withQuickConfig } from '../aws/quick-config.ts';
import { byWords } from './by-words.ts';
import { channelEvent } from './channel-event.ts';
import { DEFAULT_APPLICATION_ID, MAX_ENDPOINTS } from './limits.ts';
import { readAnswer } from './read-answer.ts';
import { withoutRepeated } from './without-repeated.ts';

export type LambdaChannelOptions = {
  readonly functionArn: string;
  /** Told to the function as `ApplicationId`. */
  readonly applicationId?: string;
  readonly client?: LambdaClient;
};

/** Lambda says these with 502 before it runs the function: its own settings keep it from starting. */
const NOT_STARTED = new Set([
  'EC2AccessDeniedException',
  'ENILimitReachedException',
  'InvalidRuntimeException',
  'InvalidSecurityGroupIDException',
  'InvalidSubnetIDException',
  'InvalidZipFileException',
  'KMSAccessDeniedException',
  'KMSDisabledException',
  'KMSInvalidStateException',
  'KMSNotFoundException',
  'ResourceNotReadyException',
  'SubnetIPAddressLimitReachedException',
]);

/** Hands messages to a function of the company's own and waits for its answer. */
export function createLambdaChannel(options: LambdaChannelOptions): Sender {
  const client = options.client ?? withQuickConfig(new LambdaClient(SEND_CLIENT_SETTINGS));
  return {
    maxBatch: MAX_ENDPOINTS,
    send: (batch, context) =>
      withoutRepeated(batch, (distinct) =>
        byWords(distinct, (messages) => {
          const event = channelEvent(messages, context, options.applicationId ?? DEFAULT_APPLICATION_ID);
          const command = new InvokeCommand({
            FunctionName: options.functionArn,
            Payload: Buffer.from(JSON.stringify(event)),
          });
          return invoke(client, command, messages);
        }),
      ),
  };
}

async function invoke(
  client: LambdaClient,
  command: InvokeCommand,
  messages: readonly Outgoing[],
): Promise<readonly SendResult[]> {
  try {
    const { FunctionError, Payload } = await client.send(command);
    // It failed in its midst, and may have sent some before.
    if (FunctionError !== undefined) return messages.map(() => ({ kind: 'UNKNOWN', code: 'FUNCTION_ERROR' }));
    return readAnswer(messages, Payload === undefined ? '' : Buffer.from(Payload).toString());
  } catch (error) {
    const result = classify(error);
    return messages.map(() => result);
  }
}

function classify(error: unknown): SendResult {
  if (error instanceof Error && NOT_STARTED.has(error.name)) {
    return { kind: 'NOT_SENT', cause: 'DENIED', code: error.name };
  }
  return classifySendError(error);
}
