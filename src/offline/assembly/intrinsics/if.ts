import { badIntrinsic, listArgument } from './arguments.ts';
import type { Intrinsic } from './scope.ts';

/** `Fn::If`: only the branch taken is resolved. */
export const ifIntrinsic: Intrinsic = (argument, scope) => {
  const [name, whenTrue, whenFalse] = listArgument('Fn::If', argument, scope, 3);
  if (typeof name !== 'string' || whenTrue === undefined || whenFalse === undefined) {
    throw badIntrinsic('Fn::If', scope, 'the name of a condition and two values');
  }
  return scope.resolve(scope.condition(name) ? whenTrue : whenFalse);
};
