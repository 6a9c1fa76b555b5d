import { backgroundOf, isHidingColour, isHidingStyle, isWhite } from './hiding-style.ts';
import { FOREIGN, INLINE, SPECIAL, FORMATTING, UNREAD, VOID, WHOLE } from './html-elements.ts';
import { htmlTokens, type Attributes } from './html-tokens.ts';
import { createOpenElements, type OpenElement } from './open-elements.ts';

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

/** What is hidden by a style sheet, whether the page is white, and what else is known to be behind the words. */
type Surroundings = {
  readonly selectors: ReadonlySet<string>;
  readonly isPlain: boolean;
  readonly around: string | undefined;
};

/** The background that an element has by itself. */
function ownBackground(attributes: Attributes): string | undefined {
  return backgroundOf(attributes.get('style') ?? '') ?? (attributes.get('bgcolor') || undefined);
}

/** These are shown when somebody opens them, which nobody has to do. */
function isClosed(tag: string, attributes: Attributes): boolean {
  if (tag === 'details' || tag === 'dialog') return !attributes.has('open');
  return attributes.has('popover');
}

function isHidden(tag: string, attributes: Attributes, { selectors, isPlain, around }: Surroundings): boolean {
  if (UNREAD.has(tag)) return true;
  const isAll = selectors.has('*') || selectors.has(tag);
  if (attributes.size === 0 || isAll) return isAll;
  const behind = ownBackground(attributes) ?? around;
  if (attributes.has('hidden')) return true;
  if (isHidingStyle(attributes.get('style') ?? '', isPlain, behind)) return true;
  const colour = tag === 'font' ? attributes.get('color') : tag === 'body' ? attributes.get('text') : undefined;
  if (colour !== undefined && isHidingColour(colour, behind, isPlain)) return true;
  if (selectors.size === 0) return false;
  const classes = (attributes.get('class') ?? '').toLowerCase().split(/\s+/).filter(Boolean);
  const names = [...classes.map((name) => `.${name}`), `#${(attributes.get('id') ?? '').toLowerCase()}`];
  return names.some((name) => selectors.has(name) || selectors.has(`${tag}${name}`));
}

/** An open element, what is behind its words, and whether a summary of it has been shown. */
type Element = OpenElement & { readonly behind: string | undefined; hasSummary: boolean };

/** Whether an element is closed by its own tag: a slash at the end does so only where the element is none of HTML. */
function closesItself(tag: string, isForeign: boolean): boolean {
  return FOREIGN.includes(tag) || (isForeign && !SPECIAL.has(tag) && !FORMATTING.has(tag) && tag !== 'span');
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
  const isBehindKnown = !sheets.some((sheet) => /background/i.test(sheet));
  const open = createOpenElements<Element>();
  let text = '';
  for (const token of htmlTokens(html, open.isForeign)) {
    if (token.kind === 'TEXT') {
      if (!open.isHiding()) text += token.text;
      continue;
    }
    const { tag } = token;
    if (!INLINE.has(tag) && !open.isHiding()) text += ' ';
    if (token.kind === 'CLOSING') {
      open.close(tag);
      continue;
    }
    open.beforeOpening(tag);
    // What is in the head is looked at by itself.
    if (VOID.has(tag) || tag === 'head') continue;
    if (token.isSelfClosing && closesItself(tag, open.isForeign())) continue;
    const { attributes } = token;
    const parent = open.innermost();
    const around = isBehindKnown ? parent?.behind : undefined;
    const isAllHidden = isHidden(tag, attributes, { selectors, isPlain, around });
    // Of a page there is one: what its tag says holds for what stands before it as well.
    if (isAllHidden && WHOLE.has(tag) && !open.isHiding()) return '';
    const isSummary = tag === 'summary' && parent?.tag === 'details' && isShowingSummary(parent);
    const hides = Number(isAllHidden) + Number(isClosed(tag, attributes)) - Number(isSummary);
    open.push({ tag, hides, behind: ownBackground(attributes) ?? around, hasSummary: !isClosed(tag, attributes) });
  }
  return text;
}

/** Whether it shows the summary that begins in it: the first of what is closed. */
function isShowingSummary(details: Element): boolean {
  const isFirst = !details.hasSummary;
  details.hasSummary = true;
  return isFirst;
}
