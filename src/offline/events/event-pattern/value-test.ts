import { BlockList, isIPv4, isIPv6 } from 'node:net';
import { EventPatternError } from './pattern-error.ts';
import { textTest } from './text-test.ts';

export type JsonScalar = string | number | boolean | null;
/** Does one value of an event satisfy one entry of a pattern's list? */
export type ValueTest = (value: JsonScalar) => boolean;

/** Is the value a text, number, boolean or null? */
export function isScalar(value: unknown): value is JsonScalar {
  return value === null || ['string', 'number', 'boolean'].includes(typeof value);
}

/** Compiles one entry of a pattern's list: a value, or an object with one comparison. `exists` is its owner's business. */
export function valueTest(entry: unknown): ValueTest {
  if (isScalar(entry)) return (value) => value === entry;
  if (typeof entry !== 'object' || entry === null || Array.isArray(entry))
    throw new EventPatternError('a list holds values and comparisons only');
  const [comparison, ...others]: readonly (readonly [string, unknown])[] = Object.entries(entry);
  if (comparison === undefined || others.length > 0)
    throw new EventPatternError('a comparison has exactly one operator');
  const [operator, operand] = comparison;
  const ofText = textTest(operator, operand);
  if (ofText !== undefined) return (value) => typeof value === 'string' && ofText(value);
  switch (operator) {
    case 'numeric':
      return numericTest(operand);
    case 'anything-but':
      return anythingBut(operand);
    case 'cidr':
      return cidrTest(operand);
    default:
      throw new EventPatternError(`the operator ${operator} is not supported`);
  }
}

const COMPARE: Readonly<Record<string, (value: number, operand: number) => boolean>> = {
  '=': (value, operand) => value === operand,
  '<': (value, operand) => value < operand,
  '<=': (value, operand) => value <= operand,
  '>': (value, operand) => value > operand,
  '>=': (value, operand) => value >= operand,
};

/** `[">", 0, "<=", 5]` */
function numericTest(operand: unknown): ValueTest {
  const parts: readonly unknown[] = Array.isArray(operand) ? operand : [];
  if (parts.length !== 2 && parts.length !== 4) throw new EventPatternError('numeric takes one or two comparisons');
  const tests = Array.from({ length: parts.length / 2 }, (_, index) => {
    const [operator, number] = [parts[2 * index], parts[2 * index + 1]];
    const compare = typeof operator === 'string' && Object.hasOwn(COMPARE, operator) ? COMPARE[operator] : undefined;
    if (compare === undefined || typeof number !== 'number')
      throw new EventPatternError(`numeric does not know ${String(operator)} ${String(number)}`);
    return (value: number) => compare(value, number);
  });
  return (value) => typeof value === 'number' && tests.every((test) => test(value));
}

/** Everything but a value, one of a list, or a text that another comparison finds. */
function anythingBut(operand: unknown): ValueTest {
  const operands: readonly unknown[] = Array.isArray(operand) ? operand : [operand];
  if (operands.length > 0 && operands.every(isScalar)) return (value) => !operands.includes(value);
  const [comparison, ...others]: readonly (readonly [string, unknown])[] =
    typeof operand === 'object' && operand !== null && !Array.isArray(operand) ? Object.entries(operand) : [];
  if (comparison === undefined || others.length > 0)
    throw new EventPatternError('anything-but takes values or one comparison');
  const [operator, edges] = comparison;
  const excluded = (Array.isArray(edges) ? edges : [edges]).map((edge: unknown) => {
    const test = textTest(operator, edge);
    if (test === undefined) throw new EventPatternError(`anything-but does not take ${operator}`);
    return test;
  });
  return (value) => typeof value !== 'string' || !excluded.some((test) => test(value));
}

function cidrTest(operand: unknown): ValueTest {
  const [address = '', bits = ''] = typeof operand === 'string' ? operand.split('/') : [];
  const family = isIPv4(address) ? 'ipv4' : isIPv6(address) ? 'ipv6' : undefined;
  if (family === undefined || !/^\d{1,3}$/.test(bits) || Number(bits) > (family === 'ipv4' ? 32 : 128))
    throw new EventPatternError('cidr takes an address range such as 10.0.0.0/24');
  const range = new BlockList();
  range.addSubnet(address, Number(bits), family);
  return (value) =>
    typeof value === 'string' &&
    (isIPv4(value) || isIPv6(value)) &&
    range.check(value, isIPv4(value) ? 'ipv4' : 'ipv6');
}
