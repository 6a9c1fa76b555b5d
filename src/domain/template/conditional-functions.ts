import { isTrue, scalar, type Value } from './value.ts';

/** A condition of Pinpoint's set: usable inline with `yes=` and `no=`, as a block, and inside another call. */
export type Condition = {
  readonly parameters: { readonly min: number; readonly max: number };
  readonly test: (values: readonly Value[]) => boolean;
  /** Of a condition with two sides: the same without a list of them, because it is asked for every recipient. */
  readonly testPair?: (left: Value, right: Value) => boolean;
  /** The same as `testPair` where the right side is a text that is no number, as in most templates. */
  readonly testWords?: (left: Value, words: string) => boolean;
};

const NUMBER = /^\s*[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?\s*$/i;

/** Whether a text is compared as a text, whatever the other side is. */
export function isNoNumber(text: string): boolean {
  return !NUMBER.test(text);
}

function numeric(value: string | number | boolean | undefined): number | null {
  if (typeof value === 'number') return value;
  return typeof value === 'string' && NUMBER.test(value) ? Number(value) : null;
}

/** Negative, zero or positive; numbers by size where both are numbers, anything else as text. Null: not comparable. */
function compare(left: Value, right: Value): number | null {
  const a = scalar(left);
  const b = scalar(right);
  if (a === undefined || b === undefined) return null;
  const x = numeric(a);
  const y = x === null ? null : numeric(b);
  if (x !== null && y !== null) return x - y;
  const s = String(a);
  const t = String(b);
  return s === t ? 0 : s < t ? -1 : 1;
}

function isEqual(left: Value, right: Value): boolean {
  const a = scalar(left);
  const b = scalar(right);
  if (a === b || a === undefined || b === undefined) return a === b;
  return compare(a, b) === 0;
}

function isWords(left: Value, words: string): boolean {
  const known = scalar(left);
  return known === words || (known !== undefined && typeof known !== 'string' && String(known) === words);
}

function ofPair(
  testPair: (left: Value, right: Value) => boolean,
  testWords?: (left: Value, words: string) => boolean,
): Condition {
  const condition: Condition = {
    parameters: { min: 2, max: 2 },
    test: ([left, right]) => testPair(left, right),
    testPair,
  };
  return testWords === undefined ? condition : { ...condition, testWords };
}

function ordered(accepts: (order: number) => boolean): Condition {
  return ofPair((left, right) => {
    const order = compare(left, right);
    return order !== null && accepts(order);
  });
}

/** Pinpoint's conditional helpers by name; each may open a block or stand in an expression. */
export const CONDITIONS: ReadonlyMap<string, Condition> = new Map<string, Condition>([
  ['and', { parameters: { min: 2, max: 20 }, test: (values) => values.every(isTrue) }],
  ['or', { parameters: { min: 2, max: 20 }, test: (values) => values.some(isTrue) }],
  ['not', { parameters: { min: 1, max: 1 }, test: ([value]) => !isTrue(value) }],
  ['if', { parameters: { min: 1, max: 1 }, test: ([value]) => isTrue(value) }],
  ['unless', { parameters: { min: 1, max: 1 }, test: ([value]) => !isTrue(value) }],
  ['eq', ofPair(isEqual, isWords)],
  [
    'neq',
    ofPair(
      (left, right) => !isEqual(left, right),
      (left, words) => !isWords(left, words),
    ),
  ],
  ['gt', ordered((order) => order > 0)],
  ['gte', ordered((order) => order >= 0)],
  ['lt', ordered((order) => order < 0)],
  ['lte', ordered((order) => order <= 0)],
]);
