import { createRulesAt } from './in-force.ts';
import { PERMISSION_RULES, SENDING_RULES } from './sending-rules.ts';
import type { SendingFacts, SendingRule } from './sending-rule.ts';

/** The exclusion reasons that come from consent alone. */
export type AdRefusal = SendingRule['reason'];

/** Whether an advertisement may go to a person on a channel at a moment; if not, why, and by which rule. */
export type AdGate =
  | { readonly ok: true }
  | {
      readonly ok: false;
      readonly reason: AdRefusal;
      readonly rule: string;
      /** HELD: it may go when the night is over. */
      readonly effect: 'REFUSED' | 'HELD';
    };

const PASS: AdGate = { ok: true };

// Millions are asked: each answer is made once.
const ANSWERS = new Map<SendingRule, AdGate>(
  SENDING_RULES.map((rule) => [rule, { ok: false, reason: rule.reason, rule: rule.id, effect: rule.effect }]),
);

const rulesAt = createRulesAt(SENDING_RULES);
const permissionsAt = createRulesAt(PERMISSION_RULES);

function isPermitted(facts: SendingFacts): boolean {
  return permissionsAt(facts.now).rules.some((rule) => rule.isPermitted(facts));
}

/**
 * Decides whether an advertisement may go to one endpoint now, by the rules that are in force then: a consent on the
 * channel (or a purchase of the same `goods`), confirmed within two years, and a separate consent between 21:00 and 08:00
 * local time (e-mail exempt). No time zone, or one that does not exist, means Asia/Seoul.
 */
export function adGate(facts: SendingFacts): AdGate {
  for (const rule of rulesAt(facts.now).rules) {
    if (!rule.isBroken(facts) || (rule.reason === 'NO_AD_CONSENT' && isPermitted(facts))) continue;
    return ANSWERS.get(rule) ?? PASS;
  }
  return PASS;
}
