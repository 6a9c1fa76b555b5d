import { randomUUID } from 'node:crypto';
import type { EmailEventType } from '../../assembly/resources.ts';
import type { PublishedEvent } from '../contract.ts';
import type { Receipt, ReceiptEvent } from '../fault-plan/receipt-rule.ts';
import { bareAddress, mailRecord, type AcceptedEmail } from './email-record.ts';

/** https://docs.aws.amazon.com/eventbridge/latest/ref/events-ref-ses.html */
const NAMES: Readonly<
  Record<EmailEventType, { readonly detailType: string; readonly eventType: string; readonly member: string }>
> = {
  SEND: { detailType: 'Email Sent', eventType: 'Send', member: 'send' },
  REJECT: { detailType: 'Email Rejected', eventType: 'Reject', member: 'reject' },
  BOUNCE: { detailType: 'Email Bounced', eventType: 'Bounce', member: 'bounce' },
  COMPLAINT: { detailType: 'Email Complaint Received', eventType: 'Complaint', member: 'complaint' },
  DELIVERY: { detailType: 'Email Delivered', eventType: 'Delivery', member: 'delivery' },
  OPEN: { detailType: 'Email Opened', eventType: 'Open', member: 'open' },
  CLICK: { detailType: 'Email Clicked', eventType: 'Click', member: 'click' },
  RENDERING_FAILURE: { detailType: 'Email Rendering Failed', eventType: 'Rendering Failure', member: 'failure' },
  DELIVERY_DELAY: { detailType: 'Email Delivery Delayed', eventType: 'DeliveryDelay', member: 'deliveryDelay' },
  SUBSCRIPTION: { detailType: 'Email Subscribed', eventType: 'Subscription', member: 'subscription' },
};

const USER_AGENT = 'Mozilla/5.0 (offline sandbox)';
const REPORTER = { ip: '127.0.0.1', mta: 'a1-1.smtp-out.sandbox.local' } as const;

/** Everything that the default event bus will learn of an e-mail: only what its configuration set publishes. */
export function emailEvents(
  accepted: AcceptedEmail,
  receiptsFor: (address: string) => readonly Receipt[],
): readonly PublishedEvent[] {
  const { email, configurationSet } = accepted;
  const mail = mailRecord(accepted);
  const event = (type: EmailEventType, content: object, delayMs = 0, times = 1): readonly PublishedEvent[] => {
    if (!configurationSet.publishedEvents.includes(type)) return [];
    const { detailType, eventType, member } = NAMES[type];
    const detail = { eventType, mail, [member]: content };
    return [{ source: 'aws.ses', detailType, detail, resources: [configurationSet.arn], delayMs, times }];
  };
  if (!email.ok) return event('RENDERING_FAILURE', { errorMessage: email.error.message, templateName: '' });
  const told = [...accepted.to, ...accepted.cc, ...accepted.bcc].flatMap((recipient) =>
    receiptsFor(recipient).flatMap((receipt) => {
      const described = describe(receipt.event, bareAddress(recipient), accepted, receipt.delayMs);
      return described === undefined ? [] : event(described.type, described.content, receipt.delayMs, receipt.times);
    }),
  );
  return [...event('SEND', {}), ...told];
}

function describe(
  receipt: ReceiptEvent,
  emailAddress: string,
  accepted: AcceptedEmail,
  delayMs: number,
): { readonly type: EmailEventType; readonly content: object } | undefined {
  const timestamp = new Date(accepted.sentAt + delayMs).toISOString();
  const engaged = { ipAddress: REPORTER.ip, timestamp, userAgent: USER_AGENT };
  switch (receipt) {
    case 'DELIVERED':
      return {
        type: 'DELIVERY',
        content: {
          timestamp,
          processingTimeMillis: delayMs,
          recipients: [emailAddress],
          smtpResponse: '250 2.6.0 Message received',
          reportingMTA: REPORTER.mta,
        },
      };
    case 'BOUNCE_PERMANENT':
      return {
        type: 'BOUNCE',
        content: bounce('Permanent', '5.1.1', '550 5.1.1 user unknown', emailAddress, timestamp),
      };
    case 'BOUNCE_TRANSIENT':
      return {
        type: 'BOUNCE',
        content: bounce('Transient', '4.2.2', '452 4.2.2 mailbox full', emailAddress, timestamp),
      };
    case 'COMPLAINT':
      return {
        type: 'COMPLAINT',
        content: {
          complainedRecipients: [{ emailAddress }],
          timestamp,
          feedbackId: randomUUID(),
          complaintSubType: null,
          userAgent: USER_AGENT,
          complaintFeedbackType: 'abuse',
          arrivalDate: timestamp,
        },
      };
    case 'OPEN':
      return { type: 'OPEN', content: engaged };
    case 'CLICK':
      return { type: 'CLICK', content: { ...engaged, link: firstLink(accepted), linkTags: null } };
    case 'REJECTED':
      return { type: 'REJECT', content: { reason: 'Bad content' } };
    case 'DELAYED':
      return {
        type: 'DELIVERY_DELAY',
        content: {
          timestamp,
          delayType: 'TransientCommunicationFailure',
          expirationTime: new Date(accepted.sentAt + 14 * 3600 * 1000).toISOString(),
          delayedRecipients: [{ emailAddress, status: '4.4.1', diagnosticCode: 'smtp; 421 4.4.1 Unable to connect' }],
        },
      };
    default:
      return undefined;
  }
}

function bounce(
  bounceType: 'Permanent' | 'Transient',
  status: string,
  reply: string,
  emailAddress: string,
  timestamp: string,
): object {
  return {
    bounceType,
    bounceSubType: bounceType === 'Permanent' ? 'General' : 'MailboxFull',
    bouncedRecipients: [{ emailAddress, action: 'failed', status, diagnosticCode: `smtp; ${reply}` }],
    timestamp,
    feedbackId: randomUUID(),
    remoteMtaIp: REPORTER.ip,
    reportingMTA: `dns; ${REPORTER.mta}`,
  };
}

function firstLink({ email }: AcceptedEmail): string {
  const { html = '', text = '' } = email.ok ? email : {};
  return (
    /href="(https?:[^"]+)"/.exec(html)?.[1]?.replaceAll('&amp;', '&') ??
    /https?:\/\/[^\s<>"]+/.exec(text)?.[0] ??
    'http://localhost/'
  );
}
