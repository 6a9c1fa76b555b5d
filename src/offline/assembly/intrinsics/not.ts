import { badIntrinsic, listArgument } from './arguments.ts';
import type { Intrinsic } from './scope.ts';
import { truthOf } from './truth.ts';

/** `Fn::Not`. */
export const not: Intrinsic = (argument, scope) => {
  const [operand] = listArgument('Fn::Not', argument, scope, 1);
  if (operand === undefined) throw badIntrinsic('Fn::Not', scope, 'one condition');
  return !truthOf(operand, scope);
};
