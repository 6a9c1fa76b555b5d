import type { SubscriptionFilter } from '../resolvers/contract.ts';

/** Enhanced subscription filtering. https://docs.aws.amazon.com/appsync/latest/devguide/aws-appsync-real-time-enhanced-filtering.html */
type Operator = (actual: unknown, wanted: unknown) => boolean;

const isIn: Operator = (actual, wanted) => Array.isArray(wanted) && wanted.some((value) => equals(actual, value));

/** A text contains a part, a list contains an element. */
const contains: Operator = (actual, wanted) =>
  typeof actual === 'string'
    ? typeof wanted === 'string' && actual.includes(wanted)
    : Array.isArray(actual) && actual.some((value) => equals(value, wanted));

const ordered =
  (test: (order: number) => boolean): Operator =>
  (actual, wanted) => {
    const order = compare(actual, wanted);
    return order !== undefined && test(order);
  };

const OPERATORS: Readonly<Record<string, Operator>> = {
  eq: equals,
  ne: (actual, wanted) => !equals(actual, wanted),
  le: ordered((order) => order <= 0),
  lt: ordered((order) => order < 0),
  ge: ordered((order) => order >= 0),
  gt: ordered((order) => order > 0),
  contains,
  notContains: (actual, wanted) => !contains(actual, wanted),
  beginsWith: (actual, wanted) => typeof actual === 'string' && typeof wanted === 'string' && actual.startsWith(wanted),
  in: isIn,
  notIn: (actual, wanted) => !isIn(actual, wanted),
  between: (actual, wanted) => {
    if (!Array.isArray(wanted)) return false;
    const [low, high] = [compare(actual, wanted[0]), compare(actual, wanted[1])];
    return low !== undefined && high !== undefined && low >= 0 && high <= 0;
  },
  containsAny: (actual, wanted) => Array.isArray(wanted) && wanted.some((value) => contains(actual, value)),
};

const MAX_DEPTH = 5;
const MAX_PATH_LENGTH = 256;
const MAX_VALUES: Readonly<Record<string, number>> = { in: 5, notIn: 5, containsAny: 20 };

/** Does the payload pass? Groups are OR-ed, the filters of a group AND-ed. */
export function matchesFilter(filter: SubscriptionFilter, payload: unknown): boolean {
  return filter.filterGroup.some(({ filters }) =>
    filters.every(({ fieldName, operator, value }) => {
      const test = OPERATORS[operator];
      return test !== undefined && test(valueAt(payload, fieldName), value);
    }),
  );
}

/** What AppSync would refuse about a filter; undefined when it is fine. */
export function findFilterProblem(filter: SubscriptionFilter): string | undefined {
  if (filter.filterGroup.length === 0) return 'filterGroup must hold at least one group';
  for (const { filters } of filter.filterGroup) {
    if (filters.length === 0) return 'a filter group must hold at least one filter';
    for (const { fieldName, operator, value } of filters) {
      if (OPERATORS[operator] === undefined) return `unknown operator '${operator}' on '${fieldName}'`;
      if (fieldName.length > MAX_PATH_LENGTH)
        return `the path '${fieldName.slice(0, 40)}…' is longer than ${MAX_PATH_LENGTH} characters`;
      if (fieldName.split('.').length > MAX_DEPTH) return `the path '${fieldName}' is deeper than ${MAX_DEPTH}`;
      const problem = findValueProblem(fieldName, operator, value);
      if (problem !== undefined) return problem;
    }
  }
  return undefined;
}

/** Basic filtering: each argument the subscriber gave equals the payload's field; null asks for a field that is null. */
export function matchesArguments(wanted: Readonly<Record<string, unknown>>, payload: unknown): boolean {
  // A list or a scalar has no fields: only a subscriber who asked for nothing in particular is told of it.
  return Object.entries(wanted).every(
    ([name, value]) => value === undefined || (isRecord(payload) && equals(payload[name] ?? null, value)),
  );
}

function findValueProblem(fieldName: string, operator: string, value: unknown): string | undefined {
  const limit = MAX_VALUES[operator];
  if (limit !== undefined) {
    if (!Array.isArray(value) || value.length === 0) return `'${operator}' on '${fieldName}' takes a list`;
    if (value.length > limit) return `'${operator}' on '${fieldName}' takes up to ${limit} values, not ${value.length}`;
  }
  if (operator === 'between' && !(Array.isArray(value) && value.length === 2))
    return `'between' on '${fieldName}' takes two values`;
  return undefined;
}

/** Follows `a.b`. Through a list, the values of all its elements are taken together. */
function valueAt(payload: unknown, path: string): unknown {
  let current: unknown = payload;
  for (const name of path.split('.')) {
    if (Array.isArray(current)) current = current.map((element) => property(element, name));
    else current = property(current, name);
  }
  return current ?? null;
}

function property(value: unknown, name: string): unknown {
  return isRecord(value) && Object.hasOwn(value, name) ? value[name] : null;
}

function equals(a: unknown, b: unknown): boolean {
  if (a === b) return true;
  if (Array.isArray(a) && Array.isArray(b))
    return a.length === b.length && a.every((value, index) => equals(value, b[index]));
  if (!isRecord(a) || !isRecord(b)) return false;
  const names = Object.keys(a);
  return (
    names.length === Object.keys(b).length && names.every((name) => Object.hasOwn(b, name) && equals(a[name], b[name]))
  );
}

/** Numbers with numbers, texts with texts; anything else has no order. */
function compare(a: unknown, b: unknown): number | undefined {
  if (typeof a === 'number' && typeof b === 'number') return a - b;
  if (typeof a === 'string' && typeof b === 'string') return a < b ? -1 : a > b ? 1 : 0;
  return undefined;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
