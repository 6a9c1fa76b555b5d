import validations from 'dynalite/validations/index.js';
import { isRecord } from '../aws-response.ts';

/** A number as DynamoDB gives it back: nothing to convert, nothing out of range. */
const PLAIN_NUMBER = /^(?:0|-?[1-9]\d{0,14}|-?(?:0|[1-9]\d{0,14})\.\d{0,14}[1-9])$/;

/** One UTF-16 unit takes at most three bytes of UTF-8. */
const BYTES_OF_UNIT = 3;
/** What a value takes at most besides its content. */
const FRAME_BYTES = 4;

/**
 * How many bytes a map of attribute values has at most when all of them are plain: well formed, and of types whose values
 * need no further rule. NaN when one is not (sets and binaries never are), or when maps and lists lie in each other more
 * than `levels` deep: such are left to dynalite and its error messages. Every item that is written comes by here.
 */
export function plainBytesAtMost(map: unknown, levels = Infinity): number {
  if (!isRecord(map)) return NaN;
  let total = 0;
  for (const name in map) total += name.length * BYTES_OF_UNIT + bytesOfValue(map[name], levels);
  return total;
}

function bytesOfValue(value: unknown, levels: number): number {
  if (!isRecord(value)) return NaN;
  let type: string | undefined;
  for (const key in value) {
    if (type !== undefined) return NaN;
    type = key;
  }
  if (type === undefined) return NaN;
  const content = value[type];
  switch (type) {
    case 'S':
      return typeof content === 'string' ? FRAME_BYTES + content.length * BYTES_OF_UNIT : NaN;
    case 'N':
      return typeof content === 'string' && PLAIN_NUMBER.test(content) ? FRAME_BYTES + content.length : NaN;
    case 'BOOL':
      return typeof content === 'boolean' ? FRAME_BYTES : NaN;
    case 'NULL':
      return content === true ? FRAME_BYTES : NaN;
    case 'L':
      return levels > 0 && Array.isArray(content) ? bytesOfList(content, levels - 1) : NaN;
    case 'M':
      return levels > 0 ? FRAME_BYTES + plainBytesAtMost(content, levels - 1) : NaN;
    default:
      return NaN;
  }
}

function bytesOfList(list: readonly unknown[], levels: number): number {
  let total = FRAME_BYTES;
  for (const element of list) total += bytesOfValue(element, levels);
  return total;
}

/** Are all attribute values of a map plain? */
export function isPlainMap(map: unknown): map is Record<string, unknown> {
  return !Number.isNaN(plainBytesAtMost(map));
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
validations.validateAttributeValue = (value) =>
  Number.isNaN(bytesOfValue(value, Infinity)) ? validateAttributeValue(value) : undefined;
