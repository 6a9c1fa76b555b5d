import * as z from 'zod';
import { receiptRule } from './receipt-rule.ts';

/**
 * What a provider does with one address. PERMANENT_FAILURE is refused by the push service; UNREGISTERED says the token is
 * dead; BAD_CREDENTIALS is the same status but the sender's own fault (an expired certificate), so no address may be deleted for it.
 */
const DELIVERY_OUTCOMES = [
  'SUCCESSFUL',
  'THROTTLED',
  'TEMPORARY_FAILURE',
  'PERMANENT_FAILURE',
  'UNREGISTERED',
  'BAD_CREDENTIALS',
  'UNKNOWN_FAILURE',
  'OPT_OUT',
  'DUPLICATE',
] as const;

export type DeliveryOutcome = (typeof DELIVERY_OUTCOMES)[number];
/** FIREHOSE is meant only by rules that name it: plans for messages are about messages. Its addresses are `stream#number`. */
const FAULT_CHANNELS = ['PUSH', 'EMAIL', 'SMS', 'FIREHOSE'] as const;
export type FaultChannel = (typeof FAULT_CHANNELS)[number];

const channel = z.enum(FAULT_CHANNELS);
const ratio = z.number().min(0).max(1);
/** Milliseconds since the plan was loaded, on the sandbox's clock. */
const window = z.strictObject({ fromMs: z.number().min(0).default(0), toMs: z.number().min(0).optional() });

const recipientRule = z.strictObject({
  kind: z.literal('recipient'),
  channel: channel.optional(),
  /** Glob over the address: `*` stands for any text. */
  address: z.string().min(1).optional(),
  /** Share of addresses, chosen by seed and address: the same ones every time. */
  ratio: ratio.optional(),
  /** Only the first so many sends to an address. */
  attempts: z.number().int().min(1).optional(),
  window: window.optional(),
  outcome: z.enum(DELIVERY_OUTCOMES),
});

const callEffect = z.discriminatedUnion('type', [
  z.strictObject({
    type: z.literal('status'),
    status: z.union([z.literal(429), z.literal(500), z.literal(503), z.literal(403), z.literal(413)]),
  }),
  z.strictObject({
    type: z.literal('latency'),
    ms: z.number().min(0).max(600_000),
    jitterMs: z.number().min(0).max(600_000).default(0),
    /** Which way is slow: `request`, and the messages are sent late; `answer`, and the caller learns of it late. */
    of: z.enum(['request', 'answer']).default('request'),
  }),
  /** The connection is closed after `afterMs` and nothing was sent. */
  z.strictObject({
    type: z.literal('time-out-before-acceptance'),
    afterMs: z.number().min(0).max(600_000).default(1000),
  }),
  /** The messages are sent, then the connection is closed without an answer. */
  z.strictObject({
    type: z.literal('time-out-after-acceptance'),
    afterMs: z.number().min(0).max(600_000).default(1000),
  }),
]);

const callRule = z.strictObject({
  kind: z.literal('call'),
  channel: channel.optional(),
  /** Numbers of the provider call, counted from 1 since the plan was loaded. */
  calls: z
    .strictObject({
      from: z.number().int().min(1).default(1),
      to: z.number().int().min(1).optional(),
      every: z.number().int().min(1).default(1),
    })
    .optional(),
  ratio: ratio.optional(),
  window: window.optional(),
  effect: callEffect,
});

const rateRule = z.strictObject({
  kind: z.literal('rate-limit'),
  channel: channel.optional(),
  /** `calls` beyond the rate answer HTTP 429; `recipients` beyond it are THROTTLED one by one. */
  of: z.enum(['calls', 'recipients']),
  perSecond: z.number().int().min(1),
});

/**
 * A fault plan: what providers do with addresses (`recipient`), with whole calls (`call`, `rate-limit`), and what they tell
 * after they accepted a message (`receipt`).
 */
export const faultPlanSchema = z.strictObject({
  seed: z.number().int().default(1),
  /** Addresses that contain a magic word (see MAGIC_ADDRESSES) act on it. */
  magicAddresses: z.boolean().default(true),
  rules: z.array(z.discriminatedUnion('kind', [recipientRule, callRule, rateRule, receiptRule])).default([]),
});

/** When a rule holds. */
export type FaultWindow = z.infer<typeof window>;
/** The JSON of a fault plan, with defaults filled in. The first matching rule decides. */
export type FaultPlanDocument = z.infer<typeof faultPlanSchema>;
export type FaultPlanInput = z.input<typeof faultPlanSchema>;
