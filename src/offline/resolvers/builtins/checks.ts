import type { UtilCatalogue } from './run.ts';
import { isList, isMap, isNull } from './values.ts';

function isEmpty(value: unknown): boolean {
  if (isNull(value) || value === '') return true;
  // Documented for strings only, yet Amplify's own templates ask it of filters (maps) and lists.
  if (isList(value)) return value.length === 0;
  return isMap(value) && Object.keys(value).length === 0;
}

function isBlank(value: unknown): boolean {
  return typeof value === 'string' ? value.trim() === '' : isEmpty(value);
}

function typeOf(value: unknown): string {
  if (isNull(value)) return 'Null';
  if (isList(value)) return 'List';
  switch (typeof value) {
    case 'number':
    case 'bigint':
      return 'Number';
    case 'string':
      return 'String';
    case 'boolean':
      return 'Boolean';
    case 'object':
      return 'Map';
    default:
      return 'Object';
  }
}

export const checkUtil: UtilCatalogue = {
  isNull: (_run, value) => isNull(value),
  isNullOrEmpty: (_run, value) => isEmpty(value),
  isNullOrBlank: (_run, value) => isBlank(value),
  defaultIfNull: (_run, value, fallback) => (isNull(value) ? fallback : value),
  defaultIfNullOrEmpty: (_run, value, fallback) => (isEmpty(value) ? fallback : value),
  defaultIfNullOrBlank: (_run, value, fallback) => (isBlank(value) ? fallback : value),
  isString: (_run, value) => typeof value === 'string',
  isNumber: (_run, value) => typeof value === 'number' || typeof value === 'bigint',
  isBoolean: (_run, value) => typeof value === 'boolean',
  isList: (_run, value) => isList(value),
  isMap: (_run, value) => isMap(value),
  typeOf: (_run, value) => typeOf(value),
};
