import type { Say } from '../words/say.ts';

const RULES = [
  'LABEL_SPELLING',
  'LABEL_FIRST',
  'NOT_HIDDEN',
  'NOT_IN_PICTURES',
  'REFUSAL_FREE',
  'REFUSAL_LAST',
  'REFUSAL_LINK',
  'SENDER_NAMED',
  'REFUSAL_IN_ENGLISH',
  'CLASS_AS_LABELLED',
  'WHOLLY_ADVERTISING',
] as const;

/** What a rule of the law wants of a message, in the language that is spoken; a rule without words by its name. */
export function sayRule(rule: string, say: Say): string {
  const known = RULES.find((one) => one === rule);
  return known === undefined ? rule : say(`law.${known}`);
}

/** The rule that a refusal by the law names at its end: "… (rule LABEL_FIRST)". */
export function ruleNamedIn(message: string): string | undefined {
  return /\(rule ([A-Z_]+)\)\.?$/.exec(message)?.[1];
}
