/** Schemes that run what stands in them, or open what lies on the device. */
const NEVER = new Set(['javascript', 'data', 'vbscript', 'file', 'blob', 'about', 'filesystem', 'content', 'intent']);
const WEB = new Set(['https', 'http']);

/** As browsers do, which leave out line breaks and tabs wherever they stand. */
function schemeOf(url: string): string | null {
  const plain = url.replaceAll(/[\u0000-\u001f\u007f]/g, '').trimStart();
  return /^([a-z][a-z\d+.-]*):/i.exec(plain)?.[1]?.toLowerCase() ?? null;
}

/** What is wrong with the scheme of a link that a tap opens or a device loads; null when nothing is. */
export function refusedScheme(kind: 'WEB' | 'APP', url: string): string | null {
  // Nearly every one of millions.
  if (url.startsWith('https://')) return null;
  const scheme = schemeOf(url);
  if (scheme === null) return null;
  if (kind === 'WEB' && !WEB.has(scheme)) {
    return `opens "${scheme}:". Write an address of the web (https://…), or a deepLink for a place in the app`;
  }
  return NEVER.has(scheme) ? `opens "${scheme}:", which no message may` : null;
}

/** Whether a template of a link names its scheme before any data come, so that each message need not be looked at. */
export function isSettledLink(kind: 'WEB' | 'APP', source: string): boolean {
  const [fixed = ''] = source.split('{{', 1);
  return schemeOf(fixed) !== null && refusedScheme(kind, fixed) === null;
}
