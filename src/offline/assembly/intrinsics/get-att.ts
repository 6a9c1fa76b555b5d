import { isJsonList } from '../json.ts';
import { badIntrinsic } from './arguments.ts';
import type { Intrinsic } from './scope.ts';

/** `Fn::GetAtt`, as a list or as `LogicalId.Attribute`. */
export const getAtt: Intrinsic = (argument, scope) => {
  if (typeof argument === 'string') {
    const dot = argument.indexOf('.');
    if (dot > 0) return scope.attribute(argument.slice(0, dot), argument.slice(dot + 1));
  }
  if (isJsonList(argument) && argument.length === 2) {
    const [logicalId, attribute] = argument;
    // The attribute name may itself be an expression (a Ref to a parameter).
    const name = attribute === undefined ? undefined : scope.resolve(attribute);
    if (typeof logicalId === 'string' && typeof name === 'string') return scope.attribute(logicalId, name);
  }
  throw badIntrinsic('Fn::GetAtt', scope, 'a logical id and an attribute');
};
