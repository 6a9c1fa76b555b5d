import { backgroundOf, isHidingColour, isHidingStyle, isWhite } from './hiding-style.ts';
import { createOpenBackgrounds } from './open-backgrounds.ts';

/** What stands in these is never read. */
const UNREAD = new Set([
  'style',
  'script',
  'title',
  'head',
  'template',
  'noscript',
  'noframes',
  'noembed',
  'textarea',
  'select',
  'option',
  'datalist',
  'svg',
  'canvas',
  'iframe',
  'object',
  'audio',
  'video',
]);
const VOID = new Set(['area', 'base', 'br', 'col', 'embed', 'hr', 'img', 'input', 'link', 'meta', 'source', 'wbr']);
/** Within a word these leave no gap. */
const INLINE = new Set([
  'a',
  'b',
  'big',
  'em',
  'font',
  'i',
  'mark',
  'small',
  'span',
  'strong',
  'sub',
  'sup',
  'u',
  'wbr',
]);

/**
 * Comments and tags; what is not closed takes the rest with it, as browsers do. So nothing is looked at twice: a mail of
 * many beginnings would take minutes otherwise.
 */
const TOKEN =
  /<!--[\s\S]*?(?:-->|$)|<(\/?)([a-z][\w:-]*)((?:=\s*"[^"]*(?:"|$)|=\s*'[^']*(?:'|$)|[^>])*)(?:>|$)|<![^>]*(?:>|$)/gi;

const NAMED: Readonly<Record<string, string>> = { nbsp: ' ', amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };

function decoded(text: string): string {
  if (!text.includes('&')) return text;
  return text.replaceAll(/&(?:#(\d{1,7})|#x([\da-f]{1,6})|([a-z]+));?/gi, (whole, decimal, hex, name) => {
    if (typeof name === 'string') return NAMED[name] ?? whole;
    const code = typeof decimal === 'string' ? Number(decimal) : Number.parseInt(String(hex), 16);
    return code > 0 && code <= 0x10_ffff ? String.fromCodePoint(code) : '';
  });
}

/** A mail's own style sheets. */
function sheetsOf(html: string): readonly string[] {
  return [...html.matchAll(/<style[^>]*(?:>|$)([\s\S]*?)(?:<\/style|$)/gi)].map(([, sheet = '']) => sheet);
}

/** The plain selectors (`p`, `.note`, `#x`) that style sheets hide on every screen. */
function hiddenSelectors(sheets: readonly string[], isPlain: boolean): ReadonlySet<string> {
  const hidden = new Set<string>();
  for (const sheet of sheets) {
    const everywhere = sheet
      .replaceAll(/\/\*[\s\S]*?(?:\*\/|$)/g, '')
      .replaceAll(/@media\s+(?:only\s+)?(?:all|screen)\s*\{((?:[^{}]*\{[^{}]*\})*[^{}]*)\}/gi, '$1')
      .replaceAll(/@[^{};@]*(?:;|\{(?:[^{}]*\{[^{}]*\})*[^{}]*\})/g, '');
    for (const rule of everywhere.split('}').slice(0, -1)) {
      const [selectors = '', rules = ''] = rule.split('{').slice(-2);
      if (isHidingStyle(rules, isPlain))
        for (const selector of selectors.split(',')) hidden.add(selector.trim().toLowerCase());
    }
  }
  return hidden;
}

const BACKGROUNDS = /(?:background(?:-color)?\s*:\s*|bgcolor\s*=\s*["']?)([^;"'>}!]{1,80})/gi;

/** Whether all of a mail is on white: it has no background, or none but white ones. */
function isOnWhite(html: string): boolean {
  const isBare = !/background|bgcolor/i.test(html);
  if (isBare) return true;
  const backgrounds = [...html.matchAll(BACKGROUNDS)].map(([, background = '']) => background);
  // Pictures and whatever else is behind words is read as visible.
  const isAll = backgrounds.length === html.match(/background|bgcolor/gi)?.length;
  return isAll && backgrounds.every(isWhite);
}

function valueOf(name: string): RegExp {
  return new RegExp(String.raw`(?:^|[\s"'/])${name}\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'>]+))`, 'i');
}

const STYLE = valueOf('style');
const CLASS = valueOf('class');
const ID = valueOf('id');
const COLOUR = valueOf('color');
const BEHIND = valueOf('bgcolor');
const TEXT = valueOf('text');

function attribute(attributes: string, value: RegExp): string {
  const found = value.exec(attributes);
  return decoded(found?.[1] ?? found?.[2] ?? found?.[3] ?? '');
}

/** What is hidden by a style sheet, whether the page is white, and what else is known to be behind the words. */
type Surroundings = {
  readonly selectors: ReadonlySet<string>;
  readonly isPlain: boolean;
  readonly around: string | undefined;
};

/** The background that an element has by itself. */
function ownBackground(attributes: string): string | undefined {
  if (!/background|bgcolor/i.test(attributes)) return undefined;
  return backgroundOf(attribute(attributes, STYLE)) ?? (attribute(attributes, BEHIND) || undefined);
}

function isHidden(tag: string, attributes: string, { selectors, isPlain, around }: Surroundings): boolean {
  if (UNREAD.has(tag)) return true;
  const isAll = selectors.has('*') || selectors.has(tag);
  if (attributes === '' || isAll) return isAll;
  const plain = attributes.replaceAll(/"[^"]*"|'[^']*'/g, '""');
  const behind = ownBackground(attributes) ?? around;
  if (/(?:^|[\s"])hidden(?=$|[\s/=])/i.test(plain)) return true;
  if (isHidingStyle(attribute(attributes, STYLE), isPlain, behind)) return true;
  if (tag === 'font' && isHidingColour(attribute(attributes, COLOUR), behind, isPlain)) return true;
  if (tag === 'body' && isHidingColour(attribute(attributes, TEXT), behind, isPlain)) return true;
  if (selectors.size === 0) return false;
  const classes = attribute(attributes, CLASS).toLowerCase().split(/\s+/).filter(Boolean);
  const names = [...classes.map((name) => `.${name}`), `#${attribute(attributes, ID).toLowerCase()}`];
  return names.some((name) => selectors.has(name) || selectors.has(`${tag}${name}`));
}

/**
 * What a reader sees of an HTML mail: no comments, no styles, nothing that the mail itself hides. Words in the
 * colour of a background that a style sheet gives are taken for visible.
 */
export function visibleText(html: string): string {
  const isPlain = isOnWhite(html);
  const sheets = sheetsOf(html);
  const selectors = hiddenSelectors(sheets, isPlain);
  // They may put another background behind anything: then only what an element says of itself is known.
  const backgrounds = sheets.some((sheet) => /background/i.test(sheet)) ? null : createOpenBackgrounds();
  let text = '';
  let from = 0;
  /** The element that hides what is in it, and how many of its name are open in it. */
  let hiding: { readonly tag: string; depth: number } | null = null;
  for (const match of html.matchAll(TOKEN)) {
    const [token, slash = '', name = '', attributes = ''] = match;
    if (hiding === null) text += decoded(html.slice(from, match.index));
    from = match.index + token.length;
    const tag = name.toLowerCase();
    const isOpening = tag !== '' && slash === '' && !VOID.has(tag) && !attributes.endsWith('/');
    if (hiding !== null) {
      if (tag !== hiding.tag) continue;
      hiding.depth += slash === '/' ? -1 : isOpening ? 1 : 0;
      if (hiding.depth === 0) hiding = null;
      continue;
    }
    if (tag !== '' && !INLINE.has(tag)) text += ' ';
    if (slash === '/') backgrounds?.closed(tag);
    if (!isOpening) continue;
    if (isHidden(tag, attributes, { selectors, isPlain, around: backgrounds?.behind() })) hiding = { tag, depth: 1 };
    else backgrounds?.opened(tag, ownBackground(attributes));
  }
  return hiding === null ? text + decoded(html.slice(from)) : text;
}
