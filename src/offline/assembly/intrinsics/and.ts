import { listArgument } from './arguments.ts';
import type { Intrinsic } from './scope.ts';
import { truthOf } from './truth.ts';

/** `Fn::And`. */
export const and: Intrinsic = (argument, scope) =>
  listArgument('Fn::And', argument, scope, 1).every((operand) => truthOf(operand, scope));
