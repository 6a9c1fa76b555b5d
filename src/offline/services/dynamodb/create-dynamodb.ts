import { crc32 } from 'node:zlib';
import type { Table } from '../../assembly/resources.ts';
import { errorResponse, isRecord, jsonObject, jsonResponse, targetOperation } from '../aws-response.ts';
import { DynamoDbError, type AwsRequest, type AwsResponse, type AwsService, type DynamoDb } from '../contract.ts';
import { authorizationsOf } from './authorization.ts';
import type { ChangeLog } from './change-log.ts';
import { changeLogOf, closeEmbeddedStore, itemCount, openEmbeddedStore } from './embedded-store.ts';
import { ensureTable } from './ensure-table.ts';
import { isStoreOperation, perform, prepare } from './operations.ts';
import { scanPage } from './scan-page.ts';
import { createTransactions, TransactionCanceledError } from './transactions.ts';

export interface EmbeddedDynamoDb extends DynamoDb, AwsService {
  /** Creates the table when it is missing; a different shape on disk is an error which names the table. */
  ensureTable(table: Table): Promise<void>;
  /** The streams of tables. */
  readonly changes: ChangeLog;
  stop(): Promise<void>;
}

export interface EmbeddedDynamoDbOptions {
  /** Folder of the LevelDB files; in memory when absent. */
  readonly folder?: string | undefined;
  readonly region: string;
  readonly accountId: string;
  readonly now?: () => number;
  /** Told once, when nothing more can be written: the disk is full. */
  readonly onWriteFailure?: (message: string) => void;
}

/** The embedded DynamoDB: dynalite's rules on LevelDB, called in process by resolvers and over HTTP by AWS SDKs. */
export async function createDynamoDb(options: EmbeddedDynamoDbOptions): Promise<EmbeddedDynamoDb> {
  const store = await openEmbeddedStore(options);
  const transactions = createTransactions(store, options.now ?? Date.now);

  async function call(
    operation: string,
    input: Record<string, unknown>,
    body?: Buffer,
  ): Promise<Record<string, unknown>> {
    if (operation === 'TransactWriteItems') return transactions.write(input, body);
    if (operation === 'TransactGetItems') return transactions.read(input);
    if (!isStoreOperation(operation)) {
      throw new DynamoDbError(
        'NotSupportedOffline',
        `DynamoDB ${operation} is not supported by the offline sandbox. Use a deployed sandbox (npx ampx sandbox) for it.`,
        501,
      );
    }
    const output = await perform(store, operation, prepare(store, operation, input));
    const { Table: table } = output;
    if (operation !== 'DescribeTable' || !isRecord(table)) return output;
    return { Table: { ...table, ItemCount: itemCount(store, String(table['TableName'])) } };
  }

  /** The answer as it goes over the wire. */
  async function answer(operation: string, input: Record<string, unknown>, body: Buffer): Promise<AwsResponse> {
    const page = operation === 'Scan' ? await scanPage(store, prepare(store, operation, input)) : null;
    const response = jsonResponse(200, page === null ? await call(operation, input, body) : undefined);
    return page === null ? response : { ...response, body: page };
  }

  return {
    call: (operation, input) => call(operation, input),
    changes: changeLogOf(store),
    ensureTable: (table) => ensureTable(store, call, table),
    authorizationOf: (request) => authorizationsOf(request, options.region, options.accountId),
    handle: (request) => handle(answer, request),
    stop: () => closeEmbeddedStore(store),
  };
}

async function handle(
  answer: (operation: string, input: Record<string, unknown>, body: Buffer) => Promise<AwsResponse>,
  request: AwsRequest,
): Promise<AwsResponse> {
  const input = jsonObject(request.body);
  if (input === undefined)
    return withCrc(
      errorResponse(400, 'com.amazon.coral.service#SerializationException', 'The request body is not a JSON object.'),
    );
  try {
    return withCrc(await answer(targetOperation(request.headers), input, request.body));
  } catch (error) {
    if (!(error instanceof DynamoDbError)) throw error;
    return withCrc(
      errorResponse(error.status, `com.amazonaws.dynamodb.v20120810#${error.name}`, error.message, {
        ...(error.item === undefined ? {} : { Item: error.item }),
        ...(error instanceof TransactionCanceledError ? { CancellationReasons: error.reasons } : {}),
      }),
    );
  }
}

/** Older SDKs compare this checksum with the body. */
function withCrc(response: AwsResponse): AwsResponse {
  const body = typeof response.body === 'string' ? Buffer.from(response.body) : response.body;
  return { ...response, body, headers: { ...response.headers, 'x-amz-crc32': String(crc32(body)) } };
}
