import { DynamoDbError } from '../contract.ts';
import { isCondition } from './conditions.ts';
import { isParsedCondition } from './filter-page.ts';
import { isAttributes } from './document-paths.ts';

const EMPTY =
  'One or more parameter values are not valid. The AttributeValue for a key attribute cannot contain an empty';

/** https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Constraints.html#limits-expression-parameters */
const MAX_IN = 100;
const MAX_EXPRESSION_BYTES = 4096;
const EXPRESSIONS = [
  'UpdateExpression',
  'ConditionExpression',
  'KeyConditionExpression',
  'FilterExpression',
  'ProjectionExpression',
];
/** Where dynalite's parser leaves them. */
const PARSED = { ConditionExpression: '_condition', FilterExpression: '_filter' } as const;

/** How many values the longest IN of a condition compares with. */
function longestIn({ type, args }: DynaliteCondition): number {
  if (type === 'in') return args.length - 1;
  return Math.max(0, ...args.map((inner) => (isCondition(inner) ? longestIn(inner) : 0)));
}

/** What DynamoDB refuses of a request that is well formed, and dynalite lets through or words otherwise. */
export function checkRequest(operation: string, data: Readonly<Record<string, unknown>>): void {
  const { ReturnValues: returnValues, Key: key, KeyConditions: conditions } = data;
  if (operation === 'DeleteItem' && returnValues !== undefined && returnValues !== 'ALL_OLD' && returnValues !== 'NONE')
    throw invalid('ReturnValues can only be ALL_OLD or NONE');
  for (const name of EXPRESSIONS) {
    const text = data[name];
    const bytes = typeof text === 'string' ? Buffer.byteLength(text) : 0;
    if (bytes > MAX_EXPRESSION_BYTES)
      throw invalid(
        `Invalid ${name}: Expression size has exceeded the maximum allowed size; expression size: ${bytes}`,
      );
  }
  for (const name of ['ConditionExpression', 'FilterExpression'] as const) {
    const parsed = data[PARSED[name]];
    const count = isParsedCondition(parsed) ? longestIn(parsed.expression) : 0;
    if (count > MAX_IN)
      throw invalid(
        `Invalid ${name}: The IN operator is provided with too many operands; number of operands: ${count}`,
      );
  }
  if (data['Select'] === 'SPECIFIC_ATTRIBUTES' && !('ProjectionExpression' in data) && !('AttributesToGet' in data))
    throw invalid(
      'One or more parameter values were invalid: Must specify the AttributesToGet or ProjectionExpression when choosing to get SPECIFIC_ATTRIBUTES',
    );
  refuseEmptyKey(key);
  // Nor can a key be looked for that no item can have: https://github.com/getmoto/moto/issues/7062
  if (operation !== 'Query' || !isAttributes(conditions)) return;
  for (const [name, condition] of Object.entries(conditions)) {
    const values = isAttributes(condition) ? condition['AttributeValueList'] : undefined;
    if (Array.isArray(values)) for (const value of values) refuseEmpty(name, value);
  }
}

/** An attribute of a key cannot be empty. */
export function refuseEmptyKey(key: unknown): void {
  if (isAttributes(key)) for (const [name, value] of Object.entries(key)) refuseEmpty(name, value);
}

function refuseEmpty(name: string, value: unknown): void {
  const { S: text, B: binary } = isAttributes(value) ? value : {};
  if (text === '') throw invalid(`${EMPTY} string value. Key: ${name}`);
  if (binary === '') throw invalid(`${EMPTY} binary value. Key: ${name}`);
}

function invalid(message: string): DynamoDbError {
  return new DynamoDbError('ValidationException', message, 400);
}
