import type { Outgoing, SendContext } from '../../app/delivery/index.ts';
import type { Endpoint } from '../../domain/customer/index.ts';
import { formatMessageRef } from '../../domain/send-job/index.ts';
import { endpointPayload } from './endpoint-payload.ts';

/**
 * What a custom channel is told, as Pinpoint told it:
 * https://docs.aws.amazon.com/pinpoint/latest/developerguide/channels-custom.html
 *
 * One thing is added, which receivers of Pinpoint's events do not look for: `MessageRef` names the message, the same
 * however often it is sent. A receiver can refuse a repetition by it, and report by it what became of the message.
 * `Data` are the words of all of the batch, which read alike (`byWords`).
 */
export function channelEvent(batch: readonly Outgoing[], context: SendContext, applicationId: string): object {
  const [first] = batch;
  const endpoints = batch.map((outgoing): [Endpoint['id'], object] => [
    outgoing.endpoint.id,
    {
      ...endpointPayload(outgoing),
      MessageRef: formatMessageRef(outgoing.ref),
    },
  ]);
  return {
    Message: {},
    Data: first === undefined ? '' : wordsOf(first),
    ApplicationId: applicationId,
    CampaignId: context.campaignId,
    TreatmentId: '0',
    ActivityId: context.jobId,
    ScheduledTime: new Date(context.launchedAt).toISOString(),
    Endpoints: Object.fromEntries(endpoints),
  };
}

/** What a custom message says. */
export function wordsOf({ message }: Outgoing): string {
  if (message.channel !== 'CUSTOM') throw new TypeError(`A custom channel does not send ${message.channel}.`);
  return message.body;
}
