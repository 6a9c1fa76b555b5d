import { badIntrinsic, listArgument, textOf } from './arguments.ts';
import type { Intrinsic } from './scope.ts';

/** `Fn::Split`. */
export const split: Intrinsic = (argument, scope) => {
  const [delimiter, text] = listArgument('Fn::Split', argument, scope, 2);
  if (typeof delimiter !== 'string' || delimiter === '' || text === undefined)
    throw badIntrinsic('Fn::Split', scope, 'a delimiter and a text');
  return textOf('Fn::Split', scope.resolve(text), scope).split(delimiter);
};
