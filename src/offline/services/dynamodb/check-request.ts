import { DynamoDbError } from '../contract.ts';
import { isAttributes } from './document-paths.ts';

const EMPTY =
  'One or more parameter values are not valid. The AttributeValue for a key attribute cannot contain an empty';

/** What DynamoDB refuses of a request that is well formed, and dynalite lets through or words otherwise. */
export function checkRequest(operation: string, data: Readonly<Record<string, unknown>>): void {
  const { ReturnValues: returnValues, Key: key, KeyConditions: conditions } = data;
  if (operation === 'DeleteItem' && returnValues !== undefined && returnValues !== 'ALL_OLD' && returnValues !== 'NONE')
    throw invalid('ReturnValues can only be ALL_OLD or NONE');
  if (isAttributes(key)) for (const [name, value] of Object.entries(key)) refuseEmpty(name, value);
  // Nor can a key be looked for that no item can have: https://github.com/getmoto/moto/issues/7062
  if (operation !== 'Query' || !isAttributes(conditions)) return;
  for (const [name, condition] of Object.entries(conditions)) {
    const values = isAttributes(condition) ? condition['AttributeValueList'] : undefined;
    if (Array.isArray(values)) for (const value of values) refuseEmpty(name, value);
  }
}

function refuseEmpty(name: string, value: unknown): void {
  const { S: text, B: binary } = isAttributes(value) ? value : {};
  if (text === '') throw invalid(`${EMPTY} string value. Key: ${name}`);
  if (binary === '') throw invalid(`${EMPTY} binary value. Key: ${name}`);
}

function invalid(message: string): DynamoDbError {
  return new DynamoDbError('ValidationException', message, 400);
}
