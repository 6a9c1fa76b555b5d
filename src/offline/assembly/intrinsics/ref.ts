import { badIntrinsic } from './arguments.ts';
import type { Intrinsic } from './scope.ts';

/** `Ref`. */
export const ref: Intrinsic = (argument, scope) => {
  if (typeof argument !== 'string') throw badIntrinsic('Ref', scope, 'a name');
  return scope.reference(argument);
};
