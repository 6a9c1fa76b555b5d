import * as z from 'zod';
import { COMPLAINT, type MessageRef, type OptOutCause, type ReportedReceipt } from '../../domain/send-job/index.ts';
import { addressText, ifAny, momentIfAny, problemOf, reasonWord } from './event-fields.ts';
import { parseMailbox } from '../../standards/mailbox.ts';
import { readMessageTags } from './message-tags.ts';
import { ignored, malformed, type ParsedReceipt } from './parsed-receipt.ts';

const tagged = z.object({ mail: z.object({ tags: z.unknown().optional() }) });

const one = ifAny(z.tuple([addressText]));

/**
 * The address is the one that was sent to. Bounces name addresses as well, but a mail that was forwarded bounces at an
 * address of which nobody here has heard; who may have complained SES looks up in the mail itself. Where all of them are
 * missing (which was seen with OnAccountSuppressionList), the reference tells.
 */
const mail = z.object({ destination: one, commonHeaders: ifAny(z.object({ to: one })) });

const dated = ifAny(z.object({ timestamp: momentIfAny }));
const topics = z.object({
  unsubscribeAll: z.boolean().nullish(),
  topicSubscriptionStatus: z.array(z.object({ topicName: z.string(), subscriptionStatus: z.string() })).nullish(),
});

/** https://docs.aws.amazon.com/ses/latest/dg/event-publishing-retrieving-sns-contents.html */
const detail = z.discriminatedUnion('eventType', [
  z.object({ eventType: z.literal('Delivery'), delivery: dated }),
  z.object({
    eventType: z.literal('Bounce'),
    mail,
    bounce: ifAny(
      z.object({
        bounceType: z.enum(['Permanent', 'Transient', 'Undetermined']).catch('Undetermined'),
        bounceSubType: reasonWord,
        timestamp: momentIfAny,
      }),
    ),
  }),
  z.object({
    eventType: z.literal('Complaint'),
    mail,
    complaint: ifAny(
      z.object({
        timestamp: momentIfAny,
        complaintSubType: ifAny(z.string()),
        complaintFeedbackType: ifAny(z.string()),
        complainedRecipients: ifAny(z.tuple([z.object({ emailAddress: addressText })])),
      }),
    ),
  }),
  z.object({ eventType: z.literal('Open'), open: dated }),
  z.object({ eventType: z.literal('Click'), click: dated }),
  z.object({ eventType: z.literal('Reject') }),
  z.object({ eventType: z.literal('Rendering Failure') }),
  z.object({
    eventType: z.literal('Subscription'),
    mail,
    subscription: z.object({
      timestamp: momentIfAny,
      newTopicPreferences: topics,
      oldTopicPreferences: ifAny(topics),
    }),
  }),
  z.object({ eventType: z.literal('Send') }),
  z.object({ eventType: z.literal('DeliveryDelay') }),
]);

/** What SES says of one e-mail. */
export function parseSesEvent(value: unknown, time: number): ParsedReceipt {
  const marked = tagged.safeParse(value);
  // SES also tells of its own account, its recommendations and API calls.
  if (!marked.success) return ignored('NOT_ABOUT_MAIL');
  const message = readMessageTags(marked.data.mail.tags, (tag) =>
    Array.isArray(tag) && tag.length === 1 ? tag[0] : undefined,
  );
  switch (message.kind) {
    case 'FOREIGN':
      return ignored('NOT_OURS');
    case 'MALFORMED':
      return malformed('SES: the tags name no message');
    case 'OURS': {
      const parsed = detail.safeParse(value);
      if (!parsed.success) return malformed(`SES: ${problemOf(parsed.error)}`);
      const outcome = outcomeOf(parsed.data, time);
      return outcome === null ? ignored(parsed.data.eventType) : receipt(message.ref, outcome);
    }
  }
}

function receipt(ref: MessageRef, outcome: Omit<ReportedReceipt, 'ref'>): ParsedReceipt {
  return { kind: 'RECEIPT', receipt: { ref, ...outcome } };
}

function optOut(
  cause: OptOutCause,
  { destination, commonHeaders }: z.infer<typeof mail>,
  named?: string,
): NonNullable<ReportedReceipt['optOut']> {
  const told = destination?.[0] ?? commonHeaders?.to?.[0] ?? named;
  if (told === undefined) return { cause };
  // A header may have a name before the address, which is no part of it.
  const mailbox = told.includes('<') ? parseMailbox(told) : null;
  return { cause, address: mailbox === null ? told : `${mailbox.local}@${mailbox.domain}` };
}

function outcomeOf(event: z.infer<typeof detail>, time: number): Omit<ReportedReceipt, 'ref'> | null {
  switch (event.eventType) {
    case 'Delivery':
      return { status: 'DELIVERED', at: event.delivery?.timestamp ?? time };
    case 'Bounce': {
      const { bounceType = 'Undetermined', bounceSubType = 'Undetermined', timestamp } = event.bounce ?? {};
      const failed = {
        status: 'FAILED',
        code: `BOUNCE/${bounceType}/${bounceSubType}`,
        at: timestamp ?? time,
      } as const;
      return bounceType === 'Permanent' ? { ...failed, optOut: optOut('HARD_BOUNCE', event.mail) } : failed;
    }
    case 'Complaint': {
      const {
        timestamp: at = time,
        complaintSubType,
        complaintFeedbackType,
        complainedRecipients,
      } = event.complaint ?? {};
      // Somebody took it out of the folder for spam: the opposite of a complaint, by the same way.
      if (complaintFeedbackType === 'not-spam') return { status: 'DELIVERED', at };
      return {
        // Of who complained earlier SES takes mail, and sends it nowhere.
        status: complaintSubType === 'OnAccountSuppressionList' ? 'FAILED' : 'DELIVERED',
        code: COMPLAINT,
        at,
        optOut: optOut('COMPLAINT', event.mail, complainedRecipients?.[0].emailAddress),
      };
    }
    case 'Open':
      return { status: 'OPENED', at: event.open?.timestamp ?? time };
    case 'Click':
      return { status: 'CLICKED', at: event.click?.timestamp ?? time };
    case 'Reject':
      return { status: 'FAILED', code: 'REJECT', at: time };
    case 'Rendering Failure':
      return { status: 'FAILED', code: 'RENDERING_FAILURE', at: time };
    case 'Subscription': {
      const { timestamp, newTopicPreferences, oldTopicPreferences } = event.subscription;
      if (!hasLeft(newTopicPreferences, oldTopicPreferences)) return null;
      return { status: 'DELIVERED', at: timestamp ?? time, optOut: optOut('UNSUBSCRIBED', event.mail) };
    }
    case 'Send':
    case 'DeliveryDelay':
      return null;
  }
}

/** Whether somebody who answered our mail left the list or one of its topics: either says no to mail such as this. */
function hasLeft(now: z.infer<typeof topics>, before: z.infer<typeof topics> | undefined): boolean {
  if (now.unsubscribeAll === true) return true;
  const left = (preferences: z.infer<typeof topics> | undefined): Set<string> =>
    new Set(
      (preferences?.topicSubscriptionStatus ?? [])
        .filter(({ subscriptionStatus }) => subscriptionStatus === 'OptOut')
        .map(({ topicName }) => topicName),
    );
  const leftBefore = left(before);
  return [...left(now)].some((topic) => !leftBefore.has(topic));
}
