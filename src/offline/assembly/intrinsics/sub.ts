import { isJsonList, isJsonObject, type Json } from '../json.ts';
import { badIntrinsic, textOf } from './arguments.ts';
import type { Intrinsic } from './scope.ts';

const PLACEHOLDER = /\$\{(!?)([^}]*)\}/g;

/** `Fn::Sub`: text, or text with its own variables. `${!X}` stays `${X}`. */
export const sub: Intrinsic = (argument, scope) => {
  const [text, variables] = isJsonList(argument) ? argument : [argument, undefined];
  if (typeof text !== 'string') throw badIntrinsic('Fn::Sub', scope, 'text');
  if (variables !== undefined && !isJsonObject(variables))
    throw badIntrinsic('Fn::Sub', scope, 'an object of variables');
  return text.replace(PLACEHOLDER, (_whole, literal: string, spaced: string) => {
    if (literal === '!') return `\${${spaced}}`;
    const name = spaced.trim();
    const own: Json | undefined =
      variables !== undefined && Object.hasOwn(variables, name) ? variables[name] : undefined;
    if (own !== undefined) return textOf('Fn::Sub', scope.resolve(own), scope);
    const dot = name.indexOf('.');
    const value = dot > 0 ? scope.attribute(name.slice(0, dot), name.slice(dot + 1)) : scope.reference(name);
    return textOf('Fn::Sub', value, scope);
  });
};
