import { isJsonObject, type Json } from '../json.ts';
import { badIntrinsic } from './arguments.ts';
import type { Scope } from './scope.ts';

/** The truth of an operand of a condition function. `{ Condition: name }` counts as a reference only here, never in properties. */
export function truthOf(operand: Json, scope: Scope): boolean {
  if (isJsonObject(operand) && typeof operand['Condition'] === 'string' && Object.keys(operand).length === 1) {
    return scope.condition(operand['Condition']);
  }
  const value = scope.resolve(operand);
  if (value === true || value === 'true') return true;
  if (value === false || value === 'false') return false;
  throw badIntrinsic('A condition', scope, `true or false, and got ${JSON.stringify(value)}`);
}
