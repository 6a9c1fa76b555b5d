import { CreateTableCommand, type GlobalSecondaryIndex } from '@aws-sdk/client-dynamodb';
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import * as z from 'zod';
import { connectDatabase, type Database, type TableNames } from '../../src/adapters/dynamodb/index.ts';
import type { AwsResponse } from '../../src/offline/services/contract.ts';
import { createDynamoDb } from '../../src/offline/services/dynamodb/create-dynamodb.ts';
import { CUSTOMER_INDEXES, DUE_CAMPAIGN_INDEXES, DUE_INDEXES } from '../../amplify/data/due-indexes.ts';
import { makeUnsteady, type DynamoCall } from './unsteady-service.ts';

const REGION = 'ap-northeast-2';

const TABLES: TableNames = {
  template: 'Template',
  templateVersion: 'TemplateVersion',
  segment: 'Segment',
  segmentVersion: 'SegmentVersion',
  campaign: 'Campaign',
  sendJob: 'SendJob',
  customer: 'Customer',
  delivery: 'Delivery',
  access: 'Access',
  audit: 'Audit',
  eventDefinition: 'EventDefinition',
  event: 'Event',
};

const TARGET = 'DynamoDB_20120810.';

type Key = readonly [name: string, type: 'S' | 'N'];

const ID_KEY: readonly Key[] = [['id', 'S']];

const PK_AND_SK: readonly Key[] = [
  ['pk', 'S'],
  ['sk', 'S'],
];

const KEYS: Readonly<Record<string, readonly Key[]>> = {
  [TABLES.templateVersion]: [
    ['templateId', 'S'],
    ['version', 'N'],
  ],
  [TABLES.segmentVersion]: [
    ['segmentId', 'S'],
    ['version', 'N'],
  ],
  [TABLES.delivery]: PK_AND_SK,
  [TABLES.access]: PK_AND_SK,
  [TABLES.audit]: PK_AND_SK,
  [TABLES.event]: PK_AND_SK,
  [TABLES.eventDefinition]: [['name', 'S']],
};

const capacity = z.object({ CapacityUnits: z.number() });
const consumption = z.looseObject({ ConsumedCapacity: z.union([capacity, z.array(capacity)]).optional() });

/** Carries out a request and tells what it used. */
async function counted(
  call: DynamoCall,
  operation: string,
  request: unknown,
  onUnits: ((operation: string, units: number) => void) | undefined,
): Promise<AwsResponse> {
  const wanted = operation === 'CreateTable' ? {} : { ReturnConsumedCapacity: 'TOTAL' };
  const { status, body } = await call(operation, { ...z.looseObject({}).parse(request), ...wanted });
  const { ConsumedCapacity: used = [] } = consumption.parse(body);
  const units = [used].flat().reduce((sum, { CapacityUnits }) => sum + CapacityUnits, 0);
  onUnits?.(operation, units);
  return { status, headers: { 'content-type': 'application/x-amz-json-1.0' }, body: JSON.stringify(body) };
}

function attributesOf(table: string, keys: readonly Key[]): readonly Key[] {
  return [...keys, ...indexesOf(table).flatMap((index) => index.keys)];
}

function indexesOf(table: string): typeof DUE_INDEXES {
  if (table === TABLES.campaign) return DUE_CAMPAIGN_INDEXES;
  if (table === TABLES.customer) return CUSTOMER_INDEXES;
  return table === TABLES.sendJob ? DUE_INDEXES : [];
}

function indexOf({ name, keys }: (typeof DUE_INDEXES)[number]): GlobalSecondaryIndex {
  return {
    IndexName: name,
    KeySchema: keys.map(([key], place) => ({ AttributeName: key, KeyType: place === 0 ? 'HASH' : 'RANGE' })),
    Projection: { ProjectionType: 'KEYS_ONLY' },
  };
}

/**
 * A DynamoDB of its own for one test file, in memory, on a free loopback port. UNSTEADY: as inconsistent as DynamoDB may
 * be at its worst.
 */
export async function startEmbeddedDatabase(
  kind: 'STEADY' | 'UNSTEADY' = 'STEADY',
  options: {
    /** Where its files are; in memory when absent. */
    readonly folder?: string;
    /** Is told the capacity units of each request, with STEADY. */
    readonly onUnits?: (operation: string, units: number) => void;
  } = {},
): Promise<{
  readonly database: Database;
  readonly tables: TableNames;
  /** UNSTEADY: late reads see everything that was written before. */
  readonly catchUp: () => void;
  readonly stop: () => Promise<void>;
  /** A request of this process, of which nobody is told. */
  readonly call: DynamoCall;
}> {
  const dynamodb = await createDynamoDb({ region: REGION, accountId: '000000000000', folder: options.folder });
  const handle = (target: string, body: Buffer): Promise<AwsResponse> => {
    const headers = { 'x-amz-target': target };
    const query = new URLSearchParams();
    return dynamodb.handle({ service: 'dynamodb', method: 'POST', path: '/', query, headers, body, principal: null });
  };
  const call: DynamoCall = async (operation, body) => {
    const answered = await handle(`${TARGET}${operation}`, Buffer.from(JSON.stringify(body)));
    const parsed: unknown = JSON.parse(String(answered.body));
    return { status: answered.status, body: parsed };
  };
  const unsteady = makeUnsteady(call, (table) => (KEYS[table] ?? ID_KEY).map(([name]) => name));
  const answer = async (message: IncomingMessage): Promise<AwsResponse> => {
    const parts: Buffer[] = [];
    for await (const part of message) if (Buffer.isBuffer(part)) parts.push(part);
    const target = String(message.headers['x-amz-target']);
    if (kind === 'STEADY' && options.onUnits === undefined) return handle(target, Buffer.concat(parts));
    const request: unknown = JSON.parse(Buffer.concat(parts).toString());
    if (kind === 'STEADY') return counted(call, target.slice(TARGET.length), request, options.onUnits);
    const { status, body } = await unsteady.call(target.slice(TARGET.length), request);
    return { status, headers: { 'content-type': 'application/x-amz-json-1.0' }, body: JSON.stringify(body) };
  };
  const server = createServer((message, response) => {
    answer(message).then(
      ({ status, headers, body }) => response.writeHead(status, headers).end(body),
      () => response.destroy(),
    );
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const database = connectDatabase({
    endpoint: `http://127.0.0.1:${port}`,
    region: REGION,
    credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
  });
  for (const table of Object.values(TABLES)) {
    const keys = KEYS[table] ?? ID_KEY;
    await database.client.send(
      new CreateTableCommand({
        TableName: table,
        BillingMode: 'PAY_PER_REQUEST',
        AttributeDefinitions: attributesOf(table, keys).map(([name, type]) => ({
          AttributeName: name,
          AttributeType: type,
        })),
        KeySchema: keys.map(([name], index) => ({ AttributeName: name, KeyType: index === 0 ? 'HASH' : 'RANGE' })),
        ...(indexesOf(table).length > 0 ? { GlobalSecondaryIndexes: indexesOf(table).map(indexOf) } : {}),
      }),
    );
  }
  const stop = async (): Promise<void> => {
    database.client.destroy();
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
    await dynamodb.stop();
  };
  return { database, tables: TABLES, catchUp: unsteady.catchUp, stop, call };
}
