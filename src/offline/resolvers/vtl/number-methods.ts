import { toText } from '../builtins/java-values.ts';

type NumberMethod = (value: number, args: readonly unknown[]) => unknown;

/** java.lang.Integer, Long and Double; the static parsers are reached through any number, a common Velocity idiom. */
export const numberMethods: Readonly<Record<string, NumberMethod>> = {
  intValue: (value) => Math.trunc(value),
  longValue: (value) => Math.trunc(value),
  doubleValue: (value) => value,
  floatValue: (value) => value,
  parseInt: (_value, [text, radix]) => parseInteger(text, radix),
  parseLong: (_value, [text, radix]) => parseInteger(text, radix),
  parseDouble: (_value, [text]) => parse(text, /^[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?$/),
  compareTo: (value, [other]) => Math.sign(value - Number(other)),
  equals: (value, [other]) => value === other,
  toString: (value: number) => toText(value),
};

function parseInteger(text: unknown, radix: unknown): number {
  if (radix === undefined || Number(radix) === 10) return parse(text, /^[+-]?\d+$/);
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
