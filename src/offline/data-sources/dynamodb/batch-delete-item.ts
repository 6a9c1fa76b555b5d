import { batchWrite } from './batch-write.ts';
import type { Operation } from './operation.ts';

export const batchDeleteItem: Operation = (document, store) =>
  batchWrite(document, store, { request: 'DeleteRequest', member: 'Key', unprocessed: 'unprocessedKeys' });
