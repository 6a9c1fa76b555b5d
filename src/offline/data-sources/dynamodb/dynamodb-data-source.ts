import type { DynamoDb } from '../../services/contract.ts';
import { type DataSource, mappingTemplateError } from '../data-source.ts';
import { batchDeleteItem } from './batch-delete-item.ts';
import { batchGetItem } from './batch-get-item.ts';
import { batchPutItem } from './batch-put-item.ts';
import { deleteItem } from './delete-item.ts';
import { getItem } from './get-item.ts';
import type { Operation, Store } from './operation.ts';
import { putItem } from './put-item.ts';
import { query } from './query.ts';
import { scan } from './scan.ts';
import { storeFailure } from './store-failure.ts';
import { transactGetItems } from './transact-get-items.ts';
import { transactWriteItems } from './transact-write-items.ts';
import { updateItem } from './update-item.ts';

const OPERATIONS: ReadonlyMap<unknown, Operation> = new Map<unknown, Operation>([
  ['GetItem', getItem],
  ['PutItem', putItem],
  ['UpdateItem', updateItem],
  ['DeleteItem', deleteItem],
  ['Query', query],
  ['Scan', scan],
  ['BatchGetItem', batchGetItem],
  ['BatchPutItem', batchPutItem],
  ['BatchDeleteItem', batchDeleteItem],
  ['TransactGetItems', transactGetItems],
  ['TransactWriteItems', transactWriteItems],
]);

/** https://docs.aws.amazon.com/appsync/latest/devguide/js-resolver-reference-dynamodb.html */
export function dynamodbDataSource(tableName: string, dynamodb: DynamoDb): DataSource {
  const store: Store = { dynamodb, tableName };
  return {
    async invoke(document) {
      const name = document['operation'];
      if (name == null) throw mappingTemplateError("Value for field '$[operation]' not found.");
      if (name === 'Sync') {
        throw mappingTemplateError(
          "Operation 'Sync' needs a versioned data source (conflict detection), which does not run offline.",
        );
      }
      const operation = OPERATIONS.get(name);
      if (operation === undefined) throw mappingTemplateError(`Unsupported operation ${JSON.stringify(name)}.`);
      try {
        return await operation(document, store);
      } catch (error) {
        return storeFailure(error);
      }
    },
  };
}
