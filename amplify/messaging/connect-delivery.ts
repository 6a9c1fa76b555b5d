import { Duration } from 'aws-cdk-lib';
import { SqsEventSource } from 'aws-cdk-lib/aws-lambda-event-sources';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import { DELIVERY_TABLE_SOURCE } from '../data/commands/data-sources.ts';
import { grantTable, type TableAccess } from '../data/table-access.ts';
import type { data } from '../data/resource.ts';
import type { AccessTables } from '../security/access-tables.ts';
import type { DeliveryTable } from './delivery-table.ts';
import { grantSendEmail } from './email-identity.ts';
import { channelEnvironment, grantChannels } from './chosen-channels.ts';
import type { PushApp } from './push-app.ts';
import type { ReceiptQueue } from './receipt-queue.ts';
import type { ShardQueue } from './shard-queue.ts';

type Data = Pick<ReturnType<(typeof data)['getInstance']>, 'resources' | 'addDynamoDbDataSource'>;

interface Parts {
  readonly deliveryTable: DeliveryTable;
  readonly shardQueue: ShardQueue;
  readonly receiptQueue: ReceiptQueue;
  readonly pushApp: PushApp;
  readonly accessTables: AccessTables;
}

/** A function as `defineBackend` returns it. */
interface BackendFunction {
  readonly resources: { readonly lambda: IFunction };
  readonly addEnvironment: (key: string, value: string) => void;
}

type Model = 'Template' | 'TemplateVersion' | 'Segment' | 'SegmentVersion' | 'Campaign' | 'SendJob' | 'Customer';
type TableName = Model | 'Delivery' | 'Access' | 'Audit';

/** Environment variable that holds each table's name; amplify/functions/edge/environment.ts reads them. */
const TABLE_VARIABLES: Readonly<Record<TableName, string>> = {
  Template: 'TEMPLATE_TABLE',
  TemplateVersion: 'TEMPLATE_VERSION_TABLE',
  Segment: 'SEGMENT_TABLE',
  SegmentVersion: 'SEGMENT_VERSION_TABLE',
  Campaign: 'CAMPAIGN_TABLE',
  SendJob: 'SEND_JOB_TABLE',
  Customer: 'CUSTOMER_TABLE',
  Delivery: 'DELIVERY_TABLE',
  Access: 'ACCESS_TABLE',
  Audit: 'AUDIT_TABLE',
};

interface Needs {
  readonly tables: Readonly<Partial<Record<TableName, TableAccess>>>;
  /** Rings the doorbell. */
  readonly rings?: true;
  /** Calls the messaging providers. */
  readonly sends?: true;
  /** Publishes to subscribers, by these mutations. */
  readonly publishes?: typeof PROGRESS | typeof PROGRESS_AND_STATUSES | typeof IMPORT_PROGRESS;
}

const PROGRESS = ['publishJobProgress'] as const;
const IMPORT_PROGRESS = ['publishImportProgress'] as const;
const PROGRESS_AND_STATUSES = ['publishJobProgress', 'publishDelivery'] as const;

/** What each function may touch, and nothing else. */
const NEEDS = {
  saveTemplate: { tables: { Template: 'WRITE', TemplateVersion: 'WRITE' } },
  publishTemplateVersion: { tables: { Template: 'WRITE', TemplateVersion: 'READ' } },
  previewTemplate: { tables: { Template: 'READ', TemplateVersion: 'READ', Customer: 'READ' } },
  saveSegment: { tables: { Segment: 'WRITE', SegmentVersion: 'WRITE', Customer: 'SCAN' } },
  estimateSegment: { tables: { Segment: 'READ', SegmentVersion: 'READ', Customer: 'SCAN' } },
  importCustomers: {
    tables: { Customer: 'WRITE', Segment: 'READ', Delivery: 'WRITE' },
    publishes: IMPORT_PROGRESS,
  },
  importReport: { tables: { Delivery: 'READ' } },
  upsertCustomers: { tables: { Customer: 'WRITE', Delivery: 'WRITE' } },
  recordConsent: { tables: { Customer: 'WRITE' } },
  exportCustomer: { tables: { Customer: 'READ' } },
  eraseCustomer: { tables: { Customer: 'ERASE', Delivery: 'WRITE' } },
  saveCampaign: { tables: { Campaign: 'WRITE', Segment: 'READ', Template: 'READ', TemplateVersion: 'READ' } },
  planCampaign: {
    tables: {
      Campaign: 'READ',
      Segment: 'READ',
      Template: 'READ',
      TemplateVersion: 'READ',
      Customer: 'SIZE',
      SendJob: 'WRITE',
      Delivery: 'WRITE',
    },
    rings: true,
  },
  controlJob: { tables: { SendJob: 'WRITE', Delivery: 'WRITE' }, rings: true, publishes: PROGRESS },
  listRecipients: { tables: { SendJob: 'READ', Delivery: 'READ' } },
  explainRecipient: {
    tables: { Template: 'READ', TemplateVersion: 'READ', SendJob: 'READ', Delivery: 'READ', Customer: 'READ' },
  },
  workShard: {
    tables: {
      Campaign: 'READ',
      Segment: 'READ',
      Template: 'READ',
      TemplateVersion: 'READ',
      Customer: 'SWEEP',
      SendJob: 'WRITE',
      Delivery: 'WRITE',
    },
    rings: true,
    sends: true,
    publishes: PROGRESS_AND_STATUSES,
  },
  recordReceipts: {
    tables: { Customer: 'WRITE', SendJob: 'WRITE', Delivery: 'WRITE' },
    publishes: PROGRESS_AND_STATUSES,
  },
  changeSettings: { tables: { SendJob: 'SWEEP', Delivery: 'WRITE' }, rings: true },
  externalSend: {
    tables: {
      Campaign: 'READ',
      Segment: 'READ',
      Template: 'READ',
      TemplateVersion: 'READ',
      Customer: 'LOOKUP',
      SendJob: 'WRITE',
      Delivery: 'WRITE',
      Access: 'WRITE',
      Audit: 'APPEND',
    },
    rings: true,
  },
  authorizeApiClient: { tables: { Access: 'WRITE', Audit: 'APPEND' } },
  manageApiClients: { tables: { Access: 'WRITE', Audit: 'LEDGER' } },
  sweepJobs: { tables: { SendJob: 'SWEEP', Delivery: 'WRITE' }, rings: true, publishes: PROGRESS },
} as const satisfies Record<string, Needs>;

type FunctionName = keyof typeof NEEDS;

/** Sender of e-mail whose template names none. It must be verified in SES; this default never is, so SES refuses by name. */
const EMAIL_FROM = process.env['BONGHWA_EMAIL_FROM'] ?? 'bonghwa@example.com';

/** Workers of shards at one time: together they can use the push quota, and never exceed a small account's concurrency. */
const MAX_WORKERS = 32;

/** Receipts come in crowds and are written by chunk: many at a time are few writes. */
const RECEIPTS_PER_BATCH = 200;
const RECEIPTS_WINDOW_SECONDS = 2;

/** Gives every function its tables, queue, providers and publishing right, and the names to find them by. */
export function connectDelivery(
  backend: { readonly data: Data } & Readonly<Record<FunctionName, BackendFunction>>,
  parts: Parts,
): void {
  for (const [name, needs] of entriesOf(NEEDS)) {
    const fn = backend[name];
    for (const [table, access] of entriesOf<TableName, TableAccess | undefined>(needs.tables)) {
      if (access === undefined) continue;
      const resource = tableOf(backend.data, parts, table);
      grantTable(resource, fn.resources.lambda, access);
      fn.addEnvironment(TABLE_VARIABLES[table], resource.tableName);
    }
    connectRights(backend.data, fn, needs, parts);
  }
  backend.workShard.resources.lambda.addEventSource(
    new SqsEventSource(parts.shardQueue.queue, {
      batchSize: 1,
      reportBatchItemFailures: true,
      maxConcurrency: MAX_WORKERS,
    }),
  );
  backend.recordReceipts.resources.lambda.addEventSource(
    new SqsEventSource(parts.receiptQueue.queue, {
      batchSize: RECEIPTS_PER_BATCH,
      maxBatchingWindow: Duration.seconds(RECEIPTS_WINDOW_SECONDS),
      reportBatchItemFailures: true,
      maxConcurrency: MAX_WORKERS,
    }),
  );
  // The subscription of one customer leaves its note there.
  backend.data.addDynamoDbDataSource(DELIVERY_TABLE_SOURCE, parts.deliveryTable.reference);
}

function connectRights(data: Data, fn: BackendFunction, needs: Needs, parts: Parts): void {
  const { lambda } = fn.resources;
  if (needs.rings) {
    parts.shardQueue.grantRing(lambda);
    fn.addEnvironment('SHARD_QUEUE_URL', parts.shardQueue.queue.queueUrl);
  }
  if (needs.publishes !== undefined) {
    // Not `allow.resource(...)`: that would grant every mutation.
    data.resources.graphqlApi.grantMutation(lambda, ...needs.publishes);
    fn.addEnvironment('GRAPHQL_URL', data.resources.cfnResources.cfnGraphqlApi.attrGraphQlUrl);
  }
  if (needs.sends) {
    parts.pushApp.grantSend(lambda);
    parts.shardQueue.grantLayAside(lambda);
    grantSendEmail(parts.pushApp, lambda, parts.receiptQueue.emailConfigurationSetArn);
    grantChannels(parts.pushApp, lambda);
    fn.addEnvironment('PINPOINT_APP_ID', parts.pushApp.appId);
    fn.addEnvironment('EMAIL_FROM', EMAIL_FROM);
    fn.addEnvironment('EMAIL_CONFIGURATION_SET', parts.receiptQueue.emailConfigurationSet);
    fn.addEnvironment('DEAD_LETTER_QUEUE_URL', parts.shardQueue.deadLetters.queueUrl);
    for (const [name, value] of Object.entries(channelEnvironment())) fn.addEnvironment(name, value);
  }
}

function tableOf(data: Data, parts: Parts, table: TableName) {
  switch (table) {
    case 'Delivery':
      return parts.deliveryTable.table;
    case 'Access':
      return parts.accessTables.access;
    case 'Audit':
      return parts.accessTables.audit;
    default:
      return modelTable(data, table);
  }
}

function modelTable(data: Data, model: Model) {
  const table = data.resources.tables[model];
  if (table === undefined) throw new Error(`The schema has no model ${model}, but functions need its table.`);
  return table;
}

/** `Object.entries` forgets the key type; the objects here are literals, whose keys are exactly their type's. */
function entriesOf<K extends string, V>(record: Readonly<Partial<Record<K, V>>>): [K, V][] {
  return Object.entries(record) as [K, V][];
}
