import { isBlank } from '../trim-text.ts';
import { fixedTextOf } from './fixed-text.ts';
import type { TemplateContent } from './template.ts';

/**
 * What would stop the message of everybody, whatever their data, and is better said when the template is saved: null when
 * there is nothing. What depends on somebody's data is found in each message (`checkMessage`).
 */
export function refuseFixedWords(content: TemplateContent): string | null {
  switch (content.channel) {
    case 'EMAIL':
      if (isFixedBlank(content.subject)) return 'content.subject: is blank. Write one.';
      return wrongSubject(content.subject);
    case 'CUSTOM':
      if (isFixedBlank(content.body)) return 'content.body: is blank. Write something to send.';
      return content.subject === undefined ? null : wrongSubject(content.subject);
    case 'SMS':
      return isFixedBlank(content.body) ? 'content.body: is blank. Write something to send.' : null;
    case 'PUSH':
      if (!isFixedBlank(content.title) || !isFixedBlank(content.body)) return null;
      return 'content.title: title and body are blank. Write at least one of them.';
  }
}

function wrongSubject(source: string): string | null {
  const fixed = fixedTextOf(source);
  if (fixed === null || !/[\r\n]/.test(fixed.least)) return null;
  return 'content.subject: contains a line break. Write it on one line.';
}

function isFixedBlank(source: string): boolean {
  const fixed = fixedTextOf(source);
  return fixed !== null && fixed.isWhole && isBlank(fixed.least);
}
