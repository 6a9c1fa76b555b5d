import * as z from 'zod';

/** What is asked of the page, whoever asks: a mail program, its gateway, a person. */
export type UnsubscribeRequest = {
  readonly method: string;
  /** The reference of the link, as it stands there; empty: there is none. */
  readonly ref: string;
  /** The body says so, by the words of RFC 8058: no other request changes anything. */
  readonly isOneClick: boolean;
  /** A person pressed the button of the page. */
  readonly isByButton: boolean;
};

/** https://docs.aws.amazon.com/lambda/latest/dg/urls-invocation.html#urls-payloads */
const event = z.object({
  requestContext: z.object({ http: z.object({ method: z.string() }) }),
  queryStringParameters: z.record(z.string(), z.string()).optional(),
  headers: z.record(z.string(), z.string()).optional(),
  body: z.string().optional(),
  isBase64Encoded: z.boolean().optional(),
});

/** RFC 8058, section 3.2: the pair that the header List-Unsubscribe-Post names. */
const ONE_CLICK = 'List-Unsubscribe=One-Click';
const MAX_BODY = 10_000;

/** Reads the event of a function's URL. Throws for what is none: nothing else calls the function. */
export function readUnsubscribeRequest(given: unknown): UnsubscribeRequest {
  const { requestContext, queryStringParameters = {}, headers = {}, body = '', isBase64Encoded } = event.parse(given);
  const text = (isBase64Encoded === true ? Buffer.from(body, 'base64').toString('utf8') : body).slice(0, MAX_BODY);
  const type = headers['content-type'] ?? '';
  return {
    method: requestContext.http.method.toUpperCase(),
    ref: queryStringParameters['ref'] ?? '',
    isOneClick: isOneClick(text, type),
    isByButton: new URLSearchParams(text).get('by') === 'button',
  };
}

/** Forms of either kind may say it: `a=b` pairs, or parts with a name each. */
function isOneClick(text: string, type: string): boolean {
  if (/^multipart\/form-data/i.test(type)) {
    return /name="List-Unsubscribe"(?:\r?\n[^\r\n]+)*\r?\n\r?\nOne-Click\s/.test(text);
  }
  return new URLSearchParams(text.trim()).get('List-Unsubscribe') === ONE_CLICK.split('=')[1];
}
