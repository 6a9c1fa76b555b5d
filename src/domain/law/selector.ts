import type { Attributes } from './html-tokens.ts';

/** What a selector says of one element. */
export type Compound = {
  readonly tag: string | null;
  /** Its classes and its id, as `.note` and `#x`. */
  readonly names: readonly string[];
  readonly conditions: readonly ((element: SelectedElement) => boolean)[];
};

/** An element as selectors see it. */
export type SelectedElement = {
  readonly tag: string;
  readonly names: ReadonlySet<string>;
  readonly attributes: Attributes;
  readonly isFirst: boolean;
};

/** How an element stands to the one before it in a selector: within it, its child, behind it, right behind it. */
export type Combinator = ' ' | '>' | '~' | '+';

/** A selector: its elements from the outermost on, each with how it stands to the one before. */
export type Selector = readonly { readonly compound: Compound; readonly combinator: Combinator }[];

const NAME = String.raw`[\w\u0080-\uffff-]+`;
const PART = new RegExp(
  [
    String.raw`(\*|${NAME})`,
    String.raw`([.#]${NAME})`,
    String.raw`\[\s*(${NAME})\s*(?:([~|^$*]?=)\s*(?:"([^"]*)"|'([^']*)'|(${NAME}))\s*(?:[is]\s*)?)?\]`,
    String.raw`:(:?${NAME})(?:\(([^()]*)\))?`,
  ].join('|'),
  'iy',
);
const BETWEEN = /\s*([>~+])\s*|\s+/y;

/** A name whose odd letters are no longer parts of a selector: `md\:x` names the class `md:x`. */
export function plainName(name: string): string {
  return name
    .toLowerCase()
    .replaceAll(/[^\w\u0080-\uffff-]/g, (letter) => String.fromCodePoint(0xe0_00 + (letter.codePointAt(0) ?? 0)));
}

function withoutEscapes(selector: string): string {
  return selector.replaceAll(/\\(?:([\da-f]{1,6})\s?|([^\n]))/gi, (_, hex, letter) => {
    const code = typeof hex === 'string' ? Number.parseInt(hex, 16) : 0;
    return plainName(code > 0 && code <= 0x10_ffff ? String.fromCodePoint(code) : String(letter ?? ''));
  });
}

/** These are so only while somebody points, types or prints; or they are no element. */
const NEVER =
  /^(?::.*|before|after|first-line|first-letter|hover|active|focus(?:-within|-visible)?|visited|target|checked|invalid)$/;

function attributeIs(name: string, operator: string | undefined, value: string): Compound['conditions'][number] {
  const wanted = value.toLowerCase();
  return ({ attributes }) => {
    const found = attributes.get(name)?.toLowerCase();
    if (found === undefined || operator === undefined) return found !== undefined;
    if (operator === '=') return found === wanted;
    if (operator === '~=') return found.split(/\s+/).includes(wanted);
    if (operator === '|=') return found === wanted || found.startsWith(`${wanted}-`);
    if (wanted === '') return false;
    if (operator === '^=') return found.startsWith(wanted);
    return operator === '$=' ? found.endsWith(wanted) : found.includes(wanted);
  };
}

/** What is asked by a word behind a colon: `NEVER` is met by nothing that is only looked at; null: it is not understood. */
function pseudo(name: string, inner: string | undefined): Compound['conditions'][number] | 'NEVER' | null {
  if (NEVER.test(name)) return 'NEVER';
  if (name === 'link' || name === 'any-link') return ({ attributes }) => attributes.has('href');
  if (name === 'root') return ({ tag }) => tag === 'html';
  if (name === 'first-child') return ({ isFirst }) => isFirst;
  if (inner === undefined || !['is', 'where', 'not'].includes(name)) return null;
  const choices = inner.split(',').map(readSelector);
  const compounds = choices.flatMap((choice) =>
    choice !== null && choice !== 'NEVER' && choice.length === 1 ? choice.map(({ compound }) => compound) : [],
  );
  if (compounds.length < choices.filter((choice) => choice !== 'NEVER').length) return null;
  return (element) => compounds.some((compound) => isMet(compound, element)) === (name !== 'not');
}

/** Whether an element is as a selector says. */
export function isMet({ tag, names, conditions }: Compound, element: SelectedElement): boolean {
  if (tag !== null && tag !== element.tag) return false;
  return names.every((name) => element.names.has(name)) && conditions.every((condition) => condition(element));
}

/** Reads a selector; `NEVER` is met by nothing that is only looked at, null is one that is not understood. */
export function readSelector(written: string): Selector | 'NEVER' | null {
  const text = withoutEscapes(written).trim().toLowerCase();
  const selector: { compound: Compound; combinator: Combinator }[] = [];
  let at = 0;
  let combinator: Combinator = ' ';
  while (at < text.length) {
    const names: string[] = [];
    const conditions: Compound['conditions'][number][] = [];
    let tag: string | null = null;
    const from = at;
    for (;;) {
      // What stands in brackets is read by the same expression.
      PART.lastIndex = at;
      const part = PART.exec(text);
      if (part === null) break;
      at = PART.lastIndex;
      const [, type, name, attribute, operator, double, single, bare, colon, inner] = part;
      if (type !== undefined) tag = type === '*' ? tag : type;
      else if (name !== undefined) names.push(name);
      else if (attribute !== undefined)
        conditions.push(attributeIs(attribute, operator, double ?? single ?? bare ?? ''));
      else {
        const asked = pseudo(colon ?? '', inner);
        if (asked === null || asked === 'NEVER') return asked;
        conditions.push(asked);
      }
    }
    if (at === from) return null;
    selector.push({ compound: { tag, names, conditions }, combinator });
    BETWEEN.lastIndex = at;
    const between = BETWEEN.exec(text);
    if (between === null) break;
    at = BETWEEN.lastIndex;
    combinator = combinatorOf(between[1]);
  }
  return at < text.length || selector.length === 0 ? null : selector;
}

function combinatorOf(sign: string | undefined): Combinator {
  return sign === '>' || sign === '~' || sign === '+' ? sign : ' ';
}
