import { composeLetters } from '../compose-letters.ts';
import type { DefaultSubstitutions, TemplateContent } from './template.ts';

/**
 * Words with their syllables in one character each: what macOS hands on as letters would be sent as letters, three times
 * as long, and its `(광고)` would be no label.
 */
export function composeContent(content: TemplateContent): TemplateContent {
  switch (content.channel) {
    case 'SMS':
      return { ...content, body: composeLetters(content.body) };
    case 'CUSTOM': {
      const { subject, body } = content;
      return {
        ...content,
        body: composeLetters(body),
        ...(subject === undefined ? {} : { subject: composeLetters(subject) }),
      };
    }
    case 'EMAIL': {
      const { subject, html, text } = content;
      return {
        ...content,
        subject: composeLetters(subject),
        html: composeLetters(html),
        ...(text === undefined ? {} : { text: composeLetters(text) }),
      };
    }
    case 'PUSH':
      return { ...content, title: composeLetters(content.title), body: composeLetters(content.body) };
  }
}

/** The same of what is read where somebody has no value. */
export function composeDefaults(substitutions: DefaultSubstitutions): DefaultSubstitutions {
  return Object.fromEntries(Object.entries(substitutions).map(([path, text]) => [path, composeLetters(text)]));
}
