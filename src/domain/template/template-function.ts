import type { FixedArguments } from './fixed-arguments.ts';
import { RenderStop, print, scalar, type Frame, type Value } from './value.ts';

/** A value function of Pinpoint's set (Pinpoint calls it a helper). */
export type TemplateFunction = {
  readonly parameters: { readonly min: number; readonly max: number };
  /** Names of the `name=value` arguments it takes. */
  readonly named: readonly string[];
  /** From this parameter on a word without quotes is a text where it is no variable. */
  readonly wordsFrom?: number;
  /** Stops where the arguments in the template itself stop every rendering: said when it is saved. */
  readonly check?: (fixed: FixedArguments) => void;
  readonly call: (values: readonly Value[], named: ReadonlyMap<string, Value>, frame: Frame) => Value;
};

/** A function of one text that prints nothing for a missing value. */
export function textFunction(call: (text: string) => string): TemplateFunction {
  return {
    parameters: { min: 1, max: 1 },
    named: [],
    call: ([value]) => (scalar(value) === undefined ? undefined : call(print(value))),
  };
}

/** A whole number argument within bounds. */
export function wholeNumber(value: Value, what: string, max: number): number {
  const number = Number(scalar(value));
  if (!Number.isInteger(number) || number < 0 || number > max) {
    throw new RenderStop(`${what} must be a whole number from 0 to ${max}, not ${JSON.stringify(print(value))}.`);
  }
  return number;
}
