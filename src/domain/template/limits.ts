import { bytesOf, exceeds, jsonBytes, LIMITS } from '../limits.ts';
import { isSettledLink, refusedLink } from './links.ts';
import { isTextAlone, type DefaultSubstitutions, type RenderedMessage, type TemplateContent } from './template.ts';
import { isBlank } from '../trim-text.ts';

/** Of a character JSON makes at most six bytes (`\u0001`): what is far below its limit need not be counted. */
const MAX_BYTES_OF_CHARACTER = 6;
/** The names of the fields around the words. */
const MAX_FRAME = 200;

function isFarBelow(limit: number, characters: number): boolean {
  return characters * MAX_BYTES_OF_CHARACTER + MAX_FRAME <= limit;
}

/** Whether a message of a push or an e-mail is not too large in any case, whichever its characters are. */
export function isSurelyNotTooLarge(channel: 'PUSH' | 'EMAIL', characters: number): boolean {
  return isFarBelow(channel === 'PUSH' ? LIMITS.push.max : LIMITS.email.max, characters);
}

function lengthOf(text: string | undefined): number {
  return text === undefined ? 0 : text.length;
}

/** What is too large about words, of a template or of one message; null when they can be sent. */
function tooLarge(content: TemplateContent): string | null {
  switch (content.channel) {
    case 'SMS':
      return exceeds('sms', content.body.length);
    case 'CUSTOM':
      return exceeds('custom', content.body.length) ?? exceeds('subject', lengthOf(content.subject));
    case 'EMAIL': {
      const { subject, html, text = '' } = content;
      return isFarBelow(LIMITS.email.max, subject.length + html.length + text.length)
        ? null
        : exceeds('email', jsonBytes({ subject, html, text }));
    }
    case 'PUSH': {
      const { title, body, url, deepLink, imageUrl, data } = content;
      const links = lengthOf(url) + lengthOf(deepLink) + lengthOf(imageUrl);
      return data === undefined && isFarBelow(LIMITS.push.max, title.length + body.length + links)
        ? null
        : exceeds('push', jsonBytes({ title, body, url, deepLink, imageUrl, data }));
    }
  }
}

/** What is too large about the words of a template and its defaults, which are stored together; null: they fit. */
export function checkLength(content: TemplateContent, defaults: DefaultSubstitutions = {}): string | null {
  const reason = tooLarge(content) ?? exceeds('templateVersion', jsonBytes({ content, defaults }));
  return reason === null ? null : `The ${content.channel} template is too large: ${reason}`;
}

function wrongLink({ url, deepLink, imageUrl }: Extract<RenderedMessage, { channel: 'PUSH' }>): string | null {
  const wrong =
    (url === undefined ? null : refusedLink('WEB', url)) ??
    (imageUrl === undefined ? null : refusedLink('WEB', imageUrl)) ??
    (deepLink === undefined ? null : refusedLink('APP', deepLink));
  return wrong === null ? null : `A link of the rendered message ${wrong}.`;
}

/** Whether whatever the data say no link of a message can be a wrong one. */
export function areLinksSettled(content: TemplateContent): boolean {
  if (content.channel !== 'PUSH') return true;
  const { url, deepLink, imageUrl } = content;
  return (
    [url, imageUrl].every((link) => link === undefined || isSettledLink('WEB', link)) &&
    (deepLink === undefined || isSettledLink('APP', deepLink))
  );
}

/** What is known of every message of a template: then it is not looked for in each of millions. */
type Known = {
  /** Something to read is printed for everybody. */
  readonly hasWords?: boolean;
  readonly areLinksSettled?: boolean;
};

/** A line break in a header would let an attribute's value write headers of its own. */
function isBroken(subject: string): boolean {
  return /[\r\n]/.test(subject);
}

/** Whether a rendered subject keeps an e-mail from being sent. */
export function isSubjectWrong(subject: string): boolean {
  return isBroken(subject) || exceeds('subject', subject.length) !== null;
}

/** What is wrong with a rendered message, or null. */
export function checkMessage(message: RenderedMessage, known: Known = {}): string | null {
  const { hasWords = false } = known;
  const reason = tooLarge(message);
  if (reason !== null) return `The rendered ${message.channel} message is too large: ${reason}`;
  switch (message.channel) {
    case 'SMS':
      return !hasWords && isBlank(message.body) ? 'The rendered body is empty.' : null;
    case 'CUSTOM':
      if (isBroken(message.subject ?? '')) return 'The rendered subject contains a line break.';
      return !hasWords && isBlank(message.body) ? 'The rendered body is empty.' : null;
    case 'EMAIL':
      if (isBroken(message.subject)) return 'The rendered subject contains a line break.';
      if (!hasWords && isTextAlone(message) && isBlank(message.text ?? '')) {
        return 'The rendered HTML and text are empty.';
      }
      return exceeds('subject', message.subject.length);
    case 'PUSH':
      if (!hasWords && isBlank(message.title) && isBlank(message.body)) return 'The rendered title and body are empty.';
      if (known.areLinksSettled !== true) {
        const link = wrongLink(message);
        if (link !== null) return link;
      }
      return message.collapseId === undefined ? null : exceeds('collapseId', bytesOf(message.collapseId));
  }
}
