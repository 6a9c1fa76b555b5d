import { refuse, type Refused } from '../result.ts';
import type { TemplateContent } from './template.ts';

const LABEL = '(광고)';

/** Spellings that Korean rules forbid because filters do not find them, and what people write for the label. */
const FORBIDDEN_LABEL = /[([{<（［〔【「]\s*광\s*[^\p{L}\p{N}]*\s*고\s*[)\]}>）］〕】」]/gu;

/** Free refusal must be offered in words a reader knows. */
const REFUSAL = /무료\s*수신\s*거부|수신\s*거부/u;

function withoutTags(html: string): string {
  return html.replaceAll(/<(style|script)[^>]*>[\s\S]*?<\/\1>|<[^<>]*>/gi, ' ').replaceAll('&nbsp;', ' ');
}

/** The texts of an advertisement: where the label stands, where it must not be misspelt, where refusal is offered. */
function adTexts(content: TemplateContent): {
  first: [field: string, text: string];
  all: [string, string][];
  end: string;
} {
  switch (content.channel) {
    case 'SMS':
    case 'CUSTOM':
      return { first: ['body', content.body], all: [['body', content.body]], end: content.body };
    case 'EMAIL': {
      const html = withoutTags(content.html);
      return {
        first: ['subject', content.subject],
        all: [
          ['subject', content.subject],
          ['html', html],
        ],
        end: html,
      };
    }
    case 'PUSH': {
      // A push shows its title first, and only its body when it has no title.
      const first: [string, string] = content.title.trim() === '' ? ['body', content.body] : ['title', content.title];
      return {
        first,
        all: [
          ['title', content.title],
          ['body', content.body],
        ],
        end: content.body,
      };
    }
  }
}

/** Checks the words of an advertisement: `(광고)` first and in exactly this spelling, free refusal in the text. */
export function lintAd(content: TemplateContent): { readonly ok: true } | Refused<'AD_LABEL' | 'AD_REFUSAL'> {
  const { first, all, end } = adTexts(content);
  for (const [field, text] of all) {
    const wrong = [...text.matchAll(FORBIDDEN_LABEL)].find(([found]) => found !== LABEL);
    if (wrong !== undefined) {
      return refuse('AD_LABEL', `${field}: the label "${wrong[0]}" is not allowed. Write exactly "${LABEL}".`);
    }
  }
  const [field, text] = first;
  if (!text.trimStart().startsWith(LABEL)) {
    return refuse('AD_LABEL', `${field}: an advertisement must begin with "${LABEL}". Put it first.`);
  }
  if (!REFUSAL.test(end)) {
    const place = content.channel === 'EMAIL' ? 'html' : 'body';
    return refuse(
      'AD_REFUSAL',
      `${place}: an advertisement must offer free refusal. Add "무료수신거부" and how, at the end.`,
    );
  }
  return { ok: true };
}
