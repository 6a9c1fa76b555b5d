import { listArgument } from './arguments.ts';
import type { Intrinsic } from './scope.ts';
import { truthOf } from './truth.ts';

/** `Fn::Or`. */
export const or: Intrinsic = (argument, scope) =>
  listArgument('Fn::Or', argument, scope, 1).some((operand) => truthOf(operand, scope));
