import * as z from 'zod';

/**
 * What becomes of a message after its provider accepted it. NONE: the provider never says, as happens with every real one.
 * The names of SMS are those of AWS.
 */
const EMAIL_FATES = ['DELIVERED', 'BOUNCE_PERMANENT', 'BOUNCE_TRANSIENT', 'REJECTED', 'NONE'] as const;
const SMS_FATES = [
  'DELIVERED',
  'BOUNCE_PERMANENT',
  'BOUNCE_TRANSIENT',
  'TEXT_SUCCESSFUL',
  'TEXT_BLOCKED',
  'TEXT_CARRIER_BLOCKED',
  'TEXT_CARRIER_UNREACHABLE',
  'TEXT_UNREACHABLE',
  'TEXT_INVALID',
  'TEXT_INVALID_MESSAGE',
  'TEXT_SPAM',
  'TEXT_TTL_EXPIRED',
  'TEXT_PROTECT_BLOCKED',
  'TEXT_UNKNOWN',
  'NONE',
] as const;
/** What happens besides: a delay on the way, and what the recipient does with a message that arrived. */
const EMAIL_ADDITIONS = ['DELAYED', 'OPEN', 'CLICK', 'COMPLAINT'] as const;
const SMS_ADDITIONS = ['TEXT_QUEUED', 'TEXT_PENDING'] as const;

const EVENTS = {
  EMAIL: { fates: EMAIL_FATES, additions: EMAIL_ADDITIONS },
  SMS: { fates: SMS_FATES, additions: SMS_ADDITIONS },
} as const;

export type ReceiptChannel = keyof typeof EVENTS;
export type EmailReceiptEvent = (typeof EMAIL_FATES)[number] | (typeof EMAIL_ADDITIONS)[number];
export type SmsReceiptEvent = (typeof SMS_FATES)[number] | (typeof SMS_ADDITIONS)[number];
export type ReceiptEvent = EmailReceiptEvent | SmsReceiptEvent;

/** One thing a provider tells about an accepted message. */
export interface Receipt {
  readonly event: ReceiptEvent;
  /** Milliseconds of the sandbox's clock after acceptance. */
  readonly delayMs: number;
  /** How often the same event arrives: EventBridge delivers at least once. */
  readonly times: number;
}

/**
 * A rule about receipts. The first matching rule with a fate (DELIVERED, BOUNCE_PERMANENT, NONE, ...) decides what becomes of
 * a message; without one it is delivered. Every matching rule with an addition (OPEN, CLICK, COMPLAINT, DELAYED, ...) adds its
 * event; only what a recipient does is left out when the message bounced or was refused: nobody opens what never arrived.
 * Without `delayMs`, fates are told after 100 ms and additions after 500 ms.
 *
 *     { "kind": "receipt", "channel": "EMAIL", "ratio": 0.02, "event": "BOUNCE_PERMANENT" }
 *     { "kind": "receipt", "address": "*@example.com", "event": "OPEN", "delayMs": 60000, "times": 2 }
 */
export const receiptRule = z
  .strictObject({
    kind: z.literal('receipt'),
    channel: z.enum(['EMAIL', 'SMS']).optional(),
    /** Glob over the address: `*` stands for any text. */
    address: z.string().min(1).optional(),
    /** Share of addresses, chosen by seed and address: the same ones every time. */
    ratio: z.number().min(0).max(1).optional(),
    event: z.enum([...EMAIL_FATES, ...EMAIL_ADDITIONS, ...SMS_FATES, ...SMS_ADDITIONS]),
    delayMs: z
      .number()
      .int()
      .min(0)
      .max(7 * 24 * 3600 * 1000)
      .optional(),
    times: z.number().int().min(1).max(100).default(1),
  })
  .refine((rule) => rule.channel === undefined || kindOf(rule.channel, rule.event) !== undefined, {
    path: ['event'],
    message: 'the channel has no such event',
  });
export type ReceiptRule = z.infer<typeof receiptRule>;

/** Is an event of a channel the fate of a message, or an addition to it? undefined when the channel has no such event. */
export function kindOf(channel: ReceiptChannel, event: ReceiptEvent): 'fate' | 'addition' | undefined {
  const { fates, additions } = EVENTS[channel];
  if (fates.some((fate) => fate === event)) return 'fate';
  return additions.some((addition) => addition === event) ? 'addition' : undefined;
}
