import { z } from 'zod';
import type { MessageRef, Receipt } from '../../domain/send-job/index.ts';
import { addressText, moment, problemOf, reasonWord } from './event-fields.ts';
import { readMessageTags } from './message-tags.ts';
import { ignored, malformed, type ParsedReceipt } from './parsed-receipt.ts';

/**
 * The address is the one that was sent to. Bounces and complaints name addresses as well, but a mail that was forwarded
 * bounces at an address of which nobody here has heard.
 */
const tagged = z.object({ mail: z.object({ tags: z.unknown().optional() }) });
const mail = z.object({ destination: z.tuple([addressText]) });

/** A moment that is missing, or that cannot be read, is that of the event which brought it. */
const whenever = moment.optional().catch(undefined);
const dated = z.object({ timestamp: whenever }).optional();
const topics = z.object({
  unsubscribeAll: z.boolean().optional(),
  topicSubscriptionStatus: z.array(z.object({ topicName: z.string(), subscriptionStatus: z.string() })).optional(),
});

/** https://docs.aws.amazon.com/ses/latest/dg/event-publishing-retrieving-sns-contents.html */
const detail = z.discriminatedUnion('eventType', [
  z.object({ eventType: z.literal('Delivery'), delivery: dated }),
  z.object({
    eventType: z.literal('Bounce'),
    mail,
    bounce: z.object({
      bounceType: z.enum(['Permanent', 'Transient', 'Undetermined']).catch('Undetermined'),
      bounceSubType: reasonWord,
      timestamp: whenever,
    }),
  }),
  z.object({ eventType: z.literal('Complaint'), mail, complaint: dated }),
  z.object({ eventType: z.literal('Open'), open: dated }),
  z.object({ eventType: z.literal('Click'), click: dated }),
  z.object({ eventType: z.literal('Reject') }),
  z.object({ eventType: z.literal('Rendering Failure') }),
  z.object({
    eventType: z.literal('Subscription'),
    mail,
    subscription: z.object({
      timestamp: whenever,
      newTopicPreferences: topics,
      oldTopicPreferences: topics.optional(),
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

function receipt(ref: MessageRef, outcome: Omit<Receipt, 'ref'>): ParsedReceipt {
  return { kind: 'RECEIPT', receipt: { ref, ...outcome } };
}

function outcomeOf(event: z.infer<typeof detail>, time: number): Omit<Receipt, 'ref'> | null {
  switch (event.eventType) {
    case 'Delivery':
      return { status: 'DELIVERED', at: event.delivery?.timestamp ?? time };
    case 'Bounce': {
      const { bounceType, bounceSubType, timestamp } = event.bounce;
      const failed = {
        status: 'FAILED',
        code: `BOUNCE/${bounceType}/${bounceSubType}`,
        at: timestamp ?? time,
      } as const;
      if (bounceType !== 'Permanent') return failed;
      return { ...failed, optOut: { cause: 'HARD_BOUNCE', address: event.mail.destination[0] } };
    }
    case 'Complaint': {
      const optOut = { cause: 'COMPLAINT', address: event.mail.destination[0] } as const;
      return { status: 'DELIVERED', code: 'COMPLAINT', at: event.complaint?.timestamp ?? time, optOut };
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
      const optOut = { cause: 'UNSUBSCRIBED', address: event.mail.destination[0] } as const;
      return { status: 'DELIVERED', at: timestamp ?? time, optOut };
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
