import type { MessageHeader } from '@aws-sdk/client-sesv2';
import { formatMessageRef, type MessageRef } from '../../domain/send-job/index.ts';

const PLACEHOLDER = '{ref}';

/** Where one recipient unsubscribes from one message. */
export type UnsubscribeLinks = (ref: MessageRef) => string;

/** The links of an address with `{ref}` in it; signed by `sign`, where there is one. */
export function unsubscribeLinks(
  urlTemplate: string,
  sign: (ref: MessageRef) => string = formatMessageRef,
): UnsubscribeLinks {
  return (ref) => urlTemplate.replaceAll(PLACEHOLDER, () => encodeURIComponent(sign(ref)));
}

/** RFC 8058: with both headers a mail program unsubscribes by one POST, without opening a page. */
export function unsubscribeHeaders(url: string): MessageHeader[] {
  return [
    { Name: 'List-Unsubscribe', Value: `<${url}>` },
    { Name: 'List-Unsubscribe-Post', Value: 'List-Unsubscribe=One-Click' },
  ];
}

/**
 * Mail programs follow only https (on this very machine the sandbox stands for one), and a link that names no message
 * unsubscribes nobody. Throws for any other.
 */
export function checkUnsubscribeUrl(urlTemplate: string): void {
  const url = urlTemplate.replaceAll(PLACEHOLDER, 'ref');
  // The characters of a URL (RFC 3986): none that could end the header or its angle brackets.
  const isUrl =
    /^(?:https:\/\/|http:\/\/(?:localhost|127\.0\.0\.1)[:/])[\w.~:/?#[\]@!$&'()*+,;=%-]+$/.test(url) &&
    URL.canParse(url);
  if (isUrl && url !== urlTemplate) return;
  throw new TypeError(
    `unsubscribeUrl must be an https URL with ${PLACEHOLDER} in it, such as https://example.com/u?ref=${PLACEHOLDER}.`,
  );
}
