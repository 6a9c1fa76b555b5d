import type { MathOperator } from 'amplify-velocity-template';
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
  if (typeof left !== 'number' || typeof right !== 'number') return null;
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
  if (typeof left !== 'number' || typeof right !== 'number') return false;
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
