import { BlockList, isIPv4, isIPv6 } from 'node:net';
import type { PolicyContext } from './policy-context.ts';
import { resolveVariables } from './policy-variables.ts';
import { matchesWildcard } from './wildcard.ts';

export type ConditionOutcome = 'match' | 'no-match' | { readonly unknownOperator: string };

type Test = (actual: string, wanted: string) => boolean;

const numeric =
  (test: (actual: number, wanted: number) => boolean): Test =>
  (actual, wanted) =>
    test(Number(actual), Number(wanted));
const date =
  (test: (actual: number, wanted: number) => boolean): Test =>
  (actual, wanted) =>
    test(toTime(actual), toTime(wanted));

const POSITIVE: Readonly<Record<string, Test>> = {
  StringEquals: (actual, wanted) => actual === wanted,
  StringEqualsIgnoreCase: (actual, wanted) => actual.toLowerCase() === wanted.toLowerCase(),
  StringLike: (actual, wanted) => matchesWildcard(wanted, actual),
  // ArnEquals and ArnLike behave identically: each of the six parts is compared with wildcards.
  ArnEquals: matchesArn,
  ArnLike: matchesArn,
  Bool: (actual, wanted) => actual.toLowerCase() === wanted.toLowerCase(),
  IpAddress: isInRange,
  NumericEquals: numeric((actual, wanted) => actual === wanted),
  NumericLessThan: numeric((actual, wanted) => actual < wanted),
  NumericLessThanEquals: numeric((actual, wanted) => actual <= wanted),
  NumericGreaterThan: numeric((actual, wanted) => actual > wanted),
  NumericGreaterThanEquals: numeric((actual, wanted) => actual >= wanted),
  DateEquals: date((actual, wanted) => actual === wanted),
  DateLessThan: date((actual, wanted) => actual < wanted),
  DateLessThanEquals: date((actual, wanted) => actual <= wanted),
  DateGreaterThan: date((actual, wanted) => actual > wanted),
  DateGreaterThanEquals: date((actual, wanted) => actual >= wanted),
};

/** A negated operator holds when no wanted value matches, and when the key is absent. */
const NEGATED: Readonly<Record<string, string>> = {
  StringNotEquals: 'StringEquals',
  StringNotEqualsIgnoreCase: 'StringEqualsIgnoreCase',
  StringNotLike: 'StringLike',
  ArnNotEquals: 'ArnEquals',
  ArnNotLike: 'ArnLike',
  NotIpAddress: 'IpAddress',
  NumericNotEquals: 'NumericEquals',
  DateNotEquals: 'DateEquals',
};

/** Evaluates a statement's whole condition block: every operator and every key must hold. */
export function evaluateConditions(
  conditions: Readonly<Record<string, Readonly<Record<string, readonly string[]>>>>,
  context: PolicyContext,
): ConditionOutcome {
  const values = new Map(Object.entries(context).map(([name, value]) => [name.toLowerCase(), value]));
  for (const [operator, keys] of Object.entries(conditions)) {
    for (const [key, wanted] of Object.entries(keys)) {
      const resolved = wanted.flatMap((value) => resolveVariables(value, context) ?? []);
      const holds = evaluateOne(operator, resolved, values.get(key.toLowerCase()));
      if (holds === undefined) return { unknownOperator: operator };
      if (!holds) return 'no-match';
    }
  }
  return 'match';
}

function evaluateOne(
  operator: string,
  wanted: readonly string[],
  actual: string | readonly string[] | undefined,
): boolean | undefined {
  if (operator === 'Null') {
    const absent = actual === undefined || actual.length === 0;
    return wanted.some((value) => (value.toLowerCase() === 'true') === absent);
  }
  const [, quantifier, named = '', ifExists] =
    /^(?:(ForAnyValue|ForAllValues):)?(.*?)(IfExists)?$/.exec(operator) ?? [];
  const negated = NEGATED[named] !== undefined;
  const test = POSITIVE[NEGATED[named] ?? named];
  if (test === undefined) return undefined;
  const actualValues = actual === undefined ? [] : typeof actual === 'string' ? [actual] : actual;
  if (actual === undefined && ifExists !== undefined) return true;
  const holds = (value: string): boolean => wanted.some((candidate) => test(value, candidate)) !== negated;
  if (quantifier === 'ForAllValues') return actualValues.every(holds);
  if (quantifier === 'ForAnyValue') return actualValues.some(holds);
  if (actualValues.length === 0) return negated;
  return negated ? actualValues.every(holds) : actualValues.some(holds);
}

function matchesArn(actual: string, wanted: string): boolean {
  const actualParts = arnParts(actual);
  return arnParts(wanted).every((part, index) => matchesWildcard(part, actualParts[index] ?? ''));
}

function arnParts(arn: string): string[] {
  const parts = arn.split(':');
  return [...parts.slice(0, 5), parts.slice(5).join(':')];
}

function isInRange(actual: string, range: string): boolean {
  const [network = '', bits] = range.split('/');
  const family = isIPv4(network) ? 'ipv4' : isIPv6(network) ? 'ipv6' : undefined;
  if (family === undefined || !(isIPv4(actual) || isIPv6(actual))) return false;
  if ((family === 'ipv4') !== isIPv4(actual)) return false;
  const list = new BlockList();
  list.addSubnet(network, bits === undefined ? (family === 'ipv4' ? 32 : 128) : Number(bits), family);
  return list.check(actual, family);
}

function toTime(text: string): number {
  return /^\d+$/.test(text) ? Number(text) * 1000 : Date.parse(text);
}
