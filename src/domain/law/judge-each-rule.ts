import type { MessageClass } from '../consent/consent.ts';
import type { RenderedMessage } from '../template/template.ts';
import { createRulesAt } from './in-force.ts';
import { MESSAGE_RULES } from './message-rules.ts';
import { viewOf } from './message-view.ts';

/** A rule, and what of a message breaks it; null: nothing does. */
export type RuleVerdict = { readonly rule: string; readonly problem: string | null };

const rulesAt = createRulesAt(MESSAGE_RULES);

/** Judges a message by each rule by itself, for whoever wants to see all that was looked at (time in milliseconds). */
export function judgeEachRule(message: RenderedMessage, messageClass: MessageClass, at: number): readonly RuleVerdict[] {
  const view = viewOf(message);
  return rulesAt(at)
    .rules.filter((rule) => rule.messageClass === messageClass && rule.channels.includes(message.channel))
    .map(({ id, judge }) => ({ rule: id, problem: judge(view) }));
}
