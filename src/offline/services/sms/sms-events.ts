import type { PublishedEvent } from '../contract.ts';
import type { Receipt, ReceiptEvent } from '../fault-plan/receipt-rule.ts';
import { encodingOf } from './sms-encoding.ts';

/** A text message which the service took over, as its events describe it. */
export interface AcceptedText {
  readonly messageId: string;
  /** Milliseconds since the epoch. */
  readonly sentAt: number;
  readonly destination: string;
  readonly origination: string | undefined;
  readonly messageType: string;
  readonly body: string;
  readonly context: Readonly<Record<string, unknown>> | undefined;
}

/** A number that does not exist, and a phone that is switched off: the two kinds of failure which every channel has. */
const EVENT_TYPE: Partial<Record<ReceiptEvent, string>> = {
  DELIVERED: 'TEXT_DELIVERED',
  BOUNCE_PERMANENT: 'TEXT_INVALID',
  BOUNCE_TRANSIENT: 'TEXT_UNREACHABLE',
};
const DESCRIPTIONS: Readonly<Record<string, string>> = {
  DELIVERED: 'Message has been accepted by phone',
  SUCCESSFUL: 'Message has been accepted by phone carrier',
  INVALID: 'Invalid destination phone number',
  UNREACHABLE: 'Phone is currently unreachable/unavailable',
};
const NOT_FINAL = new Set(['TEXT_QUEUED', 'TEXT_PENDING']);

/** The delivery events of a text. https://docs.aws.amazon.com/sms-voice/latest/userguide/configuration-sets-event-format.html */
export function smsEvents(accepted: AcceptedText, receipts: readonly Receipt[]): readonly PublishedEvent[] {
  const { messageId, sentAt, destination, origination, messageType, body, context } = accepted;
  const encoding = encodingOf(body);
  return receipts.map(({ event, delayMs, times }) => {
    const eventType = EVENT_TYPE[event] ?? event;
    const messageStatus = eventType.replace(/^TEXT_/, '');
    return {
      source: 'aws.sms-voice',
      detailType: 'Text Message Delivery Status Updated',
      // Country, carrier and price depend on the number and on contracts: an invented value would be worse than none.
      detail: {
        eventType,
        eventVersion: '1.0',
        eventTimestamp: sentAt + delayMs,
        isFinal: !NOT_FINAL.has(eventType),
        ...(origination === undefined ? {} : { originationPhoneNumber: origination }),
        destinationPhoneNumber: destination,
        messageId,
        messageRequestTimestamp: sentAt,
        messageEncoding: encoding.name,
        messageType,
        messageStatus,
        messageStatusDescription: DESCRIPTIONS[messageStatus] ?? `Message status ${messageStatus}`,
        ...(context === undefined ? {} : { context }),
        totalMessageParts: encoding.parts,
        totalMessagePrice: 0,
        totalCarrierFee: 0,
      },
      delayMs,
      times,
    };
  });
}
