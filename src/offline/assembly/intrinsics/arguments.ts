import { AssemblyError } from '../errors.ts';
import { isJsonList, type Json } from '../json.ts';
import type { Scope } from './scope.ts';

/** The error for an intrinsic function whose argument has the wrong shape. */
export function badIntrinsic(name: string, scope: Scope, expected: string): AssemblyError {
  return new AssemblyError('BAD_INTRINSIC', `${scope.where}: ${name} expects ${expected}.`);
}

/** The argument as a list with at least `length` elements, unresolved. */
export function listArgument(name: string, argument: Json, scope: Scope, length: number): readonly Json[] {
  if (!isJsonList(argument) || argument.length < length) throw badIntrinsic(name, scope, `a list of ${length} or more`);
  return argument;
}

/** A resolved value as text; numbers and booleans are written as CloudFormation writes them. */
export function textOf(name: string, value: Json | undefined, scope: Scope): string {
  if (typeof value === 'string') return value;
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  throw badIntrinsic(name, scope, `text, and got ${value === undefined ? 'no value' : JSON.stringify(value)}`);
}
