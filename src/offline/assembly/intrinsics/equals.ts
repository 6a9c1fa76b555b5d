import { isDeepStrictEqual } from 'node:util';
import { listArgument } from './arguments.ts';
import type { Intrinsic } from './scope.ts';

/** `Fn::Equals`: scalars compare by their text, as in CloudFormation, where parameters are text. */
export const equals: Intrinsic = (argument, scope) => {
  const [left, right] = listArgument('Fn::Equals', argument, scope, 2).map((operand) => scope.resolve(operand));
  if (typeof left === 'object' || typeof right === 'object') return isDeepStrictEqual(left, right);
  return String(left) === String(right);
};
