import type { Outgoing, SendContext } from '../../app/delivery/index.ts';
import type { Endpoint } from '../../domain/customer/index.ts';
import { formatMessageRef } from '../../domain/send-job/index.ts';
import { endpointPayload } from './endpoint-payload.ts';

/**
 * What a custom channel is told, as Pinpoint told it:
 * https://docs.aws.amazon.com/pinpoint/latest/developerguide/channels-custom.html
 *
 * Two things are added, which receivers of Pinpoint's events do not look for. Words that differ between recipients are
 * in `Data` of each endpoint, and the event's own is empty. `MessageRef` names the message, the same however often it
 * is sent: a receiver can refuse a repetition by it, and report by it what became of the message.
 */
export function channelEvent(batch: readonly Outgoing[], context: SendContext, applicationId: string): object {
  const words = batch.map(wordsOf);
  const isShared = words.every((text) => text === words[0]);
  const endpoints = batch.map((outgoing, index): [Endpoint['id'], object] => [
    outgoing.endpoint.id,
    {
      ...endpointPayload(outgoing),
      MessageRef: formatMessageRef(outgoing.ref),
      ...(isShared ? {} : { Data: words[index] }),
    },
  ]);
  return {
    Message: {},
    Data: isShared ? (words[0] ?? '') : '',
    ApplicationId: applicationId,
    CampaignId: context.campaignId,
    TreatmentId: '0',
    ActivityId: context.jobId,
    ScheduledTime: new Date(context.launchedAt).toISOString(),
    Endpoints: Object.fromEntries(endpoints),
  };
}

function wordsOf({ message }: Outgoing): string {
  if (message.channel !== 'CUSTOM') throw new TypeError(`A custom channel does not send ${message.channel}.`);
  return message.body;
}
