import { DECISION_RULES, type DecisionRule } from './decision-rules.ts';
import { DUTY_RULES, type DutyRule } from './duty-rules.ts';
import type { MessageRule } from './message-rule.ts';
import { MESSAGE_RULES } from './message-rules.ts';
import type { PermissionRule, SendingRule } from './sending-rule.ts';
import { PERMISSION_RULES, SENDING_RULES } from './sending-rules.ts';
import { WORDING_RULES, type WordingRule } from './wording-rules.ts';

/** A rule with the function that judges by it. */
export type JudgedRule = WordingRule | DecisionRule | SendingRule | PermissionRule | DutyRule | MessageRule;

/** All rules, in the order in which somebody meets them: consent, sending, message, and what is due after. */
export const LAW_RULES: readonly JudgedRule[] = [
  ...WORDING_RULES,
  ...DECISION_RULES,
  ...SENDING_RULES,
  ...PERMISSION_RULES,
  ...MESSAGE_RULES,
  ...DUTY_RULES,
];
