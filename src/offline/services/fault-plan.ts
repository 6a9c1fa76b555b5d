import { createHash } from 'node:crypto';
import { z } from 'zod';
import type { Clock } from '../clock.ts';

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
const FAULT_CHANNELS = ['PUSH', 'EMAIL', 'SMS'] as const;
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

const faultPlanSchema = z.strictObject({
  seed: z.number().int().default(1),
  /** Addresses that contain a magic word (see MAGIC_ADDRESSES) act on it. */
  magicAddresses: z.boolean().default(true),
  rules: z.array(z.discriminatedUnion('kind', [recipientRule, callRule, rateRule])).default([]),
});

/** The JSON of a fault plan, with defaults filled in. The first matching rule decides. */
export type FaultPlanDocument = z.infer<typeof faultPlanSchema>;
export type FaultPlanInput = z.input<typeof faultPlanSchema>;

/** Words in an address that choose its outcome without any rule, for trying things by hand. `-once` fails only the first time. */
const MAGIC_ADDRESSES: readonly {
  readonly word: string;
  readonly outcome: DeliveryOutcome;
  readonly attempts?: number;
}[] = [
  { word: 'fail-temporary-once', outcome: 'TEMPORARY_FAILURE', attempts: 1 },
  { word: 'fail-temporary', outcome: 'TEMPORARY_FAILURE' },
  { word: 'fail-permanent', outcome: 'PERMANENT_FAILURE' },
  { word: 'fail-unregistered', outcome: 'UNREGISTERED' },
  { word: 'fail-credentials', outcome: 'BAD_CREDENTIALS' },
  { word: 'fail-unknown', outcome: 'UNKNOWN_FAILURE' },
  { word: 'throttle-once', outcome: 'THROTTLED', attempts: 1 },
  { word: 'throttle', outcome: 'THROTTLED' },
  { word: 'opted-out', outcome: 'OPT_OUT' },
  { word: 'duplicate', outcome: 'DUPLICATE' },
];

export type CallEffect =
  | { readonly type: 'proceed' }
  | { readonly type: 'status'; readonly status: 429 | 500 | 503 | 403 | 413 }
  | { readonly type: 'time-out-before-acceptance'; readonly afterMs: number }
  | { readonly type: 'time-out-after-acceptance'; readonly afterMs: number };

export type LoadOutcome =
  | { readonly ok: true }
  | { readonly ok: false; readonly error: { readonly code: 'INVALID_FAULT_PLAN'; readonly message: string } };

/** Decides, reproducibly, what the messaging providers of the sandbox do. */
export interface FaultPlan {
  /** Replaces the plan and starts its counters anew; an invalid document changes nothing. */
  load(document: unknown): LoadOutcome;
  document(): FaultPlanDocument;
  /** Once per provider call, before anything else. */
  beginCall(channel: FaultChannel): { readonly latencyMs: number; readonly effect: CallEffect };
  /** Once per address of a call that proceeds. */
  outcomeFor(channel: FaultChannel, address: string): DeliveryOutcome;
}

/** A fault plan that starts empty (magic addresses only) unless a document is given; an invalid one throws. */
export function createFaultPlan(clock: Clock, initial: unknown = {}): FaultPlan {
  let plan: FaultPlanDocument = faultPlanSchema.parse({});
  let loadedAt = clock.now();
  const calls = new Map<number, number>();
  const attempts = new Map<string, number>();
  const rates = new Map<number, { second: number; used: number }>();

  function load(document: unknown): LoadOutcome {
    const parsed = faultPlanSchema.safeParse(document);
    if (!parsed.success) {
      const issue = parsed.error.issues[0];
      const where = issue === undefined || issue.path.length === 0 ? 'the plan' : issue.path.join('.');
      return {
        ok: false,
        error: {
          code: 'INVALID_FAULT_PLAN',
          message: `Fault plan refused at ${where}: ${issue?.message ?? 'not a plan'}. Nothing was changed.`,
        },
      };
    }
    plan = parsed.data;
    loadedAt = clock.now();
    calls.clear();
    attempts.clear();
    rates.clear();
    return { ok: true };
  }

  const isOpen = (open: z.infer<typeof window> | undefined): boolean => {
    const elapsed = clock.now() - loadedAt;
    return open === undefined || (elapsed >= open.fromMs && (open.toMs === undefined || elapsed < open.toMs));
  };
  const next = <K>(counts: Map<K, number>, key: K): number => {
    const count = (counts.get(key) ?? 0) + 1;
    counts.set(key, count);
    return count;
  };
  const exceeds = (index: number, perSecond: number): boolean => {
    const second = Math.floor(clock.now() / 1000);
    const rate = rates.get(index);
    if (rate?.second !== second) {
      rates.set(index, { second, used: 1 });
      return false;
    }
    rate.used += 1;
    return rate.used > perSecond;
  };

  function beginCall(callChannel: FaultChannel): { readonly latencyMs: number; readonly effect: CallEffect } {
    let latencyMs = 0;
    let effect: CallEffect = { type: 'proceed' };
    plan.rules.forEach((rule, index) => {
      if (rule.kind === 'recipient' || (rule.channel !== undefined && rule.channel !== callChannel)) return;
      if (rule.kind === 'rate-limit') {
        if (rule.of === 'calls' && effect.type === 'proceed' && exceeds(index, rule.perSecond))
          effect = { type: 'status', status: 429 };
        return;
      }
      const call = next(calls, index);
      if (!isOpen(rule.window) || !isCallChosen(rule.calls, call)) return;
      if (rule.ratio !== undefined && fraction(plan.seed, index, `call ${call}`) >= rule.ratio) return;
      if (rule.effect.type === 'latency')
        latencyMs += rule.effect.ms + Math.round(fraction(plan.seed, index, `latency ${call}`) * rule.effect.jitterMs);
      else if (effect.type === 'proceed') effect = rule.effect;
    });
    return { latencyMs, effect };
  }

  function outcomeFor(addressChannel: FaultChannel, address: string): DeliveryOutcome {
    for (const [index, rule] of plan.rules.entries()) {
      if (rule.kind === 'call' || (rule.channel !== undefined && rule.channel !== addressChannel)) continue;
      if (rule.kind === 'rate-limit') {
        if (rule.of === 'recipients' && exceeds(index, rule.perSecond)) return 'THROTTLED';
        continue;
      }
      if (!isOpen(rule.window)) continue;
      if (rule.address !== undefined && !glob(rule.address).test(address)) continue;
      if (rule.ratio !== undefined && fraction(plan.seed, index, address) >= rule.ratio) continue;
      if (rule.attempts !== undefined && next(attempts, `${index} ${address}`) > rule.attempts) continue;
      return rule.outcome;
    }
    return plan.magicAddresses ? magicOutcome(address) : 'SUCCESSFUL';
  }

  function magicOutcome(address: string): DeliveryOutcome {
    const magic = MAGIC_ADDRESSES.find(({ word }) => address.includes(word));
    if (magic === undefined) return 'SUCCESSFUL';
    if (magic.attempts !== undefined && next(attempts, `magic ${address}`) > magic.attempts) return 'SUCCESSFUL';
    return magic.outcome;
  }

  const loaded = load(initial);
  if (!loaded.ok) throw new InvalidFaultPlanError(loaded.error.message);
  return { load, document: () => plan, beginCall, outcomeFor };
}

/** The fault plan given at start cannot be read. */
export class InvalidFaultPlanError extends Error {
  override readonly name = 'InvalidFaultPlanError';
  readonly code = 'INVALID_FAULT_PLAN';
}

function isCallChosen(
  calls: { readonly from: number; readonly to?: number | undefined; readonly every: number } | undefined,
  call: number,
): boolean {
  if (calls === undefined) return true;
  return call >= calls.from && (calls.to === undefined || call <= calls.to) && (call - calls.from) % calls.every === 0;
}

/** A number in [0, 1) that depends only on its arguments. */
function fraction(seed: number, rule: number, text: string): number {
  return createHash('sha256').update(`${seed} ${rule} ${text}`).digest().readUInt32BE(0) / 2 ** 32;
}

const globs = new Map<string, RegExp>();

function glob(pattern: string): RegExp {
  const known = globs.get(pattern);
  if (known !== undefined) return known;
  const source = pattern
    .split('*')
    .map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'))
    .join('.*');
  const compiled = new RegExp(`^${source}$`, 's');
  globs.set(pattern, compiled);
  return compiled;
}
