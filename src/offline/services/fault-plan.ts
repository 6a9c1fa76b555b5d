import type { Clock } from '../clock.ts';
import { fraction, glob, isCallChosen } from './fault-plan/choose.ts';
import {
  faultPlanSchema,
  type DeliveryOutcome,
  type FaultChannel,
  type FaultPlanDocument,
  type FaultWindow,
} from './fault-plan/document.ts';
import { MAGIC_ADDRESSES } from './fault-plan/magic-addresses.ts';
import { chooseReceipts } from './fault-plan/choose-receipts.ts';
import type { Receipt, ReceiptChannel } from './fault-plan/receipt-rule.ts';

export type { DeliveryOutcome, FaultChannel, FaultPlanDocument, FaultPlanInput } from './fault-plan/document.ts';

export type CallEffect =
  | { readonly type: 'proceed' }
  | { readonly type: 'status'; readonly status: 429 | 500 | 503 | 403 | 413 }
  | { readonly type: 'time-out-before-acceptance'; readonly afterMs: number }
  | { readonly type: 'time-out-after-acceptance'; readonly afterMs: number };

export type LoadOutcome =
  | { readonly ok: true }
  | { readonly ok: false; readonly error: { readonly code: 'INVALID_FAULT_PLAN'; readonly message: string } };

/** What becomes of one provider call: `latencyMs` pass before the effect, `answerLatencyMs` after it. */
export interface CallCourse {
  readonly latencyMs: number;
  readonly answerLatencyMs: number;
  readonly effect: CallEffect;
}

/** Decides, reproducibly, what the messaging providers of the sandbox do. */
export interface FaultPlan {
  /** Replaces the plan and starts its counters anew; an invalid document changes nothing. */
  load(document: unknown): LoadOutcome;
  document(): FaultPlanDocument;
  /** Once per provider call, before anything else. */
  beginCall(channel: FaultChannel): CallCourse;
  /** Once per address of a call that proceeds. */
  outcomeFor(channel: FaultChannel, address: string): DeliveryOutcome;
  /** Once per address of an accepted message: what its provider tells later. */
  receiptsFor(channel: ReceiptChannel, address: string): readonly Receipt[];
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

  const isOpen = (open: FaultWindow | undefined): boolean => {
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

  function beginCall(callChannel: FaultChannel): CallCourse {
    let latencyMs = 0;
    let answerLatencyMs = 0;
    let effect: CallEffect = { type: 'proceed' };
    plan.rules.forEach((rule, index) => {
      if (rule.kind === 'recipient' || rule.kind === 'receipt' || !isAbout(rule, callChannel)) return;
      if (rule.kind === 'rate-limit') {
        if (rule.of === 'calls' && effect.type === 'proceed' && exceeds(index, rule.perSecond))
          effect = { type: 'status', status: 429 };
        return;
      }
      const call = next(calls, index);
      if (!isOpen(rule.window) || !isCallChosen(rule.calls, call)) return;
      if (rule.ratio !== undefined && fraction(plan.seed, index, `call ${call}`) >= rule.ratio) return;
      if (rule.effect.type === 'latency') {
        const { ms, jitterMs, of } = rule.effect;
        const wait = ms + Math.round(fraction(plan.seed, index, `latency ${call}`) * jitterMs);
        if (of === 'request') latencyMs += wait;
        else answerLatencyMs += wait;
      } else if (effect.type === 'proceed') effect = rule.effect;
    });
    return { latencyMs, answerLatencyMs, effect };
  }

  function outcomeFor(addressChannel: FaultChannel, address: string): DeliveryOutcome {
    for (const [index, rule] of plan.rules.entries()) {
      if (rule.kind === 'call' || rule.kind === 'receipt') continue;
      if (!isAbout(rule, addressChannel)) continue;
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
    return plan.magicAddresses && addressChannel !== 'FIREHOSE' ? magicOutcome(address) : 'SUCCESSFUL';
  }

  function magicOutcome(address: string): DeliveryOutcome {
    const magic = MAGIC_ADDRESSES.find(({ word }) => address.includes(word));
    if (magic === undefined) return 'SUCCESSFUL';
    if (magic.attempts !== undefined && next(attempts, `magic ${address}`) > magic.attempts) return 'SUCCESSFUL';
    return magic.outcome;
  }

  const loaded = load(initial);
  if (!loaded.ok) throw new InvalidFaultPlanError(loaded.error.message);
  return {
    load,
    document: () => plan,
    beginCall,
    outcomeFor,
    receiptsFor: (channel, address) => chooseReceipts(plan, channel, address),
  };
}

/** A rule without a channel is about every channel of messages. */
function isAbout(rule: { readonly channel?: FaultChannel | undefined }, channel: FaultChannel): boolean {
  return rule.channel === undefined ? channel !== 'FIREHOSE' : rule.channel === channel;
}

/** The fault plan given at start cannot be read. */
export class InvalidFaultPlanError extends Error {
  override readonly name = 'InvalidFaultPlanError';
  readonly code = 'INVALID_FAULT_PLAN';
}
