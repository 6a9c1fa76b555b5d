import * as z from 'zod';
import { ifAny, problemOf } from './event-fields.ts';
import { readMessageTags } from './message-tags.ts';
import { ignored, malformed, type ParsedReceipt } from './parsed-receipt.ts';

const tagged = z.object({ context: z.unknown().optional() });

/** https://docs.aws.amazon.com/sms-voice/latest/userguide/configuration-sets-event-types.html */
const DELIVERED = ['TEXT_SUCCESSFUL', 'TEXT_DELIVERED'] as const;
const FAILED = [
  'TEXT_BLOCKED',
  'TEXT_CARRIER_BLOCKED',
  'TEXT_CARRIER_UNREACHABLE',
  'TEXT_INVALID',
  'TEXT_INVALID_MESSAGE',
  'TEXT_PROTECT_BLOCKED',
  'TEXT_SPAM',
  'TEXT_TTL_EXPIRED',
  'TEXT_UNKNOWN',
  'TEXT_UNREACHABLE',
] as const;
const UNDERWAY = ['TEXT_PENDING', 'TEXT_QUEUED', 'TEXT_SENT'] as const;

const detail = z.object({
  eventType: z.enum([...DELIVERED, ...FAILED, ...UNDERWAY]),
  eventTimestamp: ifAny(z.int().nonnegative()),
  isFinal: ifAny(z.boolean()),
});

const isDelivered = new Set<string>(DELIVERED);
const isFailed = new Set<string>(FAILED);

/** What AWS End User Messaging says of one SMS. */
export function parseSmsEvent(value: unknown, time: number): ParsedReceipt {
  const marked = tagged.safeParse(value);
  const message = readMessageTags(marked.data?.context, (text) => text);
  switch (message.kind) {
    case 'FOREIGN':
      return ignored('NOT_OURS');
    case 'MALFORMED':
      return malformed('SMS: the context names no message');
    case 'OURS': {
      const parsed = detail.safeParse(value);
      if (!parsed.success) return malformed(`SMS: ${problemOf(parsed.error)}`);
      const { eventType, eventTimestamp: at = time, isFinal = true } = parsed.data;
      // A carrier may still bring what it could not bring yet.
      if (!isFinal) return ignored(eventType);
      const { ref } = message;
      if (isDelivered.has(eventType)) return { kind: 'RECEIPT', receipt: { ref, status: 'DELIVERED', at } };
      if (isFailed.has(eventType)) return { kind: 'RECEIPT', receipt: { ref, status: 'FAILED', code: eventType, at } };
      return ignored(eventType);
    }
  }
}
