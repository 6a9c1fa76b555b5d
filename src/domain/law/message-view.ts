import type { Channel } from '../customer/channel.ts';
import type { RenderedMessage } from '../template/template.ts';
import { visibleText } from './visible-text.ts';

/** Stands for whatever a recipient's data print: a noncharacter, which no text has. */
export const DATA = '\ufdd0';

/** Letters that nobody sees. */
const INVISIBLE =
  /[\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\u3164\ufe00-\ufe0f\ufeff\uffa0]/g;

/** A message as its reader comes upon it; words with `DATA` in them have gaps that only a recipient's data fill. */
export type MessageView = {
  readonly channel: Channel;
  /** What is shown first: the subject of an e-mail, the title of a push or the subject of an LMS if it has one, else the text. */
  readonly first: string;
  readonly firstField: string;
  /** All that is read, by field. */
  readonly texts: readonly Field[];
  /** Where refusal is offered, without letters that nobody sees. */
  readonly end: string;
  readonly endField: string;
  /** What follows the last offer of refusal there; null: none is made. */
  readonly afterOffer: string | null;
  /** The mail as it was written, null where there is none. */
  readonly html: string | null;
};

/** Looks at a message, or at words with gaps, as at what is read. */
export function viewOf(message: RenderedMessage): MessageView {
  switch (message.channel) {
    case 'SMS':
      return viewOfText('SMS', ['body', message.body]);
    case 'CUSTOM': {
      const { subject = '', body } = message;
      return viewOfText('CUSTOM', ['body', body], ['subject', subject]);
    }
    case 'EMAIL': {
      const { subject, html } = message;
      const isHtml = html.trim() !== '';
      const body = isHtml ? visibleText(html) : (message.text ?? '');
      const endField = isHtml ? 'html' : 'text';
      return {
        channel: 'EMAIL',
        first: subject,
        firstField: 'subject',
        texts: [
          ['subject', subject],
          [endField, body],
        ],
        ...endOf(endField, body),
        html: isHtml ? html : null,
      };
    }
    case 'PUSH': {
      const { title, body } = message;
      return viewOfText('PUSH', ['body', body], ['title', title]);
    }
  }
}

type Field = readonly [field: string, text: string];

/** A message of plain text, under a heading or without. */
function viewOfText(channel: Channel, body: Field, heading?: Field): MessageView {
  const isHeaded = heading !== undefined && heading[1].trim() !== '';
  const [firstField, first] = isHeaded ? heading : body;
  const texts = isHeaded ? [heading, body] : [body];
  return { channel, first, firstField, texts, ...endOf(...body), html: null };
}

function endOf(endField: string, text: string): Pick<MessageView, 'end' | 'endField' | 'afterOffer'> {
  const end = text.replaceAll(INVISIBLE, '');
  return { endField, end, afterOffer: afterLastOffer(end) };
}

/** Free refusal must be offered in words a reader knows: 무료수신거부, 무료거부, 수신거부. */
const BEFORE_REFUSING = /(?:무료|수신)\s*$/;
const REFUSING = '거부';
/**
 * Words behind it that make no offer of it: it is said to be impossible, or to have been done (`수신거부하신 고객`). What to
 * do if it fails (`수신거부가 안 되면`) and how to do it (`수신거부하려면`) are none of these.
 */
const NO_OFFER = new RegExp(
  [
    String.raw`^(?:하실|할|하는|[은는이가을를도]|\s){0,5}(?:수\s?(?:가|는|도)?\s?)?(?:없(?:습|음|어|다)|불가(?!\s?(?:능\s?)?(?:시|하면|할))|안\s?(?:됩|됨|돼요|된다)|못\s?(?:합|함|해요|한다))`,
    String.raw`^\s?(?:하신|하셨|했|한\s?(?:분|고객|회원|번호)|된|되신|되었|됐)(?!\S{0,4}(?:경우|면))`,
    String.raw`^(?:감|자(?:[는도를의께]|에게|분))`,
  ].join('|'),
  'u',
);
/** More than any of them is long. */
const NO_OFFER_REACH = 24;

/** The text behind the last offer of refusal, or null where there is none. */
export function afterLastOffer(text: string): string | null {
  // From the end, where it stands in nearly every message.
  for (let at = text.lastIndexOf(REFUSING); at > 0; at = text.lastIndexOf(REFUSING, at - 1)) {
    const from = at + REFUSING.length;
    const isOffer =
      BEFORE_REFUSING.test(text.slice(Math.max(0, at - 8), at)) &&
      !NO_OFFER.test(text.slice(from, from + NO_OFFER_REACH));
    if (isOffer) return text.slice(from);
  }
  return null;
}
