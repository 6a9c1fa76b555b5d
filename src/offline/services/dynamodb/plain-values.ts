import validations from 'dynalite/validations/index.js';
import { isRecord } from '../aws-response.ts';

/** A number as DynamoDB gives it back: nothing to convert, nothing out of range. */
const PLAIN_NUMBER = /^(?:0|-?[1-9]\d{0,14}|-?(?:0|[1-9]\d{0,14})\.\d{0,14}[1-9])$/;

/**
 * Is an attribute value well formed, and of a type whose values need no further rule? Sets and binaries never are; they,
 * and all that is wrong, are left to dynalite and its error messages.
 */
function isPlainValue(value: unknown): boolean {
  if (!isRecord(value)) return false;
  let type: string | undefined;
  for (const key in value) {
    if (type !== undefined) return false;
    type = key;
  }
  if (type === undefined) return false;
  const content = value[type];
  switch (type) {
    case 'S':
      return typeof content === 'string';
    case 'N':
      return typeof content === 'string' && PLAIN_NUMBER.test(content);
    case 'BOOL':
      return typeof content === 'boolean';
    case 'NULL':
      return content === true;
    case 'L':
      return Array.isArray(content) && content.every(isPlainValue);
    case 'M':
      return isPlainMap(content);
    default:
      return false;
  }
}

function isPlainMap(value: unknown): value is Record<string, unknown> {
  if (!isRecord(value)) return false;
  for (const key in value) if (!isPlainValue(value[key])) return false;
  return true;
}

const MAPS_OF_VALUES = ['Item', 'Key', 'ExclusiveStartKey', 'ExpressionAttributeValues'];

/**
 * dynalite's first check, which copies every value of a request through a description of its type, without the maps of
 * plain values: they would come out as they went in, and are most of a request.
 */
export function checkTypes(input: Readonly<Record<string, unknown>>, types: unknown): Record<string, unknown> {
  const rest = { ...input };
  const plain: Record<string, unknown> = {};
  for (const name of MAPS_OF_VALUES) {
    const map = rest[name];
    if (!isRecord(types) || !(name in types) || !isPlainMap(map)) continue;
    // An update of an item that does not exist begins with its key, and writes into it.
    plain[name] = { ...map };
    delete rest[name];
  }
  return Object.assign(validations.checkTypes(rest, types), plain);
}

const { validateAttributeValue } = validations;

/** Its second check makes a big number of every number. */
validations.validateAttributeValue = (value) => (isPlainValue(value) ? undefined : validateAttributeValue(value));
