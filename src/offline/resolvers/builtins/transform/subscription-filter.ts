/** https://docs.aws.amazon.com/appsync/latest/devguide/transformation-helpers-in-utils-transform-js.html */
import type { SubscriptionFilter } from '../../contract.ts';
import { listArgument, mapArgument, UtilArgumentError } from '../arguments.ts';
import { isMap, isNull, type JsonMap } from '../values.ts';

type Filter = SubscriptionFilter['filterGroup'][number]['filters'][number];
/** A disjunction of conjunctions: what a subscription filter can express. */
type Groups = readonly (readonly Filter[])[];

const OPERATION = 'transform.toSubscriptionFilter';
const ALWAYS: Groups = [[]];

function both(left: Groups, right: Groups): Groups {
  return left.flatMap((a) => right.map((b) => [...a, ...b]));
}

/** Several conditions on one field are alternatives ("considered to use the OR operation"). */
function fieldGroups(fieldName: string, conditions: JsonMap): Groups {
  return Object.entries(conditions)
    .filter(([, value]) => !isNull(value))
    .map(([operator, value]) => [{ fieldName, operator, value }]);
}

function objectGroups(object: JsonMap, ignored: ReadonlySet<unknown>): Groups {
  let groups = ALWAYS;
  for (const [key, value] of Object.entries(object)) {
    if (isNull(value) || ignored.has(key)) continue;
    const part = keyGroups(key, value, ignored);
    if (part.length > 0) groups = both(groups, part);
  }
  return groups;
}

function keyGroups(key: string, value: unknown, ignored: ReadonlySet<unknown>): Groups {
  if (key === 'and') {
    return parts(value, ignored).reduce(both, ALWAYS);
  }
  // An alternative of which nothing is left (its only field is ignored) is dropped, as in AWS's example.
  if (key === 'or') return parts(value, ignored).flatMap((groups) => groups.filter((group) => group.length > 0));
  if (key === 'not') throw new UtilArgumentError(`util.${OPERATION} has no "not": subscription filters cannot negate.`);
  if (!isMap(value)) throw new UtilArgumentError(`util.${OPERATION} expects conditions for the field ${key}.`);
  return fieldGroups(key, value);
}

function parts(value: unknown, ignored: ReadonlySet<unknown>): Groups[] {
  return listArgument(OPERATION, value).map((part) => objectGroups(mapArgument(OPERATION, part), ignored));
}

/** Filter groups that pass when the object's conditions hold and at least one rule does. */
export function toSubscriptionFilter(object: unknown, ignoredFields: unknown, rules: unknown): SubscriptionFilter {
  const ignored = new Set(isNull(ignoredFields) ? [] : listArgument(OPERATION, ignoredFields));
  const wanted = isNull(object) ? ALWAYS : objectGroups(mapArgument(OPERATION, object), ignored);
  const strict = isNull(rules)
    ? []
    : Object.entries(mapArgument(OPERATION, rules)).flatMap(([field, conditions]) =>
        fieldGroups(field, mapArgument(OPERATION, conditions)),
      );
  const groups = strict.length > 0 ? both(wanted, strict) : wanted;
  return { filterGroup: groups.filter((filters) => filters.length > 0).map((filters) => ({ filters })) };
}
