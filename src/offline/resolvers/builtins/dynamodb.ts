/** https://docs.aws.amazon.com/appsync/latest/devguide/dynamodb-helpers-in-util-dynamodb-js.html */
import { listArgument, mapArgument, numberArgument, stringArgument, UtilArgumentError } from './arguments.ts';
import { toJson } from './json.ts';
import type { Run, UtilCatalogue, UtilFunction } from './run.ts';
import { isList, isMap, isNull, setKey, type JsonMap } from './values.ts';

/** The typed form of a value. Sets are never inferred: a list becomes `L`, as in AppSync. */
export function toDynamoDB(value: unknown): JsonMap {
  if (isNull(value)) return { NULL: null };
  switch (typeof value) {
    case 'string':
      return { S: value };
    case 'number':
    case 'bigint':
      return { N: value };
    case 'boolean':
      return { BOOL: value };
    default:
      if (isList(value)) return { L: value.map(toDynamoDB) };
      if (isMap(value)) return { M: toMapValues(value) };
      throw new UtilArgumentError(`util.dynamodb cannot store a value of type ${typeof value}.`);
  }
}

/** Every value of a map in typed form; the map itself is not wrapped. */
function toMapValues(map: JsonMap): JsonMap {
  const result: JsonMap = {};
  for (const [key, value] of Object.entries(map)) if (value !== undefined) setKey(result, key, toDynamoDB(value));
  return result;
}

function orNull(value: unknown, convert: () => JsonMap): JsonMap {
  return isNull(value) ? { NULL: null } : convert();
}

function toS3Object(args: readonly unknown[]): JsonMap {
  const [key, bucket, region, version] = args.map((part) => stringArgument('dynamodb.toS3Object', part));
  const s3 = { key, bucket, region, ...(version === undefined ? {} : { version }) };
  return { S: toJson({ s3 }) };
}

function fromS3ObjectJson(text: string): JsonMap {
  const parsed: unknown = JSON.parse(text);
  const s3 = isMap(parsed) ? parsed['s3'] : undefined;
  if (!isMap(s3)) throw new UtilArgumentError('util.dynamodb.fromS3ObjectJson was given text without an "s3" object.');
  return s3;
}

const typed: Readonly<Record<string, UtilFunction>> = {
  toDynamoDB: (_run, value) => toDynamoDB(value),
  toString: (_run: Run, value: unknown) => orNull(value, () => ({ S: stringArgument('dynamodb.toString', value) })),
  toNumber: (_run, value) => orNull(value, () => ({ N: numberArgument('dynamodb.toNumber', value) })),
  toBinary: (_run, value) => orNull(value, () => ({ B: stringArgument('dynamodb.toBinary', value) })),
  toBoolean: (_run, value) => orNull(value, () => ({ BOOL: value === true })),
  toNull: () => ({ NULL: null }),
  toStringSet: (_run, list) => ({
    SS: listArgument('dynamodb.toStringSet', list).map((element) => stringArgument('dynamodb.toStringSet', element)),
  }),
  toNumberSet: (_run, list) => ({
    NS: listArgument('dynamodb.toNumberSet', list).map((element) => numberArgument('dynamodb.toNumberSet', element)),
  }),
  toBinarySet: (_run, list) => ({
    BS: listArgument('dynamodb.toBinarySet', list).map((element) => stringArgument('dynamodb.toBinarySet', element)),
  }),
  toList: (_run, list) => ({ L: listArgument('dynamodb.toList', list).map(toDynamoDB) }),
  toMap: (_run, map) => orNull(map, () => ({ M: toMapValues(mapArgument('dynamodb.toMap', map)) })),
  toMapValues: (_run, map) => toMapValues(mapArgument('dynamodb.toMapValues', map)),
  toS3Object: (_run, ...args) => toS3Object(args),
};

function buildCatalogue(): UtilCatalogue {
  const catalogue: Record<string, UtilFunction> = {
    'dynamodb.fromS3ObjectJson': (_run, text) => fromS3ObjectJson(stringArgument('dynamodb.fromS3ObjectJson', text)),
  };
  for (const [name, operation] of Object.entries(typed)) {
    catalogue[`dynamodb.${name}`] = operation;
    catalogue[`dynamodb.${name}Json`] = (run, ...args) => toJson(operation(run, ...args));
  }
  return catalogue;
}

export const dynamodbUtil: UtilCatalogue = buildCatalogue();
