import { listArgument, stringArgument, UtilArgumentError } from './arguments.ts';
import type { UtilCatalogue } from './run.ts';
import { javaEquals, toText } from './java-values.ts';
import { getKey, isMap } from './values.ts';

/** `sortList` refuses more: https://docs.aws.amazon.com/appsync/latest/devguide/list-helpers-in-util-list.html */
const SORT_LIMIT = 1000;

function isNumber(value: unknown): value is number | bigint {
  return typeof value === 'number' || typeof value === 'bigint';
}

function compare(left: unknown, right: unknown): number {
  if (isNumber(left) && isNumber(right)) return left < right ? -1 : left > right ? 1 : 0;
  if (typeof left === 'string' && typeof right === 'string') return left < right ? -1 : left > right ? 1 : 0;
  if (typeof left === 'boolean' && typeof right === 'boolean') return Number(left) - Number(right);
  // Elements of different kinds have an order too: that of their text.
  const [leftText, rightText] = [toText(left), toText(right)];
  return leftText < rightText ? -1 : leftText > rightText ? 1 : 0;
}

/** Java compares maps and lists by their content, not by identity. */
function holds(list: readonly unknown[], wanted: unknown): boolean {
  return list.some((element) => javaEquals(element, wanted));
}

function sortList(list: unknown[], isDescending: boolean, sortField: string): unknown[] {
  if (list.length > SORT_LIMIT) throw new UtilArgumentError(`util.list.sortList takes at most ${SORT_LIMIT} elements.`);
  const sortKey = (element: unknown): unknown => (isMap(element) ? getKey(element, sortField) : element);
  const sorted = list.toSorted((left, right) => compare(sortKey(left), sortKey(right)));
  return isDescending ? sorted.reverse() : sorted;
}

export const listUtil: UtilCatalogue = {
  'list.copyAndRetainAll': (_run, list, wanted) => {
    const kept = listArgument('list.copyAndRetainAll', wanted);
    return listArgument('list.copyAndRetainAll', list).filter((element) => holds(kept, element));
  },
  'list.copyAndRemoveAll': (_run, list, unwanted) => {
    const removed = listArgument('list.copyAndRemoveAll', unwanted);
    return listArgument('list.copyAndRemoveAll', list).filter((element) => !holds(removed, element));
  },
  'list.sortList': (_run, list, isDescending, sortField) =>
    sortList(listArgument('list.sortList', list), isDescending === true, stringArgument('list.sortList', sortField)),
};
