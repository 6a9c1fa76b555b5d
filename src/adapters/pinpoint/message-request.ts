import type { AddressConfiguration, DirectMessageConfiguration, MessageRequest } from '@aws-sdk/client-pinpoint';
import type { Outgoing, SendContext } from '../../app/delivery/index.ts';
import { formatMessageRef } from '../../domain/send-job/index.ts';
import type { PushContent } from '../../domain/template/index.ts';
import { REF_KEY, pushConfiguration, rawPushContent, shareEnvelope } from './push-payload.ts';

/** One SendMessages request for a batch: every recipient has their own words, as overrides of a shared message. */
export function messageRequest(batch: readonly Outgoing[], context: SendContext): MessageRequest {
  const pushes = batch.flatMap(({ message }): PushContent[] => (message.channel === 'PUSH' ? [message] : []));
  const isShared = shareEnvelope(pushes);
  const addresses = batch.map((outgoing): [string, AddressConfiguration] => [
    outgoing.address,
    addressConfiguration(outgoing, isShared),
  ]);
  return {
    Addresses: Object.fromEntries(addresses),
    MessageConfiguration: configuration(batch, pushes[0], context),
    TraceId: context.jobId,
  };
}

function addressConfiguration(outgoing: Outgoing, isShared: boolean): AddressConfiguration {
  const { channelType, message, ref } = outgoing;
  // Pinpoint puts it into `data.pinpoint` of a push, where an app finds it to report an open.
  const Context = { [REF_KEY]: formatMessageRef(ref) };
  switch (message.channel) {
    case 'PUSH': {
      const raw = isShared ? null : rawPushContent(outgoing);
      if (raw !== null) return { ChannelType: channelType, RawContent: raw, Context };
      return { ChannelType: channelType, TitleOverride: message.title, BodyOverride: message.body, Context };
    }
    case 'SMS':
      return { ChannelType: 'SMS', BodyOverride: message.body, Context };
    case 'EMAIL':
      throw new TypeError('SendMessages has no e-mail channel any more (it ended on 2026-10-30); use SES.');
    case 'CUSTOM':
      throw new TypeError('SendMessages knows nothing of custom channels; use a Lambda or webhook channel.');
  }
}

function configuration(
  batch: readonly Outgoing[],
  push: PushContent | undefined,
  context: SendContext,
): DirectMessageConfiguration {
  if (push !== undefined) {
    return pushConfiguration(push, new Set(batch.map(({ channelType }) => channelType)), context.collapseId);
  }
  const body = batch[0]?.message;
  return {
    SMSMessage: {
      ...(body?.channel === 'SMS' ? { Body: body.body } : {}),
      MessageType: context.isAdvertising ? 'PROMOTIONAL' : 'TRANSACTIONAL',
    },
  };
}
