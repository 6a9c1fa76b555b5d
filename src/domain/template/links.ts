import { isBlank } from '../trim-text.ts';

/** Schemes that run what stands in them, or open what lies on the device. */
const NEVER = new Set(['javascript', 'data', 'vbscript', 'file', 'blob', 'about', 'filesystem', 'content', 'intent']);
const WEB = new Set(['https', 'http']);

/** The beginning of an address of the web, as far as its host begins. */
const WITH_HOST = /^https?:\/\/[^\s/?#\\]/i;

/** What of a template's link is the same for everybody: its beginning, or all of it. */
const BEFORE_DATA = /^[^{]*(?:\{(?!\{)[^{]*)*/;

/** As browsers do, which leave out line breaks and tabs wherever they stand. */
function plain(url: string): string {
  return url.replaceAll(/[\u0000-\u001f\u007f]/g, '').trimStart();
}

function schemeOf(url: string): string | null {
  return /^([a-z][a-z\d+.-]*):/i.exec(plain(url))?.[1]?.toLowerCase() ?? null;
}

function refusedScheme(kind: 'WEB' | 'APP', scheme: string): string | null {
  if (kind === 'WEB' && !WEB.has(scheme)) {
    return `opens "${scheme}:". Write an address of the web (https://…), or a deepLink for a place in the app`;
  }
  return NEVER.has(scheme) ? `opens "${scheme}:", which no message may` : null;
}

/** What is wrong with a link that a tap opens or a device loads; null when nothing is, and when it is blank: then there is none. */
export function refusedLink(kind: 'WEB' | 'APP', url: string): string | null {
  // Nearly every one of millions.
  if (url.startsWith('https://') && WITH_HOST.test(url)) return null;
  if (isBlank(url)) return null;
  const scheme = schemeOf(url);
  const wrong = scheme === null ? null : refusedScheme(kind, scheme);
  if (wrong !== null || kind === 'APP' || WITH_HOST.test(plain(url))) return wrong;
  return 'is no address of the web. Write all of it, as https://example.com/sale';
}

/** The same of a link with Handlebars, by what everybody gets of it. */
export function refusedLinkTemplate(kind: 'WEB' | 'APP', source: string): string | null {
  const [fixed = ''] = BEFORE_DATA.exec(source) ?? [];
  if (fixed.length === source.length) return refusedLink(kind, source);
  const scheme = schemeOf(fixed);
  return scheme === null ? null : refusedScheme(kind, scheme);
}

/** Whether a template of a link names its scheme and its host before any data come, so that each message need not be looked at. */
export function isSettledLink(kind: 'WEB' | 'APP', source: string): boolean {
  const [fixed = ''] = BEFORE_DATA.exec(source) ?? [];
  return schemeOf(fixed) !== null && refusedLink(kind, fixed) === null;
}
