import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import type { ArrivingTableName } from '../../src/domain/lake/index.ts';
import { isSender } from '../../src/domain/template/index.ts';
import { grantDueIndexes, grantTable, type TableAccess } from '../data/table-access.ts';
import type { data } from '../data/resource.ts';
import { openUnsubscribePage } from '../messaging/unsubscribe-page.ts';
import { channelEnvironment, connectUnsubscribeSecret, grantChannels } from '../messaging/chosen-channels.ts';
import type { Lake } from '../analytics/lake.ts';
import type { EventTable } from '../analytics/event-table.ts';
import type { DeliveryTable } from '../messaging/delivery-table.ts';
import { grantSendEmail } from '../messaging/email-identity.ts';
import type { PushApp } from '../messaging/push-app.ts';
import type { ReceiptQueue } from '../messaging/receipt-queue.ts';
import type { ShardQueue } from '../messaging/shard-queue.ts';
import type { AccessTables } from '../security/access-tables.ts';
import { acknowledge } from '../security/acknowledge.ts';
import { NEEDS, type Model, type Needs, type TableName } from './needs.ts';

type Data = Pick<ReturnType<(typeof data)['getInstance']>, 'resources'>;

interface Parts {
  readonly deliveryTable: DeliveryTable;
  readonly shardQueue: ShardQueue;
  readonly directQueue: ShardQueue;
  readonly receiptQueue: ReceiptQueue;
  readonly pushApp: PushApp;
  readonly accessTables: AccessTables;
  readonly eventTable: EventTable;
  readonly lake: Lake;
}

/** A function as `defineBackend` returns it. */
interface BackendFunction {
  readonly resources: { readonly lambda: IFunction };
  readonly addEnvironment: (key: string, value: string) => void;
}

type FunctionName = keyof typeof NEEDS;

/** Environment variable that holds each table's name; edge/environment.ts reads them. */
const TABLE_VARIABLES: Readonly<Record<TableName, string>> = {
  Template: 'TEMPLATE_TABLE',
  TemplateVersion: 'TEMPLATE_VERSION_TABLE',
  Segment: 'SEGMENT_TABLE',
  SegmentVersion: 'SEGMENT_VERSION_TABLE',
  Campaign: 'CAMPAIGN_TABLE',
  SendJob: 'SEND_JOB_TABLE',
  Customer: 'CUSTOMER_TABLE',
  EventDefinition: 'EVENT_DEFINITION_TABLE',
  Delivery: 'DELIVERY_TABLE',
  Access: 'ACCESS_TABLE',
  Audit: 'AUDIT_TABLE',
  Event: 'EVENT_TABLE',
};

/** Sender of e-mail whose template names none. It must be verified in SES; this default never is, so SES refuses by name. */
const EMAIL_FROM = process.env['BONGHWA_EMAIL_FROM'] ?? 'bonghwa@example.com';
if (!isSender(EMAIL_FROM)) {
  throw new TypeError('BONGHWA_EMAIL_FROM must be one mailbox, such as news@example.com or 봉화 <news@example.com>.');
}

/** Gives every function its tables, queues, providers and publishing right, and the names to find them by. */
export function connectFunctions(
  backend: { readonly data: Data } & Readonly<Record<FunctionName, BackendFunction>>,
  parts: Parts,
): void {
  for (const [name, needs] of entriesOf<FunctionName, Needs>(NEEDS)) {
    const fn = backend[name];
    acknowledge(
      fn.resources.lambda,
      'AwsSolutions-L1',
      'Node 22, which AWS keeps up to date as well: `JSON.parse` of Node 24.21 misreads some keys, and we parse what customers send.',
    );
    for (const [table, access] of entriesOf<TableName, TableAccess | undefined>(needs.tables)) {
      if (access === undefined) continue;
      const resource = tableOf(backend.data, parts, table);
      grantTable(resource, fn.resources.lambda, access);
      fn.addEnvironment(TABLE_VARIABLES[table], resource.tableName);
    }
    if (needs.readsDue !== undefined) {
      grantDueIndexes(needs.readsDue, tableOf(backend.data, parts, needs.readsDue), fn.resources.lambda);
    }
    if (needs.rings) connectDoorbells(fn, parts);
    if (needs.asksToCount) connectCountBell(fn, parts.receiptQueue);
    if (needs.publishes !== undefined) connectPublishing(backend.data, fn, needs.publishes);
    if (needs.sends) connectProviders(fn, parts);
    if (needs.asks) connectQueries(fn, parts.lake);
    if (needs.rollsUp) connectRollups(fn, parts.lake);
    if (needs.fills !== undefined) connectLake(fn, parts.lake, needs.fills);
  }
  for (const fn of [backend.workShard, backend.workDirect, backend.recordReceipts, backend.unsubscribe]) {
    connectUnsubscribeSecret(fn);
  }
  openUnsubscribePage(backend.unsubscribe, [backend.workShard, backend.workDirect]);
  connectDeadLetters(backend.workShard, parts.shardQueue);
  connectDeadLetters(backend.workDirect, parts.directQueue);
  connectDeadLetters(backend.sweepJobs, parts.shardQueue);
}

/** Every ringer can ring both: which one a shard has is decided by the kind of its job. */
function connectDoorbells(fn: BackendFunction, { shardQueue, directQueue }: Parts): void {
  for (const [variable, bell] of [
    ['SHARD_QUEUE_URL', shardQueue],
    ['DIRECT_QUEUE_URL', directQueue],
  ] as const) {
    bell.grantRing(fn.resources.lambda);
    fn.addEnvironment(variable, bell.queue.queueUrl);
  }
}

function connectCountBell(fn: BackendFunction, receiptQueue: ReceiptQueue): void {
  receiptQueue.grantAskToCount(fn.resources.lambda);
  fn.addEnvironment('RECEIPT_QUEUE_URL', receiptQueue.queue.queueUrl);
}

function connectPublishing(data: Data, fn: BackendFunction, mutations: readonly string[]): void {
  // Not `allow.resource(...)`: that would grant every mutation.
  data.resources.graphqlApi.grantMutation(fn.resources.lambda, ...mutations);
  fn.addEnvironment('GRAPHQL_URL', data.resources.cfnResources.cfnGraphqlApi.attrGraphQlUrl);
}

function connectProviders(fn: BackendFunction, { pushApp, receiptQueue }: Parts): void {
  const { lambda } = fn.resources;
  pushApp.grantSend(lambda);
  grantSendEmail(pushApp, lambda, receiptQueue.emailConfigurationSetArn);
  grantChannels(pushApp, lambda);
  fn.addEnvironment('PINPOINT_APP_ID', pushApp.appId);
  fn.addEnvironment('EMAIL_FROM', EMAIL_FROM);
  fn.addEnvironment('EMAIL_CONFIGURATION_SET', receiptQueue.emailConfigurationSet);
  for (const [name, value] of Object.entries(channelEnvironment())) fn.addEnvironment(name, value);
}

function connectQueries(fn: BackendFunction, lake: Lake): void {
  lake.grantQuery(fn.resources.lambda);
  nameTables(fn, lake);
}

function connectRollups(fn: BackendFunction, lake: Lake): void {
  lake.grantRollUp(fn.resources.lambda);
  fn.addEnvironment('LAKE_BUCKET', lake.bucket.name);
  nameTables(fn, lake);
}

function nameTables(fn: BackendFunction, lake: Lake): void {
  fn.addEnvironment('LAKE_DATABASE', lake.databaseName);
  fn.addEnvironment('LAKE_WORKGROUP', lake.workGroupName);
}

function connectLake(fn: BackendFunction, lake: Lake, tables: readonly ArrivingTableName[]): void {
  lake.grantPut(fn.resources.lambda, ...tables);
  for (const table of tables) fn.addEnvironment(`LAKE_STREAM_${table.toUpperCase()}`, lake.streamName(table));
}

function connectDeadLetters(fn: BackendFunction, queue: ShardQueue): void {
  queue.grantLayAside(fn.resources.lambda);
  fn.addEnvironment('DEAD_LETTER_QUEUE_URL', queue.deadLetters.queueUrl);
}

function tableOf(data: Data, parts: Parts, table: TableName) {
  switch (table) {
    case 'Delivery':
      return parts.deliveryTable.table;
    case 'Access':
      return parts.accessTables.access;
    case 'Audit':
      return parts.accessTables.audit;
    case 'Event':
      return parts.eventTable.table;
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
