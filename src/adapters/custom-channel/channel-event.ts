import type { Outgoing, SendContext } from '../../app/delivery/index.ts';
import type { Endpoint } from '../../domain/customer/index.ts';
import { formatMessageRef } from '../../domain/send-job/index.ts';
import { endpointPayload } from './endpoint-payload.ts';

/**
 * What a custom channel is told, as Pinpoint told it:
 * https://docs.aws.amazon.com/pinpoint/latest/developerguide/channels-custom.html
 *
 * One thing is always added, which receivers of Pinpoint's events do not look for: `MessageRef` names the message, the same
 * however often it is sent. A receiver can refuse a repetition by it, and report by it what became of the message.
 * `Data` are the words of all of the batch, which read alike (`byWords`). Of a named destination `Destination` says its
 * name, the kind of message that the words fit into, whether they advertise, and their subject.
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
  const destination = first === undefined ? {} : destinationPart(first, context);
  return {
    Message: {},
    Data: first === undefined ? '' : wordsOf(first),
    ...destination,
    ApplicationId: applicationId,
    CampaignId: context.campaignId,
    TreatmentId: '0',
    ActivityId: context.jobId,
    ScheduledTime: new Date(context.launchedAt).toISOString(),
    Endpoints: Object.fromEntries(endpoints),
  };
}

/** What the receiver of a named destination is told besides: Pinpoint knew no such things. */
function destinationPart({ destination, billed, message }: Outgoing, { isAdvertising }: SendContext): object {
  if (destination === undefined || message.channel !== 'CUSTOM') return {};
  const { subject } = message;
  return {
    Destination: {
      Name: destination,
      Kind: billed?.kind,
      IsAdvertising: isAdvertising,
      ...(subject === undefined ? {} : { Subject: subject }),
    },
  };
}

/** What the messages of one event have in common: they are told once. */
export function sharedPartOf(outgoing: Outgoing): string {
  const words = wordsOf(outgoing);
  const { destination, billed, message } = outgoing;
  if (destination === undefined || message.channel !== 'CUSTOM') return words;
  return JSON.stringify([words, message.subject, billed?.kind]);
}

/** What a custom message says. */
function wordsOf({ message }: Outgoing): string {
  if (message.channel !== 'CUSTOM') throw new TypeError(`A custom channel does not send ${message.channel}.`);
  return message.body;
}
