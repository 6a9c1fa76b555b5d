import { isList, isMap, type JsonMap } from './values.ts';

/** A utility was called with something it cannot work on. The evaluator adds where. */
export class UtilArgumentError extends Error {
  override readonly name = 'UtilArgumentError';
}

function refuse(operation: string, expected: string, actual: unknown): never {
  const kind = actual === null ? 'null' : Array.isArray(actual) ? 'a list' : `a value of type ${typeof actual}`;
  throw new UtilArgumentError(`util.${operation} expects ${expected}, got ${kind}.`);
}

export function stringArgument(operation: string, value: unknown): string {
  if (typeof value === 'string') return value;
  if (typeof value === 'number' || typeof value === 'bigint' || typeof value === 'boolean') return String(value);
  return refuse(operation, 'a string', value);
}

export function numberArgument(operation: string, value: unknown): number {
  if (typeof value === 'number') return value;
  if (typeof value === 'bigint') return Number(value);
  if (typeof value === 'string' && value.trim() !== '' && Number.isFinite(Number(value))) return Number(value);
  return refuse(operation, 'a number', value);
}

export function listArgument(operation: string, value: unknown): unknown[] {
  return isList(value) ? value : refuse(operation, 'a list', value);
}

export function mapArgument(operation: string, value: unknown): JsonMap {
  return isMap(value) ? value : refuse(operation, 'a map', value);
}
