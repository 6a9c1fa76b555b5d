const targets = new Map<string, string>();
let isListening = false;

/**
 * Sends requests for some hosts elsewhere, by `fetch` and by `XMLHttpRequest`, which the client uses for uploads in browsers.
 * The host stays a part of the path, because it is a part of what the client signs.
 */
export function redirectRequests(hosts: readonly string[], baseOf: (host: string) => string): void {
  for (const host of hosts) targets.set(host, baseOf(host));
  if (isListening || targets.size === 0) return;
  isListening = true;
  const { fetch: ask } = globalThis;
  globalThis.fetch = (input, init) => {
    if (!(input instanceof Request)) return ask(redirect(input), init);
    const url = redirect(input.url);
    return url === input.url ? ask(input, init) : ask(new Request(url, input), init);
  };
  if (typeof XMLHttpRequest === 'undefined') return;
  XMLHttpRequest.prototype.open = new Proxy(XMLHttpRequest.prototype.open, {
    apply: (open, request, [method, url, ...rest]: [string, string | URL, ...unknown[]]) =>
      Reflect.apply(open, request, [method, redirect(url), ...rest]),
  });
}

function redirect(url: string | URL): string {
  const text = String(url);
  if (!text.startsWith('https://')) return text;
  const { host, pathname, search } = new URL(text);
  const base = targets.get(host);
  return base === undefined ? text : `${base}${pathname}${search}`;
}
