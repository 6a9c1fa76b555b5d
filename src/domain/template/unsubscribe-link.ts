import type { EmailContent } from './template.ts';

/** What SES and Pinpoint call the address at which a recipient unsubscribes; templates that people bring have it. */
export const UNSUBSCRIBE_VARIABLE = 'amazonSESUnsubscribeUrl';

/**
 * Stands in a rendered e-mail for its recipient's own link, which names the message and is signed: whoever sends the mail
 * knows it. It leads nowhere (RFC 2606), so that a preview can show it.
 */
export const UNSUBSCRIBE_PLACEHOLDER = 'https://unsubscribe.invalid/';

/** Whether a rendered e-mail holds the recipient's unsubscribe link. */
export function hasUnsubscribeLink({ html, text }: Pick<EmailContent, 'html' | 'text'>): boolean {
  return html.includes(UNSUBSCRIBE_PLACEHOLDER) || text?.includes(UNSUBSCRIBE_PLACEHOLDER) === true;
}

/** The e-mail with the recipient's own link, an address of the web, in the place of what stood for it. */
export function withUnsubscribeLink(message: EmailContent, url: string): EmailContent {
  const escaped = url.replaceAll('&', '&amp;').replaceAll("'", '&#39;');
  const { html, text } = message;
  return {
    ...message,
    html: html.replaceAll(UNSUBSCRIBE_PLACEHOLDER, () => escaped),
    ...(text === undefined ? {} : { text: text.replaceAll(UNSUBSCRIBE_PLACEHOLDER, () => url) }),
  };
}
