import { exactInteger } from '../../exact-json.ts';
import { javaEquals, toText } from '../builtins/java-values.ts';

type NumberMethod = (value: number | bigint, args: readonly unknown[]) => unknown;

/** java.lang.Integer, Long and Double; the static parsers are reached through any number, a common Velocity idiom. */
export const numberMethods: Readonly<Record<string, NumberMethod>> = {
  // A long that is too large for an int loses its upper bits.
  intValue: (value) => (typeof value === 'bigint' ? Number(BigInt.asIntN(32, value)) : Math.trunc(value)),
  longValue: (value) => (typeof value === 'bigint' ? value : Math.trunc(value)),
  doubleValue: (value) => Number(value),
  floatValue: (value) => Number(value),
  parseInt: (_value, [text, radix]) => parseInteger(text, radix),
  parseLong: (_value, [text, radix]) => parseInteger(text, radix),
  parseDouble: (_value, [text]) => parse(text, /^[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?$/),
  compareTo: (value, [other]) => compareNumbers(value, typeof other === 'bigint' ? other : Number(other)),
  equals: (value, [other]) => javaEquals(value, other),
  toString: (value: number | bigint) => toText(value),
};

function compareNumbers(left: number | bigint, right: number | bigint): number {
  return left < right ? -1 : left > right ? 1 : 0;
}

function parseInteger(text: unknown, radix: unknown): number | bigint {
  if (radix === undefined || Number(radix) === 10) {
    parse(text, /^[+-]?\d+$/);
    return exactInteger(toText(text).replace(/^\+/, ''));
  }
  const base = Number(radix);
  const source = toText(text);
  const digits = source.replace(/^[+-]/, '').toLowerCase();
  const isDigit = (digit: string): boolean => /[0-9a-z]/.test(digit) && Number.parseInt(digit, 36) < base;
  if (!(base >= 2 && base <= 36) || digits === '' || ![...digits].every(isDigit))
    throw new TypeError(`"${source}" is not a number of radix ${toText(radix)}.`);
  return Number.parseInt(source, base);
}

function parse(text: unknown, form: RegExp): number {
  const source = toText(text);
  if (!form.test(source)) throw new TypeError(`"${source}" is not a number.`);
  return Number(source);
}
