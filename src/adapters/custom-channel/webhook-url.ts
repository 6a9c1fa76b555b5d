const LOOPBACK = new Set(['localhost', '127.0.0.1', '[::1]']);

/** The URL of a webhook: customers' data leaves only encrypted, except to this very machine. Throws for any other. */
export function webhookUrl(text: string): URL {
  const url = URL.canParse(text) ? new URL(text) : null;
  const isAllowed = url?.protocol === 'https:' || (url?.protocol === 'http:' && LOOPBACK.has(url.hostname));
  if (url === null || !isAllowed) throw new TypeError('The URL of a webhook must begin with https://.');
  // fetch refuses such a URL only when it is used.
  if (url.username !== '' || url.password !== '') {
    throw new TypeError('The URL of a webhook must not contain a user name or password: calls are signed instead.');
  }
  return url;
}
