import { ResolverError } from '../resolvers/contract.ts';

/** What a request handler produced: the operation to perform, as a plain document. */
export type RequestDocument = Readonly<Record<string, unknown>>;

/** Where a data source is called from. */
export interface DataSourceCall {
  /** Same for all siblings of one field (or function) within a request: what batching groups by. */
  readonly batchKey: string;
  /** One per GraphQL request: batches never cross it. */
  readonly batchScope: object;
  readonly maxBatchSize: number;
}

/** A failure goes to the response handler as `ctx.error`, together with whatever result there is. */
export type DataSourceOutcome =
  | { readonly ok: true; readonly result: unknown }
  | {
      readonly ok: false;
      readonly error: { readonly message: string; readonly type: string };
      readonly result: unknown;
    };

export interface DataSource {
  invoke(document: RequestDocument, call: DataSourceCall): Promise<DataSourceOutcome>;
}

/** A document that the data source cannot be asked: AppSync calls these errors of the mapping template. */
export function mappingTemplateError(message: string): ResolverError {
  return new ResolverError({ message, errorType: 'MappingTemplate', data: null, errorInfo: null });
}

export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
