import type { RenderedMessage } from '../template/template.ts';
import { DATA, type MessageView } from './message-view.ts';

/** The one way to write it. */
export const LABEL = '(광고)';

/** What may stand before the label without hiding it from a filter. */
const LEADING_SPACE = /^[ \t\r\n\u00a0\u3000]+/;

/** What shows no letter: Hangul's fillers are letters that show nothing. */
const NOTHING = String.raw`(?:[^\p{L}\p{N}]|[\u115f\u1160\u3164\uffa0])`;

/** What a label may be put into: brackets of any kind. */
const OPENING = '[([{<（［｛＜〔【「『〈《]';
const CLOSING = '[)\\]}>）］｝＞〕】」』〉》]';
const LETTER = '광';

/**
 * Spellings that are forbidden because filters do not find them, and what people write for the label: brackets of any
 * kind with 광 and 고 in them and nothing else that is read. What stands before the first letter, and from it on.
 */
const BEFORE = new RegExp(`${OPENING}${NOTHING}{0,8}$`, 'u');
const FROM = new RegExp(`^${LETTER}${NOTHING}{0,8}고${NOTHING}{0,8}${CLOSING}`, 'u');
/** More than either can be long: a letter that shows nothing takes two places at most. */
const REACH = 40;

/** What is written in the label's place: more words in its brackets, English, or no brackets. */
const IN_ITS_PLACE = new RegExp(
  String.raw`^[^\p{L}\p{N}${DATA}]{0,4}(?:\p{L}{0,4}광${NOTHING}{0,4}고|(?:AD|A\.D|ADVERTISEMENT|SPONSORED)(?![\p{L}\p{N}]))`,
  'iu',
);

/** The first words without the space before them. */
export function firstWords({ first }: MessageView): string {
  return first.startsWith('(') ? first : first.replace(LEADING_SPACE, '');
}

/** A forbidden spelling in a text, or null. */
function misspeltIn(text: string): string | null {
  for (let at = text.indexOf(LETTER); at >= 0; at = text.indexOf(LETTER, at + 1)) {
    // Nearly every message of an advertisement has this one, and nothing else to look at.
    if (at > 0 && text.startsWith(LABEL, at - 1)) continue;
    const from = FROM.exec(text.slice(at, at + REACH));
    const before = from === null ? null : BEFORE.exec(text.slice(Math.max(0, at - REACH), at));
    if (from !== null && before !== null) return before[0] + from[0];
  }
  return null;
}

/** What stands in the label's place, or null where nothing does that wants to be one. */
function mistakenFor(text: string): string | null {
  return text.startsWith(LABEL) ? null : (IN_ITS_PLACE.exec(text)?.[0] ?? null);
}

function problemOf(field: string, wrong: string): string {
  return `${field}: the label "${wrong}" is not allowed. Write exactly "${LABEL}".`;
}

/** What is wrong with how the label is spelt, anywhere in a message. */
export function judgeSpelling(view: MessageView): string | null {
  for (const [field, text] of view.texts) {
    const wrong = misspeltIn(text);
    if (wrong !== null) return problemOf(field, wrong);
  }
  const wrong = mistakenFor(firstWords(view));
  return wrong === null ? null : problemOf(view.firstField, wrong);
}

/** The same of a message whose label is known to stand first: what data brought, looked for without reading a whole mail. */
export function judgeBroughtSpelling(message: RenderedMessage): string | null {
  switch (message.channel) {
    case 'SMS':
      return brought('body', message.body);
    case 'CUSTOM':
      return brought('subject', message.subject ?? '') ?? brought('body', message.body);
    case 'PUSH':
      return brought('title', message.title) ?? brought('body', message.body);
    case 'EMAIL':
      return brought('subject', message.subject) ?? brought('html', message.html || (message.text ?? ''));
  }
}

function brought(field: string, text: string): string | null {
  const wrong = misspeltIn(text);
  return wrong === null ? null : problemOf(field, wrong);
}

/** What is wrong with how a message begins. */
export function judgeBeginning(view: MessageView): string | null {
  const words = firstWords(view);
  if (words.startsWith(LABEL) || mayBegin(words)) return null;
  return `${view.firstField}: an advertisement must begin with "${LABEL}". Put it first.`;
}

/** Whether data at the place of the label may bring it: then only each recipient's message tells. */
function mayBegin(text: string): boolean {
  const at = text.indexOf(DATA);
  return at >= 0 && LABEL.startsWith(text.slice(0, at));
}
