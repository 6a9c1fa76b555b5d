import { afterLastOffer, DATA, type MessageView } from './message-view.ts';

/**
 * Calls to 080 cost the caller nothing. Digits that go on before it, or behind it, make another number of it, or a price:
 * `1080-1234-5678`, `12,080`, `031) 080-…`. Behind a space or a slash a number may follow another one.
 */
const FREE_NUMBER = /(?<!\d[-.,]?|(?<![\d-])0\d{1,2}[\s)]{1,2})080[-.\s)]{0,2}\d{3,4}[-.\s]?\d{4}(?!\d)/u;
/** Bounded everywhere: a mail of one long word must not take minutes. */
const ADDRESS = /(?:https?:\/\/\S+|[a-z\d][a-z\d-]{0,62}(?:\.[a-z\d-]{1,63}){0,6}\.[a-z]{2,24}(?:\/\S*)?)/iu;
const ADDRESSES = new RegExp(ADDRESS, 'giu');
/** The way through an app or a messenger. */
const PATH = /설정|알림|메뉴|마이|내\s*정보|프로필|차단|고객센터|앱|>|›|→/u;

/** More than a way to refuse stands behind the offer: then it is not the end. */
const MAX_AFTER = 40;

/** Whether data may bring the offer: only at the end, where it belongs. */
function mayOffer(text: string): boolean {
  return text.trimEnd().endsWith(DATA);
}

const WAY = {
  SMS: 'an 080 number or a link behind it',
  PUSH: 'the place in the app, an 080 number or a link behind it',
  CUSTOM: 'an 080 number, a link or the place to block it behind it',
} as const;

/** What a way to refuse would be, where none is shown; of a mail only a person can tell (`judgeLink`). */
function missingWay({ channel, end }: MessageView, after: string): string | null {
  if (channel === 'EMAIL' || (end.includes('080') && FREE_NUMBER.test(end)) || ADDRESS.test(after)) return null;
  return channel !== 'SMS' && PATH.test(after) ? null : WAY[channel];
}

/** What is wrong with a mail that says that it can be refused, and shows no link. */
export function judgeLink({ end, html }: MessageView): string | null {
  if (ADDRESS.test(end) || FREE_NUMBER.test(end) || (html !== null && /<a\s[^<>]*href\s*=/i.test(html))) return null;
  return 'html: put a link behind the words for refusal: `{{amazonSESUnsubscribeUrl}}` is the one of each recipient.';
}

/** What is wrong with how refusal is offered. */
export function judgeOffer(view: MessageView): string | null {
  const after = view.afterOffer;
  if (after === null) {
    if (mayOffer(view.end)) return null;
    const place = view.channel === 'EMAIL' ? 'html' : 'body';
    return `${place}: an advertisement must offer free refusal where everybody reads it. Add "무료수신거부" and how, at the end.`;
  }
  const missing = after.includes(DATA) ? null : missingWay(view, after);
  if (missing === null) return null;
  return `${view.endField}: refusal must be free and possible: write ${missing}, as in "무료수신거부 080-000-0000".`;
}

/** Whether the offer and its way stand there whatever the data say. */
export function isOfferSettled(view: MessageView): boolean {
  const after = view.afterOffer;
  if (after === null) return false;
  // What stands behind the offer in a mail may be anybody's data; in a text it may be the way.
  if (view.channel === 'EMAIL') return view.html === null || !hasGapsInTags(view.html);
  return !after.includes(DATA) && missingWay(view, after) === null;
}

/** Attributes of which no value hides an element. */
const HARMLESS = /\s(?:href|src|alt|title|width|height|bgcolor)\s*=\s*(?:"[^"]*"|'[^']*')/gi;

function hasGapsInTags(html: string): boolean {
  const tags = html.replaceAll(HARMLESS, ' ').match(/<style[\s\S]*?(?:<\/style|$)|<[^>]*(?:>|$)/gi) ?? [];
  return tags.some((tag) => tag.includes(DATA));
}

/** What is wrong with where refusal is offered, in a text that is read to its end. */
export function judgePlace({ afterOffer: after, endField }: MessageView): string | null {
  if (after === null || after.length <= MAX_AFTER || after.includes(DATA)) return null;
  const rest = after.replaceAll(ADDRESSES, '').trim();
  if (rest.length <= MAX_AFTER) return null;
  return `${endField}: ${rest.length} characters follow the offer of refusal. Put it at the end, with nothing but the way behind it.`;
}

/** Whether nothing that data bring can take the offer from the end. */
export function isPlaceSettled({ afterOffer: after }: MessageView): boolean {
  return after !== null && !after.includes(DATA);
}

/** Whether a mail offers refusal in what nobody sees: hidden by the mail itself, or in a comment. */
export function judgeHidden({ afterOffer, html }: MessageView): string | null {
  if (html === null || afterOffer !== null) return null;
  const written = html.replaceAll(/<\/?[a-z][^>]*(?:>|$)/gi, '');
  if (afterLastOffer(written) === null) return null;
  return 'html: the offer of refusal is hidden: nobody sees it. Show it as the other words of the mail.';
}

/** Whether a mail has pictures where the words for refusal should be. */
export function judgePictures({ afterOffer, end, html }: MessageView): string | null {
  if (html === null || afterOffer !== null || mayOffer(end) || !/<img\b/i.test(html)) return null;
  return 'html: words in pictures do not count, nor does what stands in alt. Write "무료수신거부" with a link as text.';
}
