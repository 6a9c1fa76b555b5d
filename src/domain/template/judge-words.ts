import type { MessageClass } from '../consent/consent.ts';
import { createMessageJudge, judgeMessage, type LawVerdict, type MessageJudge } from '../law/judge-message.ts';
import { branchesOf } from './ad-branches.ts';
import type { DefaultSubstitutions, TemplateContent } from './template.ts';

/**
 * Judges the words of a template for every branch that somebody may come to, by the law as it is in force at `at`
 * (absent: the rules that hold last). What data may put right is left to each recipient's message.
 */
export function judgeWords(
  content: TemplateContent,
  messageClass: MessageClass,
  defaults: DefaultSubstitutions = {},
  at = Number.MAX_SAFE_INTEGER,
): LawVerdict {
  const warnings = new Map<string, string>();
  for (const branch of branchesOf(content, defaults).branches) {
    const verdict = judgeMessage(branch, messageClass, at);
    if (!verdict.ok) return verdict;
    for (const { rule, message } of verdict.warnings) warnings.set(rule, message);
  }
  return { ok: true, warnings: [...warnings].map(([rule, message]) => ({ rule, message })) };
}

/** What must still be asked of each recipient's message: all of it, or only whether data brought a forbidden label. */
export function judgeOfEach(content: TemplateContent, defaults: DefaultSubstitutions): MessageJudge {
  // Ways that nobody takes make it stricter, and what is not fixed then is read for each.
  const { branches, isComplete } = branchesOf(content, defaults, 'BOTH_WAYS');
  return createMessageJudge(branches, isComplete);
}
