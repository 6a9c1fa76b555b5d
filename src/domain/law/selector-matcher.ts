import type { Attributes } from './html-tokens.ts';
import { isMet, plainName, readSelector, type Combinator, type Compound, type SelectedElement } from './selector.ts';

/** Which parts of selectors have been met at an element, and around and before it. */
export type Place = {
  readonly own: ReadonlySet<number>;
  readonly around: ReadonlySet<number>;
  /** Of its children until now: the last, all, and whether there are any. */
  previous: ReadonlySet<number>;
  readonly earlier: Set<number>;
  isEmpty: boolean;
};

type Step = {
  readonly id: number;
  readonly compound: Compound;
  readonly combinator: Combinator;
  readonly isFirst: boolean;
  readonly isLast: boolean;
};

/**
 * More letters in selectors that hide than any mail has. Of those beyond, the last name is taken for all that they ask: who
 * hides so much may be refused for what is seen.
 */
const MAX_LETTERS = 5_000;
const NO_STEPS: ReadonlySet<number> = new Set();

function keyOf({ tag, names }: Compound): string {
  return names.find((name) => name.startsWith('#')) ?? names[0] ?? tag ?? '*';
}

function namesOf(attributes: Attributes): ReadonlySet<string> {
  const names = new Set<string>();
  for (const name of (attributes.get('class') ?? '').split(/\s+/)) if (name !== '') names.add(`.${plainName(name)}`);
  const id = attributes.get('id');
  return id === undefined ? names : names.add(`#${plainName(id)}`);
}

/**
 * Tells of elements, from tag to tag, whether one of some selectors means them. Each element knows what was met around it,
 * so that nothing is looked for: a mail of many tags would take minutes otherwise. Selectors that are not understood mean nothing.
 */
export function createSelectorMatcher(selectors: readonly string[]) {
  const simple = new Set<string>();
  const steps = new Map<string, Step[]>();
  let count = 0;
  let letters = 0;
  for (const selector of new Set(selectors)) {
    const read = readSelector(selector);
    if (read === null || read === 'NEVER') continue;
    const last = read.at(-1);
    if (last === undefined) continue;
    const { tag, names, conditions } = last.compound;
    const isSimple = read.length === 1 && conditions.length === 0 && names.length + Number(tag !== null) <= 1;
    if (!isSimple) letters += selector.length;
    if (isSimple || letters > MAX_LETTERS) {
      simple.add(keyOf(last.compound));
      continue;
    }
    for (const [at, { compound, combinator }] of read.entries()) {
      const step = { id: count, compound, combinator, isFirst: at === 0, isLast: at === read.length - 1 };
      const key = keyOf(compound);
      const known = steps.get(key);
      if (known === undefined) steps.set(key, [step]);
      else known.push(step);
      count += 1;
    }
  }

  /** Whether what a selector asks before a step has been met, where it asks for it. */
  const isReached = ({ id, combinator, isFirst }: Step, parent: Place | undefined): boolean => {
    if (isFirst) return true;
    if (parent === undefined) return false;
    const met = { ' ': parent.around, '>': parent.own, '+': parent.previous, '~': parent.earlier }[combinator];
    return met.has(id - 1);
  };

  const metAt = (element: SelectedElement, parent: Place | undefined): readonly Step[] => {
    const candidates = ['*', element.tag, ...element.names].flatMap((key) => steps.get(key) ?? []);
    return candidates.filter((step) => isReached(step, parent) && isMet(step.compound, element));
  };

  return {
    /** The place of an element that begins within another, and whether a selector means it. */
    enter: (
      tag: string,
      attributes: Attributes,
      parent: Place | undefined,
    ): { readonly isMeant: boolean; readonly place: Place | undefined } => {
      if (simple.size === 0 && count === 0) return { isMeant: false, place: undefined };
      const names = namesOf(attributes);
      const isSimplyMeant = simple.has('*') || simple.has(tag) || [...names].some((name) => simple.has(name));
      if (count === 0) return { isMeant: isSimplyMeant, place: undefined };
      const met = metAt({ tag, names, attributes, isFirst: parent?.isEmpty ?? true }, parent);
      const own = met.length === 0 ? NO_STEPS : new Set(met.map(({ id }) => id));
      const outside = parent?.around ?? NO_STEPS;
      const around = met.every(({ id }) => outside.has(id)) ? outside : new Set([...outside, ...own]);
      if (parent !== undefined) {
        parent.previous = own;
        parent.isEmpty = false;
        for (const id of own) parent.earlier.add(id);
      }
      const place = { own, around, previous: NO_STEPS, earlier: new Set<number>(), isEmpty: true };
      return { isMeant: isSimplyMeant || met.some(({ isLast }) => isLast), place };
    },
  };
}
