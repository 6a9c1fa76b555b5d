import { createLambdaChannel, createWebhookChannel } from '../../../src/adapters/custom-channel/index.ts';
import { createPinpointSender } from '../../../src/adapters/pinpoint/index.ts';
import { createSesSender } from '../../../src/adapters/ses/index.ts';
import { createSmsVoiceSender } from '../../../src/adapters/sms-voice/index.ts';
import { readSecret } from '../../../src/adapters/ssm/index.ts';
import type { Sender, Senders } from '../../../src/app/delivery/index.ts';
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
  };
}

function connectCustom(applicationId: string): Sender | undefined {
  const functionArn = readOptional('CUSTOM_CHANNEL_FUNCTION');
  if (functionArn !== undefined) return createLambdaChannel({ functionArn, applicationId });
  const url = readOptional('CUSTOM_CHANNEL_URL');
  const parameter = readOptional('CUSTOM_CHANNEL_SECRET_PARAMETER');
  if (url === undefined || parameter === undefined) return undefined;
  return createWebhookChannel({ url, secret: () => readSecret(parameter), applicationId });
}
