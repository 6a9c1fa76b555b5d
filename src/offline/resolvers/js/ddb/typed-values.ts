import { listArgument, numberArgument, stringArgument } from '../../builtins/arguments.ts';
import { toDynamoDB } from '../../builtins/dynamodb.ts';
import { isMap, setKey, type JsonMap } from '../../builtins/values.ts';

/** Sets are already typed: they are remembered, so that they are not mistaken for maps. */
const sets = new WeakSet();

function typedSet(type: 'SS' | 'NS' | 'BS', values: readonly unknown[]): JsonMap {
  const set = { [type]: values };
  sets.add(set);
  return set;
}

export function toStringSet(list: unknown): JsonMap {
  return typedSet(
    'SS',
    listArgument('dynamodb.toStringSet', list).map((value) => stringArgument('dynamodb.toStringSet', value)),
  );
}

export function toNumberSet(list: unknown): JsonMap {
  return typedSet(
    'NS',
    listArgument('dynamodb.toNumberSet', list).map((value) => numberArgument('dynamodb.toNumberSet', value)),
  );
}

export function toBinarySet(list: unknown): JsonMap {
  return typedSet(
    'BS',
    listArgument('dynamodb.toBinarySet', list).map((value) => stringArgument('dynamodb.toBinarySet', value)),
  );
}

/** Typed form of a value; a set made by this module stays one, at any depth. */
export function toTyped(value: unknown): JsonMap {
  if (Array.isArray(value)) return { L: value.map(toTyped) };
  if (!isMap(value)) return toDynamoDB(value);
  return sets.has(value) ? value : { M: toTypedMap(value) };
}

/** Typed values of a map; undefined ones are left out, as in JSON. */
export function toTypedMap(map: JsonMap): JsonMap {
  const result: JsonMap = {};
  for (const [key, value] of Object.entries(map)) if (value !== undefined) setKey(result, key, toTyped(value));
  return result;
}
