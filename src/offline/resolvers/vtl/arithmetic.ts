import type { MathOperator } from 'amplify-velocity-template';
import { exactInteger } from '../../exact-json.ts';
import { isNull } from '../builtins/values.ts';
import { toText } from '../builtins/java-values.ts';

type Arithmetic = Extract<MathOperator, '+' | '-' | '*' | '/' | '%'>;
type Comparison = Extract<MathOperator, '<' | '<=' | '>' | '>='>;

/** Velocity's arithmetic: a null operand or a division by zero gives null, two integers divide to an integer. */
export function calculate(
  operator: Arithmetic,
  left: unknown,
  right: unknown,
  kind: 'integer' | 'double' = 'integer',
): unknown {
  if (isNull(left) || isNull(right)) return null;
  if (operator === '+' && (typeof left === 'string' || typeof right === 'string')) return toText(left) + toText(right);
  if (!isNumber(left) || !isNumber(right)) return null;
  return typeof left === 'number' && typeof right === 'number'
    ? calculateNumbers(operator, left, right, kind)
    : calculateLarge(operator, left, right);
}

function isNumber(value: unknown): value is number | bigint {
  return typeof value === 'number' || typeof value === 'bigint';
}

function calculateNumbers(operator: Arithmetic, left: number, right: number, kind: 'integer' | 'double'): unknown {
  const result = calculateDoubles(operator, left, right, kind);
  const isExact = result === null || Number.isSafeInteger(result) || !Number.isInteger(result);
  // Two integers whose result is beyond 2^53: Java's long, and beyond that BigInteger, lose no digit.
  if (isExact || !Number.isSafeInteger(left) || !Number.isSafeInteger(right)) return result;
  return calculateLarge(operator, left, right);
}

/** Arithmetic with an integer beyond 2^53; with a fraction in it, it is that of doubles, as in Java. */
function calculateLarge(operator: Arithmetic, left: number | bigint, right: number | bigint): unknown {
  if (!isInteger(left) || !isInteger(right)) return calculateDoubles(operator, Number(left), Number(right), 'double');
  const [a, b] = [BigInt(left), BigInt(right)];
  if ((operator === '/' || operator === '%') && b === 0n) return null;
  const results: Readonly<Record<Arithmetic, () => bigint>> = {
    '+': () => a + b,
    '-': () => a - b,
    '*': () => a * b,
    '/': () => a / b,
    '%': () => a % b,
  };
  return exactInteger(String(results[operator]()));
}

function isInteger(value: number | bigint): boolean {
  return typeof value === 'bigint' || Number.isInteger(value);
}

function calculateDoubles(
  operator: Arithmetic,
  left: number,
  right: number,
  kind: 'integer' | 'double',
): number | null {
  switch (operator) {
    case '+':
      return left + right;
    case '-':
      return left - right;
    case '*':
      return left * right;
    case '/':
      return divide(left, right, kind);
    case '%':
      return right === 0 ? null : left % right;
  }
}

function divide(left: number, right: number, kind: 'integer' | 'double'): number | null {
  if (right === 0) return null;
  return kind === 'integer' && Number.isInteger(left) && Number.isInteger(right)
    ? Math.trunc(left / right)
    : left / right;
}

/** Velocity compares numbers only; anything else is false. */
export function compare(operator: Comparison, left: unknown, right: unknown): boolean {
  if (!isNumber(left) || !isNumber(right)) return false;
  switch (operator) {
    case '<':
      return left < right;
    case '<=':
      return left <= right;
    case '>':
      return left > right;
    case '>=':
      return left >= right;
  }
}
