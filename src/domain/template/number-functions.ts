import type { TemplateFunction } from './template-function.ts';
import { RenderStop, print, scalar, type Value } from './value.ts';

function toNumber(value: Value): number {
  const single = scalar(value);
  const number = typeof single === 'string' && single.trim() === '' ? Number.NaN : Number(single);
  if (!Number.isFinite(number)) throw new RenderStop(`${JSON.stringify(print(value))} is not a number.`);
  return number;
}

/** Pinpoint prints 5 / 2.3 as 2.17391304, and binary fractions must not show (0.1 + 0.2). */
function rounded(number: number): number {
  if (!Number.isFinite(number)) throw new RenderStop('The result is not a number. A division by zero?');
  return Math.abs(number) >= 1e15 ? number : Number(number.toFixed(8));
}

function arithmetic(operate: (left: number, right: number) => number): TemplateFunction {
  return {
    parameters: { min: 2, max: 2 },
    named: [],
    call: ([left, right]) =>
      scalar(left) === undefined || scalar(right) === undefined
        ? undefined
        : rounded(operate(toNumber(left), toNumber(right))),
  };
}

function rounding(operate: (number: number) => number): TemplateFunction {
  return {
    parameters: { min: 1, max: 1 },
    named: [],
    call: ([value]) => (scalar(value) === undefined ? undefined : operate(toNumber(value))),
  };
}

/** Pinpoint's arithmetic helpers by name. What is no number stops the rendering. */
export const NUMBER_FUNCTIONS: ReadonlyMap<string, TemplateFunction> = new Map<string, TemplateFunction>([
  ['add', arithmetic((left, right) => left + right)],
  ['subtract', arithmetic((left, right) => left - right)],
  ['multiply', arithmetic((left, right) => left * right)],
  ['divide', arithmetic((left, right) => left / right)],
  ['modulo', arithmetic((left, right) => left % right)],
  ['round', rounding((number) => Math.round(number))],
  ['floor', rounding((number) => Math.floor(number))],
  ['ceiling', rounding((number) => Math.ceil(number))],
]);
