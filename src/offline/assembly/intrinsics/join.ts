import { isJsonList } from '../json.ts';
import { badIntrinsic, listArgument, textOf } from './arguments.ts';
import type { Intrinsic } from './scope.ts';

/** `Fn::Join`. */
export const join: Intrinsic = (argument, scope) => {
  const [delimiter, parts] = listArgument('Fn::Join', argument, scope, 2);
  const values = parts === undefined ? undefined : scope.resolve(parts);
  if (typeof delimiter !== 'string' || !isJsonList(values))
    throw badIntrinsic('Fn::Join', scope, 'a delimiter and a list');
  return values.map((value) => textOf('Fn::Join', value, scope)).join(delimiter);
};
