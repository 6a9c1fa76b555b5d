import { isList } from '../builtins/values.ts';
import { javaEquals, toText } from '../builtins/java-values.ts';
import { followKeys } from './map-views.ts';

type ListMethod = (list: unknown[], args: readonly unknown[]) => unknown;

function includes(list: readonly unknown[], value: unknown): boolean {
  return list.some((item) => javaEquals(item, value));
}

function index(list: readonly unknown[], value: unknown): number {
  if (typeof value === 'number' && value >= 0 && value < list.length) return value;
  throw new RangeError(`Index ${toText(value)} is outside a list of ${list.length}.`);
}

function keepWhere(list: unknown[], isKept: (item: unknown) => boolean): boolean {
  const kept = list.filter(isKept);
  const isChanged = kept.length !== list.length;
  list.splice(0, list.length, ...kept);
  followKeys(list);
  return isChanged;
}

/** A number is a position, anything else the element itself, as Java's overloads resolve. */
function remove(list: unknown[], value: unknown): unknown {
  if (typeof value === 'number') return list.splice(index(list, value), 1)[0];
  const position = list.findIndex((item) => javaEquals(item, value));
  if (position >= 0) list.splice(position, 1);
  followKeys(list);
  return position >= 0;
}

/** Java's subList is strict: a page that is longer than the list is an error there, which must not come up only there. */
function subList(list: unknown[], from: unknown, to: unknown): unknown[] {
  const [start, end] = [Number(from), Number(to)];
  if (start >= 0 && start <= end && end <= list.length) return list.slice(start, end);
  throw new RangeError(`subList(${toText(from)}, ${toText(to)}) of a list of ${list.length}.`);
}

function add(list: unknown[], args: readonly unknown[]): unknown {
  if (args.length === 2) {
    list.splice(args[0] === list.length ? list.length : index(list, args[0]), 0, args[1]);
    return '';
  }
  list.push(args[0] ?? null);
  return true;
}

/** java.util.List, and java.util.Set as `keySet()` returns it. */
export const listMethods: Readonly<Record<string, ListMethod>> = {
  get: (list, [position]) => list[index(list, position)],
  add: (list, args) => add(list, args),
  addAll: (list, [other]) => {
    if (!isList(other)) return false;
    list.push(...other);
    return other.length > 0;
  },
  set: (list, [position, value]) => list.splice(index(list, position), 1, value)[0],
  remove: (list, [value]) => remove(list, value),
  removeAll: (list, [other]) => keepWhere(list, (item) => !(isList(other) && includes(other, item))),
  retainAll: (list, [other]) => keepWhere(list, (item) => isList(other) && includes(other, item)),
  clear: (list) => {
    list.length = 0;
    followKeys(list);
    return '';
  },
  contains: (list, [value]) => includes(list, value),
  containsAll: (list, [other]) => isList(other) && other.every((item) => includes(list, item)),
  indexOf: (list, [value]) => list.findIndex((item) => javaEquals(item, value)),
  lastIndexOf: (list, [value]) => list.findLastIndex((item) => javaEquals(item, value)),
  subList: (list, [from, to]) => subList(list, from, to),
  isEmpty: (list) => list.length === 0,
  size: (list) => list.length,
  equals: (list, [other]) => javaEquals(list, other),
  toString: (list: unknown[]) => toText(list),
};
