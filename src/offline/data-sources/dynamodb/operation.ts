import type { DynamoDb } from '../../services/contract.ts';
import type { DataSourceOutcome, RequestDocument } from '../data-source.ts';

export interface Store {
  readonly dynamodb: DynamoDb;
  readonly tableName: string;
}

/** One operation of a DynamoDB request document. Errors of the store may be thrown; the caller turns them into outcomes. */
export type Operation = (document: RequestDocument, store: Store) => Promise<DataSourceOutcome>;
