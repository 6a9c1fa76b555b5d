import batchWriteItem from 'dynalite/actions/batchWriteItem.js';
import createTable from 'dynalite/actions/createTable.js';
import deleteItem from 'dynalite/actions/deleteItem.js';
import deleteTable from 'dynalite/actions/deleteTable.js';
import describeTable from 'dynalite/actions/describeTable.js';
import getItem from 'dynalite/actions/getItem.js';
import listTables from 'dynalite/actions/listTables.js';
import putItem from 'dynalite/actions/putItem.js';
import query from 'dynalite/actions/query.js';
import scan from 'dynalite/actions/scan.js';
import batchGetItemRules from 'dynalite/validations/batchGetItem.js';
import batchWriteItemRules from 'dynalite/validations/batchWriteItem.js';
import createTableRules from 'dynalite/validations/createTable.js';
import deleteItemRules from 'dynalite/validations/deleteItem.js';
import deleteTableRules from 'dynalite/validations/deleteTable.js';
import describeTableRules from 'dynalite/validations/describeTable.js';
import getItemRules from 'dynalite/validations/getItem.js';
import validations from 'dynalite/validations/index.js';
import listTablesRules from 'dynalite/validations/listTables.js';
import putItemRules from 'dynalite/validations/putItem.js';
import queryRules from 'dynalite/validations/query.js';
import scanRules from 'dynalite/validations/scan.js';
import updateItemRules from 'dynalite/validations/updateItem.js';
import { DynamoDbError } from '../contract.ts';
import { batchGetItem, isPlainBatch } from './batch-get-item.ts';
import { checkRequest } from './check-request.ts';
import { splitPage } from './filter-page.ts';
import { checkTypes } from './plain-values.ts';
import { prepareOnce } from './prepare-once.ts';
import { updateItem } from './update-item.ts';
import './parse-once.ts';
import './stored-keys.ts';

type Action = typeof getItem;
interface Operation {
  readonly run: Action;
  readonly rules: { readonly types: unknown; readonly custom?: unknown };
}

const OPERATIONS = new Map<string, Operation>([
  ['BatchGetItem', { run: batchGetItem, rules: batchGetItemRules }],
  ['BatchWriteItem', { run: batchWriteItem, rules: batchWriteItemRules }],
  ['CreateTable', { run: createTable, rules: createTableRules }],
  ['DeleteItem', { run: deleteItem, rules: deleteItemRules }],
  ['DeleteTable', { run: deleteTable, rules: deleteTableRules }],
  ['DescribeTable', { run: describeTable, rules: describeTableRules }],
  ['GetItem', { run: getItem, rules: getItemRules }],
  ['ListTables', { run: listTables, rules: listTablesRules }],
  ['PutItem', { run: putItem, rules: putItemRules }],
  ['Query', { run: query, rules: queryRules }],
  ['Scan', { run: scan, rules: scanRules }],
  ['UpdateItem', { run: updateItem, rules: updateItemRules }],
]);

/** Does the embedded store run this operation by itself? */
export function isStoreOperation(name: string): boolean {
  return OPERATIONS.has(name);
}

const preparers = new WeakMap<DynaliteStore, ReturnType<typeof prepareOnce>>();

/** Validates an input as DynamoDB does; expressions come back parsed. Throws DynamoDbError. */
export function prepare(store: DynaliteStore, name: string, input: Record<string, unknown>): Record<string, unknown> {
  let preparer = preparers.get(store);
  if (preparer === undefined) {
    preparer = prepareOnce((operation, given) => prepareAnew(store, operation, given));
    preparers.set(store, preparer);
  }
  return preparer(name, input);
}

function prepareAnew(
  store: DynaliteStore,
  name: string,
  input: Readonly<Record<string, unknown>>,
): Record<string, unknown> {
  if (name === 'BatchGetItem' && isPlainBatch(store, input)) return { RequestItems: input['RequestItems'] };
  const operation = operationOf(name);
  const returnItem = input['ReturnValuesOnConditionCheckFailure'];
  if (returnItem !== undefined && returnItem !== 'ALL_OLD' && returnItem !== 'NONE') {
    throw new DynamoDbError(
      'ValidationException',
      "1 validation error detected: Value at 'returnValuesOnConditionCheckFailure' failed to satisfy constraint: Member must satisfy enum value set: [ALL_OLD, NONE]",
      400,
    );
  }
  try {
    const data = checkTypes(input, operation.rules.types);
    // dynalite's scan refuses it of a global index, and its description of a scan drops it before.
    if (name === 'Scan' && input['ConsistentRead'] === true) data['ConsistentRead'] = true;
    validations.checkValidations(data, operation.rules.types, operation.rules.custom, store);
    checkRequest(name, data);
    if (returnItem === 'ALL_OLD') data['returnItemOnFailure'] = true;
    return data;
  } catch (error) {
    throw toDynamoDbError(error);
  }
}

/** Runs an operation on prepared input. */
export function perform(
  store: DynaliteStore,
  name: string,
  data: Record<string, unknown>,
): Promise<Record<string, unknown>> {
  const page = name === 'Query' || name === 'Scan' ? splitPage(data) : undefined;
  return new Promise((resolve, reject) => {
    operationOf(name).run(store, page?.read ?? data, (error, value = {}) => {
      if (error) reject(toDynamoDbError(error));
      else resolve(page === undefined ? value : page.finish(value));
    });
  });
}

function operationOf(name: string): Operation {
  const operation = OPERATIONS.get(name);
  if (operation === undefined) throw new Error(`No such store operation: ${name}.`);
  return operation;
}

/** dynalite's error (a body with `__type`) as ours; anything else is a bug and stays what it is. */
function toDynamoDbError(error: unknown): Error {
  if (error instanceof DynamoDbError) return error;
  if (!(error instanceof Error)) return new Error(String(error));
  const body: unknown = 'body' in error ? error.body : undefined;
  if (typeof body !== 'object' || body === null || !('__type' in body) || typeof body.__type !== 'string') return error;
  const message = textOf('message' in body ? body.message : 'Message' in body ? body.Message : '');
  const status = 'statusCode' in error && typeof error.statusCode === 'number' ? error.statusCode : 400;
  const item = 'Item' in body && typeof body.Item === 'object' && body.Item !== null ? { ...body.Item } : undefined;
  return new DynamoDbError(body.__type.slice(body.__type.indexOf('#') + 1), message, status, item);
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : '';
}
