import { toText } from './java-values.ts';

type NumberMethod = (value: number, args: readonly unknown[]) => unknown;

/** java.lang.Integer, Long and Double; the static parsers are reached through any number, a common Velocity idiom. */
export const numberMethods: Readonly<Record<string, NumberMethod>> = {
  intValue: (value) => Math.trunc(value),
  longValue: (value) => Math.trunc(value),
  doubleValue: (value) => value,
  floatValue: (value) => value,
  parseInt: (_value, [text]) => parse(text, /^[+-]?\d+$/),
  parseLong: (_value, [text]) => parse(text, /^[+-]?\d+$/),
  parseDouble: (_value, [text]) => parse(text, /^[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?$/),
  compareTo: (value, [other]) => Math.sign(value - Number(other)),
  equals: (value, [other]) => value === other,
  toString: (value: number) => toText(value),
};

function parse(text: unknown, form: RegExp): number {
  const source = toText(text);
  if (!form.test(source)) throw new TypeError(`"${source}" is not a number.`);
  return Number(source);
}
