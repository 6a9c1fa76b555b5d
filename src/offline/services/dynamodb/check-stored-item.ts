import { DynamoDbError } from '../contract.ts';
import { plainBytesAtMost } from './plain-values.ts';

/** https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Constraints.html: all of them in bytes of UTF-8. */
const MAX_ITEM_BYTES = 400 * 1024;
const MAX_HASH_KEY_BYTES = 2048;
const MAX_RANGE_KEY_BYTES = 1024;
const MAX_LEVELS = 32;

/** What DynamoDB refuses about an item that is about to be stored, and dynalite, which counts characters, lets through. */
export function checkStoredItem(
  item: DynaliteItem,
  existing: DynaliteItem | undefined,
  table: DynaliteTable,
): DynamoDbError | undefined {
  for (const index of [...(table.GlobalSecondaryIndexes ?? []), ...(table.LocalSecondaryIndexes ?? [])]) {
    for (const { AttributeName: name, KeyType } of index.KeySchema) {
      const problem = keyProblem(item[name], KeyType, `IndexName: ${index.IndexName}, IndexKey: ${name}`);
      if (problem !== undefined) return refused(problem);
    }
  }
  for (const { AttributeName: name, KeyType } of table.KeySchema) {
    const problem = keyProblem(item[name], KeyType, `Key: ${name}`);
    if (problem !== undefined) return refused(problem);
  }
  // Of most items this is enough.
  if (plainBytesAtMost(item, MAX_LEVELS) <= MAX_ITEM_BYTES) return undefined;
  if (areDeeper(Object.values(item), MAX_LEVELS)) return refused('Nesting Levels have exceeded supported limits');
  if (size(item) <= MAX_ITEM_BYTES) return undefined;
  return refused(
    existing === undefined
      ? 'Item size has exceeded the maximum allowed size'
      : 'Item size to update has exceeded the maximum allowed size',
  );
}

function keyProblem(attribute: unknown, keyType: string, place: string): string | undefined {
  const { S: text, B: binary } = isTyped(attribute) ? attribute : {};
  if (text === '' || binary === '') {
    const what = text === '' ? 'string' : 'binary';
    const of = place.startsWith('IndexName')
      ? 'One or more parameter values are not valid. A value specified for a secondary index key is not supported.'
      : 'One or more parameter values are not valid.';
    return `${of} The AttributeValue for a key attribute cannot contain an empty ${what} value. ${place}`;
  }
  if (typeof text !== 'string') return undefined;
  const bytes = Buffer.byteLength(text);
  if (keyType === 'HASH' && bytes > MAX_HASH_KEY_BYTES)
    return `One or more parameter values were invalid: Size of hashkey has exceeded the maximum size limit of ${MAX_HASH_KEY_BYTES} bytes`;
  if (keyType === 'RANGE' && bytes > MAX_RANGE_KEY_BYTES)
    return `One or more parameter values were invalid: Aggregated size of all range keys has exceeded the size limit of ${MAX_RANGE_KEY_BYTES} bytes`;
  return undefined;
}

/** Do the maps and lists among some values lie in each other more than `levels` deep? */
function areDeeper(values: readonly unknown[], levels: number): boolean {
  for (const value of values) {
    if (!isTyped(value)) continue;
    const { L: elements, M: map } = value;
    const inner = isTyped(map) ? Object.values(map) : Array.isArray(elements) ? elements : undefined;
    if (inner !== undefined && (levels === 0 || areDeeper(inner, levels - 1))) return true;
  }
  return false;
}

/** https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/CapacityUnitCalculations.html */
function size(item: DynaliteItem): number {
  let total = 0;
  for (const [name, value] of Object.entries(item)) total += Buffer.byteLength(name) + valueSize(value);
  return total;
}

function valueSize(value: unknown): number {
  if (!isTyped(value)) return 0;
  const [type = '', content] = Object.entries(value)[0] ?? [];
  switch (type) {
    case 'S':
      return typeof content === 'string' ? Buffer.byteLength(content) : 0;
    case 'N':
      return typeof content === 'string' ? numberSize(content) : 0;
    case 'B':
      return typeof content === 'string' ? Math.floor((content.length * 3) / 4) : 0;
    case 'SS':
    case 'NS':
    case 'BS':
      return list(content).reduce((sum: number, member) => sum + valueSize({ [type.charAt(0)]: member }), 0);
    case 'L':
      return list(content).reduce((sum: number, member) => sum + 1 + valueSize(member), 3);
    case 'M':
      return isTyped(content) ? 3 + Object.keys(content).length + size(content) : 0;
    default:
      return 1;
  }
}

/** About a byte for two digits, and one more. */
function numberSize(text: string): number {
  return 1 + Math.ceil(text.replace(/[^0-9]/g, '').length / 2);
}

function list(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

function isTyped(value: unknown): value is DynaliteItem {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function refused(message: string): DynamoDbError {
  return new DynamoDbError('ValidationException', message, 400);
}
