import { isJsonObject } from '../json.ts';
import { badIntrinsic, listArgument, textOf } from './arguments.ts';
import type { Intrinsic } from './scope.ts';

/** `Fn::FindInMap`. */
export const findInMap: Intrinsic = (argument, scope) => {
  const [map, first, second] = listArgument('Fn::FindInMap', argument, scope, 3).map((part) =>
    textOf('Fn::FindInMap', scope.resolve(part), scope),
  );
  const mapping = scope.mapping(map ?? '');
  const row = isJsonObject(mapping) ? mapping[first ?? ''] : undefined;
  const value = isJsonObject(row) ? row[second ?? ''] : undefined;
  if (value === undefined) throw badIntrinsic('Fn::FindInMap', scope, `an entry ${map}.${first}.${second}`);
  return value;
};
