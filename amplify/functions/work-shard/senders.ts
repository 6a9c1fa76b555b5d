import { createLambdaChannel, createWebhookChannel } from '../../../src/adapters/custom-channel/index.ts';
import { createPinpointSender } from '../../../src/adapters/pinpoint/index.ts';
import { createSesSender } from '../../../src/adapters/ses/index.ts';
import { createSmsVoiceSender } from '../../../src/adapters/sms-voice/index.ts';
import { readSecret } from '../../../src/adapters/ssm/index.ts';
import type { Sender, Senders } from '../../../src/app/delivery/index.ts';
import type { Receiver } from '../../../src/domain/destination/index.ts';
import { readEnvironment, readOptional } from '../edge/environment.ts';

/**
 * Connects each channel to its provider, as the deployment says; a channel without one, or without its secret, pauses the
 * jobs that need it and no others.
 */
export function connectSenders(): Senders {
  const { PINPOINT_APP_ID, EMAIL_FROM, EMAIL_CONFIGURATION_SET } = readEnvironment(
    'PINPOINT_APP_ID',
    'EMAIL_FROM',
    'EMAIL_CONFIGURATION_SET',
  );
  const unsubscribeUrl = readOptional('UNSUBSCRIBE_URL');
  const unsubscribeSecret = readOptional('UNSUBSCRIBE_SECRET_PARAMETER');
  const originationIdentity = readOptional('SMS_ORIGINATION_IDENTITY');
  const pinpoint = createPinpointSender({ applicationId: PINPOINT_APP_ID });
  const custom = connectCustom(PINPOINT_APP_ID);
  return {
    PUSH: pinpoint,
    SMS:
      readOptional('SMS_PROVIDER') === 'sms-voice'
        ? createSmsVoiceSender(originationIdentity === undefined ? {} : { originationIdentity })
        : pinpoint,
    EMAIL: createSesSender({
      from: EMAIL_FROM,
      configurationSetName: EMAIL_CONFIGURATION_SET,
      ...(unsubscribeUrl === undefined ? {} : { unsubscribeUrl }),
      ...(unsubscribeSecret === undefined ? {} : { unsubscribeSecret: () => readSecret(unsubscribeSecret) }),
    }),
    ...(custom === undefined ? {} : { CUSTOM: custom }),
    toDestination: destinationSenders(PINPOINT_APP_ID),
  };
}

/** One sender for each receiver, kept with what it has read. */
function destinationSenders(applicationId: string): NonNullable<Senders['toDestination']> {
  const known = new Map<string, Sender>();
  return (receiver) => {
    const key = receiver.kind === 'FUNCTION' ? receiver.functionArn : `${receiver.secretParameter} ${receiver.url}`;
    const found = known.get(key);
    if (found !== undefined) return found;
    // Destinations come and go; a worker that lived long must not keep all there ever were.
    if (known.size >= MAX_DESTINATIONS) known.clear();
    const sender = connectReceiver(receiver, applicationId);
    known.set(key, sender);
    return sender;
  };
}

const MAX_DESTINATIONS = 100;

function connectReceiver(receiver: Receiver, applicationId: string): Sender {
  if (receiver.kind === 'FUNCTION') {
    return createLambdaChannel({ functionArn: receiver.functionArn, applicationId });
  }
  const { url, secretParameter } = receiver;
  return createWebhookChannel({ url, secret: () => readSecret(secretParameter), applicationId });
}

/** The deployment's own custom channel. */
function connectCustom(applicationId: string): Sender | undefined {
  const functionArn = readOptional('CUSTOM_CHANNEL_FUNCTION');
  if (functionArn !== undefined) return connectReceiver({ kind: 'FUNCTION', functionArn }, applicationId);
  const url = readOptional('CUSTOM_CHANNEL_URL');
  const secretParameter = readOptional('CUSTOM_CHANNEL_SECRET_PARAMETER');
  if (url === undefined || secretParameter === undefined) return undefined;
  return connectReceiver({ kind: 'WEBHOOK', url, secretParameter }, applicationId);
}
