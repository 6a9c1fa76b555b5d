import { listArgument, UtilArgumentError } from '../../builtins/arguments.ts';
import { isMap, type JsonMap } from '../../builtins/values.ts';
import { ExpressionParts } from './expression-parts.ts';
import { isOperation, type UpdateOperation } from './operations.ts';

interface Clauses {
  readonly set: string[];
  readonly remove: string[];
}

/** Update expression of `ddb.update`: plain values are set, plain objects are merged key by key, operations do as they say. */
export function updateExpression(update: JsonMap): object {
  const parts = new ExpressionParts();
  const clauses: Clauses = { set: [], remove: [] };
  for (const [field, value] of Object.entries(update)) writeField(parts, clauses, [field], value);
  const text = [
    ...(clauses.set.length > 0 ? [`SET ${clauses.set.join(', ')}`] : []),
    ...(clauses.remove.length > 0 ? [`REMOVE ${clauses.remove.join(', ')}`] : []),
  ].join(' ');
  if (text === '') throw new UtilArgumentError('ddb.update was given nothing to update.');
  return parts.build(text);
}

function writeField(parts: ExpressionParts, clauses: Clauses, fields: readonly string[], value: unknown): void {
  if (value === undefined) return;
  if (isOperation(value)) {
    writeOperation(parts, clauses, parts.path(fields), value);
  } else if (Array.isArray(value) && value.length > 0 && value.every(isOperation)) {
    for (const operation of value) writeOperation(parts, clauses, parts.path(fields), operation);
  } else if (isMap(value) && !isTypedSet(value)) {
    for (const [key, nested] of Object.entries(value)) writeField(parts, clauses, [...fields, key], nested);
  } else {
    clauses.set.push(`${parts.path(fields)} = ${parts.value(value)}`);
  }
}

function isTypedSet(value: JsonMap): boolean {
  const keys = Object.keys(value);
  return keys.length === 1 && ['SS', 'NS', 'BS'].includes(keys[0] ?? '') && Array.isArray(Object.values(value)[0]);
}

function writeOperation(parts: ExpressionParts, clauses: Clauses, path: string, operation: UpdateOperation): void {
  switch (operation._type) {
    case 'add':
    case 'replace':
      clauses.set.push(`${path} = ${parts.value(operation.payload)}`);
      return;
    case 'remove':
      clauses.remove.push(path);
      return;
    case 'increment':
      clauses.set.push(`${path} = ${path} + ${parts.value(operation.by)}`);
      return;
    case 'decrement':
      clauses.set.push(`${path} = ${path} - ${parts.value(operation.by)}`);
      return;
    case 'append':
      clauses.set.push(`${path} = list_append(${path}, ${parts.value(listArgument('append', operation.payload))})`);
      return;
    case 'prepend':
      clauses.set.push(`${path} = list_append(${parts.value(listArgument('prepend', operation.payload))}, ${path})`);
      return;
    case 'updateListItem':
      clauses.set.push(`${path}[${listIndex(operation.index)}] = ${parts.value(operation.payload)}`);
  }
}

function listIndex(index: unknown): number {
  if (typeof index === 'number' && Number.isInteger(index) && index >= 0) return index;
  throw new UtilArgumentError('operations.updateListItem needs the index of an element.');
}
