import db from 'dynalite/db/index.js';
import { isAttributes, own, valueAt, type Attributes, type AttributeValue } from './document-paths.ts';

/**
 * Does a condition or filter expression hold for an item? dynalite compares maps and lists by identity, and finds texts,
 * numbers and binaries alone in a list; all other comparisons are its own.
 */
export function holds(expression: DynaliteCondition, item: Attributes): boolean {
  const [first, second] = expression.args;
  switch (expression.type) {
    case 'and':
      return isCondition(first) && isCondition(second) && holds(first, item) && holds(second, item);
    case 'or':
      return (isCondition(first) && holds(first, item)) || (isCondition(second) && holds(second, item));
    case 'not':
      return isCondition(first) && !holds(first, item);
    default: {
      const [value, ...others] = expression.args.map((operand) => resolve(operand, item));
      return compare(expression.type === 'function' ? expression.name : expression.type, value, others);
    }
  }
}

function compare(
  operator: string | undefined,
  value: AttributeValue | undefined,
  others: readonly (AttributeValue | undefined)[],
): boolean {
  const [other] = others;
  switch (operator) {
    case '=':
      return isSame(value, other);
    case '<>':
      return !isSame(value, other);
    case 'in':
      return others.some((candidate) => isSame(value, candidate));
    case 'contains':
      return Array.isArray(value?.['L'])
        ? value['L'].some((element: unknown) => isAttributes(element) && isSame(element, other))
        : db.compare('contains', value, others) === true;
    default:
      return db.compare(operator ?? '', value, others) === true;
  }
}

/** Of the same type, with the same content; sets have no order. What is missing is equal to nothing. */
function isSame(a: AttributeValue | undefined, b: AttributeValue | undefined): boolean {
  const type = Object.keys(a ?? {})[0];
  if (a === undefined || b === undefined || type === undefined || !Object.hasOwn(b, type)) return false;
  const [left, right] = [a[type], b[type]];
  if (Array.isArray(left) && Array.isArray(right)) {
    if (left.length !== right.length) return false;
    if (type !== 'L') return left.every((member) => right.includes(member));
    return left.every((element, place) => isSameContent(element, right[place]));
  }
  if (isAttributes(left) && isAttributes(right)) {
    const names = Object.keys(left);
    return (
      names.length === Object.keys(right).length && names.every((name) => isSame(own(left, name), own(right, name)))
    );
  }
  return left === right;
}

function isSameContent(a: unknown, b: unknown): boolean {
  return isAttributes(a) && isAttributes(b) && isSame(a, b);
}

function resolve(operand: DynaliteOperand, item: Attributes): AttributeValue | undefined {
  if (Array.isArray(operand)) return valueAt(operand, item);
  if (!isCondition(operand)) return isAttributes(operand) ? operand : undefined;
  const [of] = operand.args;
  return of === undefined ? undefined : sizeOf(resolve(of, item));
}

function sizeOf(value: AttributeValue | undefined): AttributeValue | undefined {
  const [type, content] = Object.entries(value ?? {})[0] ?? [];
  const size =
    type === 'B' && typeof content === 'string'
      ? Buffer.from(content, 'base64').length
      : (type === 'S' && typeof content === 'string') || Array.isArray(content)
        ? content.length
        : type === 'M' && isAttributes(content)
          ? Object.keys(content).length
          : undefined;
  return size === undefined ? undefined : { N: String(size) };
}

/** A comparison, a function or a combination, as dynalite's parser gives it: neither a path nor a value. */
export function isCondition(operand: DynaliteOperand | undefined): operand is DynaliteCondition {
  return isAttributes(operand) && typeof operand['type'] === 'string' && Array.isArray(operand['args']);
}
