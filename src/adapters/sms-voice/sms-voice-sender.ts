import { PinpointSMSVoiceV2Client, SendTextMessageCommand } from '@aws-sdk/client-pinpoint-sms-voice-v2';
import type { Outgoing, SendContext, SendResult, Sender } from '../../app/delivery/index.ts';
import { inParallel } from '../../app/in-parallel.ts';
import { notAttempted, TOO_LATE } from '../aws/not-attempted.ts';
import { ACCEPTED, NO_ANSWER } from '../aws/read-delivery.ts';
import { SEND_CLIENT_SETTINGS } from '../aws/client-settings.ts';
import { withQuickConfig } from '../aws/quick-config.ts';
import { classifySmsError } from './classify-sms-error.ts';

/** A call has one recipient: few enough that a crash leaves few in doubt. */
const MAX_BATCH = 10;

export type SmsVoiceSenderOptions = {
  /** Phone number, sender id or pool (or its ARN); absent: AWS chooses among the account's own by country. */
  readonly originationIdentity?: string;
  readonly configurationSetName?: string;
  readonly client?: PinpointSMSVoiceV2Client;
  /** Calls at the same time; throughput itself is limited by the origination identity. */
  readonly parallel?: number;
};

/** SMS by SendTextMessage, one call for each recipient. */
export function createSmsVoiceSender(options: SmsVoiceSenderOptions = {}): Sender {
  const client = options.client ?? withQuickConfig(new PinpointSMSVoiceV2Client(SEND_CLIENT_SETTINGS));
  return {
    maxBatch: MAX_BATCH,
    send: async (batch, context, mayBegin) => {
      const commands = batch.map((outgoing) => textMessage(options, outgoing, context));
      const results = batch.map(() => NO_ANSWER);
      let skipped: SendResult | null = null;
      await inParallel([...commands.entries()], options.parallel ?? MAX_BATCH, async ([place, command]) => {
        if (place > 0 && mayBegin?.() === false) skipped ??= TOO_LATE;
        const result = skipped ?? (await sendOne(client, command));
        results[place] = result;
        skipped ??= notAttempted(result);
      });
      return results;
    },
  };
}

function textMessage(
  { originationIdentity, configurationSetName }: SmsVoiceSenderOptions,
  { address, message, ref }: Outgoing,
  { isAdvertising }: SendContext,
): SendTextMessageCommand {
  if (message.channel !== 'SMS') throw new TypeError(`SendTextMessage sends SMS, not ${message.channel}.`);
  return new SendTextMessageCommand({
    DestinationPhoneNumber: address,
    MessageBody: message.body,
    MessageType: isAdvertising ? 'PROMOTIONAL' : 'TRANSACTIONAL',
    ...(originationIdentity === undefined ? {} : { OriginationIdentity: originationIdentity }),
    ...(configurationSetName === undefined ? {} : { ConfigurationSetName: configurationSetName }),
    // Comes back in every event about this message.
    Context: {
      jobId: ref.jobId,
      shard: String(ref.shard),
      chunk: String(ref.chunk),
      place: String(ref.place),
    },
  });
}

async function sendOne(client: PinpointSMSVoiceV2Client, command: SendTextMessageCommand): Promise<SendResult> {
  try {
    await client.send(command);
    return ACCEPTED;
  } catch (error) {
    const result = classifySmsError(error);
    // Each message has its call: what is refused is this message.
    if (result.kind !== 'NOT_SENT' || result.cause === 'QUOTA') return result;
    return { kind: result.kind, cause: result.cause, code: result.code };
  }
}
