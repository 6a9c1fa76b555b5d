import type { AddressConfiguration, DirectMessageConfiguration, MessageRequest } from '@aws-sdk/client-pinpoint';
import type { Outgoing, SendContext } from '../../app/delivery/index.ts';
import type { PushContent } from '../../domain/template/index.ts';
import { pushConfiguration, rawPushContent, shareEnvelope } from './push-payload.ts';

/** One SendMessages request for a batch: every recipient has their own words, as overrides of a shared message. */
export function messageRequest(batch: readonly Outgoing[], context: SendContext): MessageRequest {
  const pushes = batch.flatMap(({ message }): PushContent[] => (message.channel === 'PUSH' ? [message] : []));
  const isShared = shareEnvelope(pushes);
  const addresses: Record<string, AddressConfiguration> = {};
  for (const outgoing of batch) addresses[outgoing.address] = addressConfiguration(outgoing, isShared);
  return { Addresses: addresses, MessageConfiguration: configuration(batch, pushes[0], context) };
}

function addressConfiguration(outgoing: Outgoing, isShared: boolean): AddressConfiguration {
  const { channelType, message } = outgoing;
  switch (message.channel) {
    case 'PUSH': {
      const raw = isShared ? null : rawPushContent(outgoing);
      if (raw !== null) return { ChannelType: channelType, RawContent: raw };
      return { ChannelType: channelType, TitleOverride: message.title, BodyOverride: message.body };
    }
    case 'SMS':
      return { ChannelType: 'SMS', BodyOverride: message.body };
    case 'EMAIL':
      throw new TypeError('SendMessages has no e-mail channel any more (it ended on 2026-10-30); use SES.');
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
