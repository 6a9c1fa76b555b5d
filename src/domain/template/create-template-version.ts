import type { MessageClass } from '../consent/consent.ts';
import { refuse, type Refused } from '../result.ts';
import { lintAd } from './ad-lint.ts';
import { compileTemplate } from './compile-template.ts';
import type { TemplateErrorCode } from './compile-text.ts';
import { checkLength } from './limits.ts';
import { parseTemplateContent } from './parse-content.ts';
import type { DefaultSubstitutions, TemplateContent, TemplateVersion } from './template.ts';

/**
 * Why words may not be saved: what is wrong with a template as such, too long for the channel, or an advertisement
 * without its label or its refusal.
 */
export type SaveTemplateErrorCode = TemplateErrorCode | 'TEMPLATE_TOO_LONG' | 'AD_LABEL' | 'AD_REFUSAL';

/** Makes an immutable version of a template, when its words may be saved: length, syntax, variables, and ad rules. */
export function createTemplateVersion(input: {
  readonly templateId: string;
  readonly version: number;
  readonly messageClass: MessageClass;
  readonly content: TemplateContent;
  readonly defaultSubstitutions?: DefaultSubstitutions;
}):
  | { readonly ok: true; readonly version: TemplateVersion; readonly variables: readonly string[] }
  | Refused<SaveTemplateErrorCode> {
  const { templateId, version, messageClass, content, defaultSubstitutions = {} } = input;
  const tooLong = checkLength(content, defaultSubstitutions);
  if (tooLong !== null) return refuse('TEMPLATE_TOO_LONG', tooLong);
  const parsed = parseTemplateContent(content);
  if (!parsed.ok) return parsed;
  const compiled = compileTemplate({ content, defaultSubstitutions });
  if (!compiled.ok) return compiled;
  if (messageClass === 'AD') {
    const lint = lintAd(content, defaultSubstitutions);
    if (!lint.ok) return lint;
  }
  return {
    ok: true,
    version: { templateId, version, messageClass, content, defaultSubstitutions },
    variables: compiled.template.variables,
  };
}
