import {
  BOUNDARIES,
  ENDS_PARAGRAPH,
  FOREIGN,
  FORMATTING,
  HEADINGS,
  SPECIAL,
  TABLE_PLACES,
  WHOLE,
} from './html-elements.ts';

/** An element that is open: in how many ways it hides what is in it; -1 shows what one way of another hides. */
export type OpenElement = { readonly tag: string; hides: number };

/** More than any mail has of hidden letters within a paragraph that is closed before them. */
const MAX_REOPENED = 8;
const MARKERS = new Set([...BOUNDARIES].filter((tag) => tag !== 'table'));

/**
 * The elements that are open, from tag to tag, as a browser has them: a paragraph ends where a block begins, and a tag in a
 * cell does not close what is around the table. Places are kept by name, so that nothing is looked for: a mail of many
 * tags would take minutes otherwise.
 */
export function createOpenElements<Element extends OpenElement>() {
  const open: Element[] = [];
  const places = new Map<string, number[]>();
  const specials: number[] = [];
  const stops: number[] = [];
  const boundaries: number[] = [];
  let hiding = 0;

  const last = (...tags: readonly string[]): number => Math.max(...tags.map((tag) => places.get(tag)?.at(-1) ?? -1));
  const boundary = (): number => boundaries.at(-1) ?? -1;

  const push = (element: Element): void => {
    const { tag } = element;
    const at = open.push(element) - 1;
    const known = places.get(tag);
    if (known === undefined) places.set(tag, [at]);
    else known.push(at);
    hiding += element.hides;
    if (!SPECIAL.has(tag)) return;
    specials.push(at);
    if (!['address', 'div', 'p'].includes(tag)) stops.push(at);
    // A cell outside of a table is none for a browser; here it may be a part of a mail.
    if (BOUNDARIES.has(tag) && !(tag in TABLE_PLACES && last('table') < 0)) boundaries.push(at);
  };

  /** Closes all from a place on; letters that are hidden by their tag go on behind it, unless it was theirs. */
  const closeFrom = (at: number, own?: string): void => {
    let reopened: Element[] = [];
    while (open.length > at) {
      const element = open.pop();
      if (element === undefined) break;
      for (const list of [places.get(element.tag), specials, stops, boundaries]) {
        if (list?.at(-1) === open.length) list.pop();
      }
      hiding -= element.hides;
      if (MARKERS.has(element.tag)) reopened = [];
      else if (element.hides > 0 && FORMATTING.has(element.tag) && !(open.length === at && element.tag === own)) {
        if (reopened.length < MAX_REOPENED) reopened.push(element);
      }
    }
    for (const element of reopened.toReversed()) push(element);
  };

  /** The tag of an element of letters may stand where its element does not end: it shows what follows, no more. */
  const release = (at: number): void => {
    const element = open[at];
    if (element === undefined) return;
    hiding -= element.hides;
    element.hides = 0;
    places.get(element.tag)?.pop();
  };

  const tableWithin = (): number => (last('table') > last('template') ? last('table') : -1);

  return {
    innermost: (): Element | undefined => open.at(-1),
    isHiding: (): boolean => hiding > 0,
    isForeign: (): boolean => last(...FOREIGN) >= 0,
    push,
    /** What the beginning of an element ends. */
    beforeOpening: (tag: string): void => {
      const innermost = open.at(-1)?.tag ?? '';
      const parts = TABLE_PLACES[tag];
      if (parts !== undefined) {
        if (tableWithin() >= 0) closeFrom(Math.max(tableWithin(), last(...parts)) + 1);
        return;
      }
      if (ENDS_PARAGRAPH.has(tag)) {
        const item = tag === 'li' ? last('li') : tag === 'dd' || tag === 'dt' ? last('dd', 'dt') : -1;
        if (item >= 0 && item >= (stops.at(-1) ?? -1)) closeFrom(item);
        if (last('p') > Math.max(boundary(), last('button'))) closeFrom(last('p'));
        if (HEADINGS.includes(tag) && HEADINGS.includes(innermost)) closeFrom(open.length - 1);
      }
      if ((tag === 'option' && innermost === 'option') || (tag === 'button' && last('button') > boundary()))
        closeFrom(last(tag));
      if (tag !== 'a' || last('a') <= boundary()) return;
      if (last('a') > (specials.at(-1) ?? -1)) closeFrom(last('a'), 'a');
      else release(last('a'));
    },
    close: (tag: string): void => {
      if (WHOLE.has(tag)) return;
      const at = HEADINGS.includes(tag) ? last(...HEADINGS) : last(tag);
      if (at < 0) return;
      if (FOREIGN.includes(tag)) {
        if (at > boundary()) closeFrom(at);
        return;
      }
      if (tag === 'table' || tag in TABLE_PLACES) {
        if (at >= tableWithin()) closeFrom(at);
        return;
      }
      const special = specials.at(-1) ?? -1;
      if (FORMATTING.has(tag)) {
        if (at > special) closeFrom(at, tag);
        else if (at > boundary()) release(at);
        return;
      }
      if (!SPECIAL.has(tag)) {
        if (at > special) closeFrom(at);
        return;
      }
      const around = tag === 'li' ? last('ul', 'ol') : tag === 'p' ? last('button') : -1;
      if (at >= boundary() && at > around) closeFrom(at);
    },
  };
}
