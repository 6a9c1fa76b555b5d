import type { MessageClass } from '../consent/consent.ts';
import { refuse, type Refused } from '../result.ts';
import type { LawWarning } from '../law/judge-message.ts';
import type { LawCode } from '../law/message-rule.ts';
import { composeContent, composeDefaults } from './compose-content.ts';
import { judgeWords } from './judge-words.ts';
import { compileTemplate } from './compile-template.ts';
import type { TemplateErrorCode } from './compile-text.ts';
import { checkLength } from './limits.ts';
import { parseTemplateContent } from './parse-content.ts';
import { refuseFixedWords } from './refuse-fixed-words.ts';
import type { DefaultSubstitutions, TemplateContent, TemplateVersion } from './template.ts';

/**
 * Why words may not be saved: what is wrong with a template as such, too long for the channel, or words that the law on
 * advertising forbids.
 */
export type SaveTemplateErrorCode = TemplateErrorCode | 'TEMPLATE_TOO_LONG' | LawCode;

/**
 * Makes an immutable version of a template, when its words may be saved: length, syntax, variables, and the law as it is
 * in force at `at` (milliseconds; absent: the rules that hold last). What a person should look at stands in `warnings`.
 */
export function createTemplateVersion(input: {
  readonly templateId: string;
  readonly version: number;
  readonly messageClass: MessageClass;
  readonly content: TemplateContent;
  readonly defaultSubstitutions?: DefaultSubstitutions;
  readonly goods?: string;
  readonly at?: number;
}):
  | {
      readonly ok: true;
      readonly version: TemplateVersion;
      readonly variables: readonly string[];
      readonly warnings: readonly LawWarning[];
    }
  | Refused<SaveTemplateErrorCode> {
  const { templateId, version, messageClass, goods, at } = input;
  const content = composeContent(input.content);
  const defaultSubstitutions = composeDefaults(input.defaultSubstitutions ?? {});
  const tooLong = checkLength(content, defaultSubstitutions);
  if (tooLong !== null) return refuse('TEMPLATE_TOO_LONG', tooLong);
  const parsed = parseTemplateContent(content);
  if (!parsed.ok) return parsed;
  const compiled = compileTemplate({ content, defaultSubstitutions });
  if (!compiled.ok) return compiled;
  const mistake = compiled.template.mistakes[0] ?? refuseFixedWords(content);
  if (mistake !== null) return refuse('INVALID_TEMPLATE', mistake);
  const verdict = judgeWords(content, messageClass, defaultSubstitutions, at);
  if (!verdict.ok) return verdict;
  return {
    ok: true,
    version: {
      templateId,
      version,
      messageClass,
      content,
      defaultSubstitutions,
      ...(goods === undefined ? {} : { goods }),
    },
    variables: compiled.template.variables,
    warnings: verdict.warnings,
  };
}
