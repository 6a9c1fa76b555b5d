import { CreateTableCommand } from '@aws-sdk/client-dynamodb';
import { createRequire } from 'node:module';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { connectDatabase, type Database, type TableNames } from '../../src/adapters/dynamodb/index.ts';

/** dynalite has no types. */
const dynalite = createRequire(import.meta.url)('dynalite') as (options: { readonly createTableMs: number }) => Server;

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
};

const PK_AND_SK: readonly [name: string, type: 'S' | 'N'][] = [
  ['pk', 'S'],
  ['sk', 'S'],
];

const KEYS: Readonly<Record<string, readonly [name: string, type: 'S' | 'N'][]>> = {
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
};

/** A DynamoDB of its own for one test file, in memory, on a free loopback port. */
export async function startDynalite(): Promise<{
  readonly database: Database;
  readonly tables: TableNames;
  readonly stop: () => Promise<void>;
}> {
  const server = dynalite({ createTableMs: 0 });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const database = connectDatabase({
    endpoint: `http://127.0.0.1:${port}`,
    region: 'ap-northeast-2',
    credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
  });
  for (const table of Object.values(TABLES)) {
    const keys = KEYS[table] ?? ([['id', 'S']] as const);
    await database.client.send(
      new CreateTableCommand({
        TableName: table,
        BillingMode: 'PAY_PER_REQUEST',
        AttributeDefinitions: keys.map(([name, type]) => ({ AttributeName: name, AttributeType: type })),
        KeySchema: keys.map(([name], index) => ({ AttributeName: name, KeyType: index === 0 ? 'HASH' : 'RANGE' })),
      }),
    );
  }
  const stop = async (): Promise<void> => {
    database.client.destroy();
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  };
  return { database, tables: TABLES, stop };
}
