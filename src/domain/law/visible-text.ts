import { ofAttribute } from './colour.ts';
import { backgroundOf, isHidingColour, isHidingStyle, isWhite } from './hiding-style.ts';
import { FOREIGN, IN_HEAD, INLINE, SPECIAL, FORMATTING, UNREAD, VOID, WHOLE } from './html-elements.ts';
import { htmlTokens, NO_ATTRIBUTES, type Attributes } from './html-tokens.ts';
import { hidingSelectors, sheetsOf } from './style-sheets.ts';
import { createSelectorMatcher, type Place } from './selector-matcher.ts';
import { createOpenElements, type OpenElement } from './open-elements.ts';

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

/** The background that an element has by itself. */
function ownBackground(attributes: Attributes): string | undefined {
  return backgroundOf(attributes.get('style') ?? '') ?? (ofAttribute(attributes.get('bgcolor') ?? '') || undefined);
}

/** These are shown when somebody opens them, which nobody has to do. */
function isClosed(tag: string, attributes: Attributes): boolean {
  if (tag === 'details' || tag === 'dialog') return !attributes.has('open');
  return attributes.has('popover');
}

/** Whether an element hides its words by itself: `behind` is what is known to be behind them. */
function isHidden(tag: string, attributes: Attributes, isPlain: boolean, behind: string | undefined): boolean {
  if (UNREAD.has(tag)) return true;
  if (attributes.size === 0) return false;
  if (attributes.has('hidden')) return true;
  if (isHidingStyle(attributes.get('style') ?? '', isPlain, behind)) return true;
  const colour = tag === 'font' ? attributes.get('color') : tag === 'body' ? attributes.get('text') : undefined;
  return colour !== undefined && isHidingColour(ofAttribute(colour), behind, isPlain);
}

/** An open element, what is behind its words, and whether a summary of it has been shown. */
type Element = OpenElement & {
  readonly behind: string | undefined;
  readonly place: Place | undefined;
  hasSummary: boolean;
};

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
  const matcher = createSelectorMatcher(hidingSelectors(sheets, isPlain));
  // They may put another background behind anything: then only what an element says of itself is known.
  const isBehindKnown = !sheets.some((sheet) => /background/i.test(sheet));
  const open = createOpenElements<Element>();
  const page = new Set<string>();
  let isPageHidden = false;
  let text = '';

  const begin = (tag: string, attributes: Attributes, isClosedAtOnce: boolean): void => {
    const parent = open.innermost();
    const around = isBehindKnown ? parent?.behind : undefined;
    const behind = ownBackground(attributes) ?? around;
    const { isMeant, place } = matcher.enter(tag, attributes, parent?.place);
    if (isClosedAtOnce) return;
    const isGone = isMeant || isHidden(tag, attributes, isPlain, behind);
    if (WHOLE.has(tag)) {
      // Of a page there is one: what its tag says holds for what stands before it as well.
      if (isGone && !open.isHiding()) isPageHidden = true;
      if (page.has(tag)) return;
      page.add(tag);
    }
    const isShown = tag === 'summary' && parent?.tag === 'details' && isShowingSummary(parent);
    const hides = Number(isGone) + Number(isClosed(tag, attributes)) - Number(isShown);
    open.push({ tag, hides, behind, place, hasSummary: !isClosed(tag, attributes) });
  };
  /** A page is there though no tag says so. */
  const beginPage = (...tags: readonly string[]): void => {
    for (const tag of tags) if (!page.has(tag)) begin(tag, NO_ATTRIBUTES, false);
  };

  for (const token of htmlTokens(html, open.isForeign)) {
    if (token.kind === 'TEXT') {
      if (token.text.trim() !== '' && !open.isHiding()) beginPage('html', 'body');
      if (!open.isHiding()) text += token.text;
      continue;
    }
    const { tag } = token;
    if (!INLINE.has(tag) && !open.isHiding()) text += ' ';
    if (token.kind === 'CLOSING') {
      open.close(tag);
      continue;
    }
    // What is in the head is looked at by itself.
    if (tag === 'head') continue;
    if (tag !== 'html') beginPage('html', ...(tag === 'body' || IN_HEAD.has(tag) ? [] : ['body']));
    open.beforeOpening(tag);
    begin(tag, token.attributes, VOID.has(tag) || (token.isSelfClosing && closesItself(tag, open.isForeign())));
  }
  return isPageHidden ? '' : text;
}

/** Whether it shows the summary that begins in it: the first of what is closed. */
function isShowingSummary(details: Element): boolean {
  const isFirst = !details.hasSummary;
  details.hasSummary = true;
  return isFirst;
}
