import { refuse, type Refused } from '../result.ts';
import { branchesOf, DATA } from './ad-branches.ts';
import type { DefaultSubstitutions, RenderedMessage, TemplateContent } from './template.ts';
import { visibleText } from './visible-text.ts';

const LABEL = '(광고)';

/** Spellings that Korean rules forbid because filters do not find them, and what people write for the label. */
const FORBIDDEN_LABEL = /[([{<（［〔【「]\s*광[^\p{L}\p{N}]*고\s*[)\]}>）］〕】」]/gu;

/** Free refusal must be offered in words a reader knows. */
const REFUSAL = /무료\s*수신\s*거부|수신\s*거부/u;

/** Letters that nobody sees. */
const INVISIBLE = /[\u00ad\u200b-\u200f\u2060\ufeff]/gu;

/** Why an advertisement may not be read by anybody: its label, or no way to refuse. */
export type AdVerdict = { readonly ok: true } | Refused<'AD_LABEL' | 'AD_REFUSAL'>;

const LAWFUL: AdVerdict = { ok: true };

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
      const html = content.html.trim() === '' ? (content.text ?? '') : visibleText(content.html);
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

function misspelt(field: string, text: string): Refused<'AD_LABEL'> | null {
  const at = text.indexOf('광');
  if (at < 0) return null;
  // Nearly every message of an advertisement: the label, and nothing else to look at.
  if (at > 0 && text.startsWith(LABEL, at - 1) && !text.includes('광', at + 1)) return null;
  const wrong = [...text.matchAll(FORBIDDEN_LABEL)].find(([found]) => found !== LABEL);
  return wrong === undefined
    ? null
    : refuse('AD_LABEL', `${field}: the label "${wrong[0]}" is not allowed. Write exactly "${LABEL}".`);
}

/** Whether data at the place of the label may bring it: then only each recipient's message tells. */
function mayBegin(text: string): boolean {
  const at = text.indexOf(DATA);
  return at >= 0 && LABEL.startsWith(text.slice(0, at));
}

/** Whether data may bring the way to refuse: only at the end, where it belongs. */
function mayEnd(text: string): boolean {
  return text.trimEnd().endsWith(DATA);
}

/** Judges a message as its recipient reads it: `(광고)` first and in exactly this spelling, free refusal in the text. */
function judge(content: TemplateContent, { first, all, end } = adTexts(content)): AdVerdict {
  for (const [name, words] of all) {
    const wrong = misspelt(name, words);
    if (wrong !== null) return wrong;
  }
  const [field, text] = first;
  if (!text.trimStart().startsWith(LABEL) && !mayBegin(text.trimStart())) {
    return refuse('AD_LABEL', `${field}: an advertisement must begin with "${LABEL}". Put it first.`);
  }
  if (!REFUSAL.test(end.replaceAll(INVISIBLE, '')) && !mayEnd(end)) {
    const place = content.channel === 'EMAIL' ? 'html' : 'body';
    return refuse(
      'AD_REFUSAL',
      `${place}: an advertisement must offer free refusal where everybody reads it. Add "무료수신거부" and how, at the end.`,
    );
  }
  return LAWFUL;
}

/**
 * Judges the words of an advertisement for every branch that somebody may come to. What data may put right is left to
 * each recipient's message.
 */
export function lintAd(content: TemplateContent, defaults: DefaultSubstitutions = {}): AdVerdict {
  for (const branch of branchesOf(content, defaults).branches) {
    const verdict = judge(branch);
    if (!verdict.ok) return verdict;
  }
  return LAWFUL;
}

/** Attributes of which no value hides an element. */
const HARMLESS = /\s(?:href|src|alt|title|width|height|bgcolor)\s*=\s*(?:"[^"]*"|'[^']*')/gi;

/** Whether label and refusal are there whatever the data say. */
function isCertain(content: TemplateContent, { first, end }: ReturnType<typeof adTexts>): boolean {
  if (!first[1].trimStart().startsWith(LABEL) || !REFUSAL.test(end.replaceAll(INVISIBLE, ''))) return false;
  if (content.channel !== 'EMAIL' || content.html.trim() === '') return true;
  const tags = content.html.replaceAll(HARMLESS, ' ').match(/<style[\s\S]*?(?:<\/style|$)|<[^>]*(?:>|$)/gi) ?? [];
  return !tags.some((tag) => tag.includes(DATA));
}

/**
 * Judges the message of one recipient. `mayBringLabel`: its values, or words around them, may make a label besides those
 * that stand in the template.
 */
export type AdJudge = (message: RenderedMessage, mayBringLabel: boolean) => AdVerdict;

/** What must still be asked of each recipient's message: all of it, or only whether data brought a forbidden label. */
export function judgeOfEach(content: TemplateContent, defaults: DefaultSubstitutions): AdJudge {
  // Ways that nobody takes make it stricter, and what is not fixed then is read for each.
  const { branches, isComplete } = branchesOf(content, defaults, 'BOTH_WAYS');
  const isFixed = (branch: TemplateContent): boolean => {
    const texts = adTexts(branch);
    return judge(branch, texts).ok && isCertain(branch, texts);
  };
  if (!isComplete || !branches.every(isFixed)) return (message) => judge(message);
  // To read a whole mail for each of millions would take longer than to write it.
  return (message, mayBringLabel) => {
    if (!mayBringLabel) return LAWFUL;
    switch (message.channel) {
      case 'SMS':
      case 'CUSTOM':
        return misspelt('body', message.body) ?? LAWFUL;
      case 'PUSH':
        return misspelt('title', message.title) ?? misspelt('body', message.body) ?? LAWFUL;
      case 'EMAIL':
        return misspelt('subject', message.subject) ?? misspelt('html', message.html || (message.text ?? '')) ?? LAWFUL;
    }
  };
}
