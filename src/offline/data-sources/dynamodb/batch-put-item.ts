import { batchWrite } from './batch-write.ts';
import type { Operation } from './operation.ts';

export const batchPutItem: Operation = (document, store) =>
  batchWrite(document, store, { request: 'PutRequest', member: 'Item', unprocessed: 'unprocessedItems' });
