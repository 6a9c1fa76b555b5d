import type { Channel } from '../customer/channel.ts';
import type { MessageClass } from '../consent/consent.ts';
import { refuse, type Refused } from '../result.ts';
import type { RenderedMessage } from '../template/template.ts';
import { createRulesAt, type RulesInForce } from './in-force.ts';
import { judgeBroughtSpelling } from './label.ts';
import type { LawCode, MessageRule } from './message-rule.ts';
import { MESSAGE_RULES } from './message-rules.ts';
import { viewOf, type MessageView } from './message-view.ts';

/** What a rule finds in words that may be sent all the same. */
export type LawWarning = { readonly rule: string; readonly message: string };

/** What the law says of a message: it may go, with what a person should look at; or the rule that it breaks. */
export type LawVerdict =
  { readonly ok: true; readonly warnings: readonly LawWarning[] } | (Refused<LawCode> & { readonly rule: string });

const LAWFUL: LawVerdict = { ok: true, warnings: [] };

type RulesAt = (at: number) => RulesInForce<MessageRule>;

const rulesOf = new Map<string, RulesAt>();

function rulesAt(channel: Channel, messageClass: MessageClass, at: number): RulesInForce<MessageRule> {
  const name = `${messageClass} ${channel}`;
  let chosen = rulesOf.get(name);
  if (chosen === undefined) {
    chosen = createRulesAt(
      MESSAGE_RULES.filter((rule) => rule.messageClass === messageClass && rule.channels.includes(channel)),
    );
    rulesOf.set(name, chosen);
  }
  return chosen(at);
}

function refused(rule: MessageRule, problem: string): LawVerdict {
  return { ...refuse(rule.code, `${problem} (rule ${rule.id})`), rule: rule.id };
}

function firstRefusal(view: MessageView, rules: readonly MessageRule[]): LawVerdict | null {
  for (const rule of rules) {
    if (rule.effect !== 'REFUSED') continue;
    const problem = rule.judge(view);
    if (problem !== null) return refused(rule, problem);
  }
  return null;
}

/** Judges a message, or words with gaps, by every rule that is in force at a time (milliseconds since the epoch). */
export function judgeMessage(message: RenderedMessage, messageClass: MessageClass, at: number): LawVerdict {
  const view = viewOf(message);
  const { rules } = rulesAt(message.channel, messageClass, at);
  const refusal = firstRefusal(view, rules);
  if (refusal !== null) return refusal;
  const warnings = rules.flatMap((rule): LawWarning[] => {
    const problem = rule.effect === 'WARNED' ? rule.judge(view) : null;
    return problem === null ? [] : [{ rule: rule.id, message: `${problem} (rule ${rule.id})` }];
  });
  return warnings.length === 0 ? LAWFUL : { ok: true, warnings };
}

/** Looked for in each message, however fixed its words are. */
const SPELLING = 'LABEL_SPELLING';

/**
 * Judges one of millions: only whether it may go. `mayBringLabel` false: no value printed in it, nor words around one, can
 * make a label besides those that stand in the template.
 */
export type MessageJudge = {
  readonly judge: (message: RenderedMessage, at: number, mayBringLabel?: boolean) => LawVerdict;
  /** Whether at a time every message is lawful that brings no label: then it need not even be put together to know. */
  readonly isLawfulWithoutLabel: (at: number) => boolean;
};

/**
 * Makes the judge of the messages of an advertisement, from its words in every branch that somebody may come to. Of words
 * that no data can make unlawful only the spelling of the label is asked, which data may bring: to read a whole mail for
 * each of millions would take longer than to write it.
 */
export function createMessageJudge(branches: readonly RenderedMessage[], isComplete: boolean): MessageJudge {
  const [{ channel } = { channel: 'SMS' as const }] = branches;
  const views = branches.map(viewOf);
  const isFixedUnder = (rules: readonly MessageRule[]): boolean =>
    isComplete &&
    rules.every(
      (rule) =>
        rule.effect !== 'REFUSED' ||
        views.every((view) => rule.judge(view) === null && (rule.isSettled?.(view) ?? rule.id === SPELLING)),
    );
  let period: RulesInForce<MessageRule> | null = null;
  let isFixed = false;
  const rulesOn = (at: number): readonly MessageRule[] => {
    if (period === null || at < period.from || at >= period.until) {
      period = rulesAt(channel, 'AD', at);
      isFixed = isFixedUnder(period.rules);
    }
    return period.rules;
  };
  return {
    isLawfulWithoutLabel: (at) => {
      rulesOn(at);
      return isFixed;
    },
    judge: (message, at, mayBringLabel = true) => {
      const rules = rulesOn(at);
      if (!isFixed) return firstRefusal(viewOf(message), rules) ?? LAWFUL;
      if (!mayBringLabel) return LAWFUL;
      const problem = judgeBroughtSpelling(message);
      if (problem === null) return LAWFUL;
      const rule = rules.find(({ id }) => id === SPELLING);
      return rule === undefined ? LAWFUL : refused(rule, problem);
    },
  };
}
