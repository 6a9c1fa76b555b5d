import { isList, isMap, isNull } from '../builtins/values.ts';
import { listMethods } from './list-methods.ts';
import { LoopState } from './loop-state.ts';
import { mapMethods } from './map-methods.ts';
import { numberMethods } from './number-methods.ts';
import { stringMethods } from './string-methods.ts';
import { TemplateError } from './template-error.ts';

/** Calls a Java method on a value. A null value gives null, as in Velocity; an unknown method fails by name. */
export function callMethod(value: unknown, name: string, args: readonly unknown[]): unknown {
  if (isNull(value)) return null;
  if (value instanceof LoopState) return value.call(name);
  if (isMap(value)) return own(mapMethods, name, 'map')(value, args);
  if (isList(value)) return own(listMethods, name, 'list')(value, args);
  switch (typeof value) {
    case 'string':
      return own(stringMethods, name, 'string')(value, args);
    case 'number':
      return own(numberMethods, name, 'number')(value, args);
    case 'boolean':
      if (name === 'equals') return value === args[0];
      if (name === 'booleanValue') return value;
      if (name === 'toString') return String(value);
      break;
    default:
  }
  throw new TemplateError(`The method ${name}() of a ${typeof value} is not supported by the offline sandbox.`);
}

function own<Method>(methods: Readonly<Record<string, Method>>, name: string, type: string): Method {
  const method = Object.hasOwn(methods, name) ? methods[name] : undefined;
  if (method === undefined)
    throw new TemplateError(`The method ${name}() of a ${type} is not supported by the offline sandbox.`);
  return method;
}
