import { isJsonList } from '../json.ts';
import { badIntrinsic, listArgument } from './arguments.ts';
import type { Intrinsic } from './scope.ts';

/** `Fn::Select`. */
export const select: Intrinsic = (argument, scope) => {
  const [position, list] = listArgument('Fn::Select', argument, scope, 2);
  const index = Number(position === undefined ? undefined : scope.resolve(position));
  const values = list === undefined ? undefined : scope.resolve(list);
  if (!Number.isInteger(index) || !isJsonList(values)) throw badIntrinsic('Fn::Select', scope, 'an index and a list');
  const value = values[index];
  if (value === undefined) throw badIntrinsic('Fn::Select', scope, `an index below ${values.length}, and got ${index}`);
  return value;
};
