import type { RenderedMessage, TemplateContent } from './template.ts';

/** Pinpoint's limits in characters, for the words of a template and for what one recipient reads. */
const MAX_PUSH = 4_000;
const MAX_EMAIL = 600_000;
const MAX_SMS = 1_600;
const MAX_CUSTOM = 5_000;

/** RFC 5322 puts a header line at 998 characters. */
const MAX_SUBJECT = 998;

/** APNs: the collapse id must not take more than 64 bytes. */
const MAX_COLLAPSE_BYTES = 64;

function tooLong(what: string, length: number, limit: number): string {
  return `${what} has ${length} characters; at most ${limit} are allowed.`;
}

function lengthOf(content: TemplateContent): number {
  switch (content.channel) {
    case 'SMS':
    case 'CUSTOM':
      return content.body.length;
    case 'EMAIL':
      return content.subject.length + content.html.length + (content.text?.length ?? 0);
    case 'PUSH': {
      let length = content.title.length + content.body.length;
      length += (content.url?.length ?? 0) + (content.deepLink?.length ?? 0) + (content.imageUrl?.length ?? 0);
      if (content.data === undefined) return length;
      for (const [key, value] of Object.entries(content.data)) length += key.length + value.length;
      return length;
    }
  }
}

const LIMITS = { PUSH: MAX_PUSH, EMAIL: MAX_EMAIL, SMS: MAX_SMS, CUSTOM: MAX_CUSTOM } as const;

/** What is too long about the words of a template, or null. */
export function checkLength(content: TemplateContent): string | null {
  const length = lengthOf(content);
  const limit = LIMITS[content.channel];
  return length > limit ? tooLong(`The ${content.channel} template`, length, limit) : null;
}

/** What is wrong with a rendered message, or null. */
export function checkMessage(message: RenderedMessage): string | null {
  const length = lengthOf(message);
  const limit = LIMITS[message.channel];
  if (length > limit) return tooLong(`The rendered ${message.channel} message`, length, limit);
  switch (message.channel) {
    case 'SMS':
    case 'CUSTOM':
      return message.body.trim() === '' ? 'The rendered body is empty.' : null;
    case 'EMAIL':
      // A line break in a header would let an attribute's value write headers of its own.
      if (/[\r\n]/.test(message.subject)) return 'The rendered subject contains a line break.';
      return message.subject.length > MAX_SUBJECT
        ? tooLong('The rendered subject', message.subject.length, MAX_SUBJECT)
        : null;
    case 'PUSH':
      if (message.title.trim() === '' && message.body.trim() === '') return 'The rendered title and body are empty.';
      return message.collapseId !== undefined &&
        new TextEncoder().encode(message.collapseId).length > MAX_COLLAPSE_BYTES
        ? `The rendered collapseId has more than ${MAX_COLLAPSE_BYTES} bytes.`
        : null;
  }
}
