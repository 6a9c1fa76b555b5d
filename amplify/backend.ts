import { defineBackend } from '@aws-amplify/backend';
import { Duration } from 'aws-cdk-lib';
import { chosenDashboard } from './analytics/dashboard/chosen-dashboard.ts';
import { Dashboard } from './analytics/dashboard/dashboard.ts';
import { EventTable } from './analytics/event-table.ts';
import { Lake } from './analytics/lake.ts';
import { openPutEvents } from './analytics/put-events-url.ts';
import { auth } from './auth/resource.ts';
import { hardenAuth } from './auth/harden-auth.ts';
import { compactTemplates } from './compact-templates.ts';
import { boundDependencies } from './data/bound-dependencies.ts';
import { connectCommands } from './data/connect-commands.ts';
import { hardenData } from './data/harden-data.ts';
import { data } from './data/resource.ts';
import { shareFunctions } from './data/share-functions.ts';
import { authorizeApiClient } from './functions/authorize-api-client/resource.ts';
import { buildRollups } from './functions/build-rollups/resource.ts';
import { changeSettings } from './functions/change-settings/resource.ts';
import { connectFunctions } from './functions/connect-functions.ts';
import { consumeQueues } from './functions/consume-queues.ts';
import { controlJob } from './functions/control-job/resource.ts';
import { eraseCustomer } from './functions/erase-customer/resource.ts';
import { externalSend } from './functions/external-send/resource.ts';
import { fillLake } from './functions/fill-lake/resource.ts';
import { followTables } from './functions/follow-tables.ts';
import { importCustomers } from './functions/import-customers/resource.ts';
import { manageApiClients } from './functions/manage-api-clients/resource.ts';
import { manageCampaigns } from './functions/manage-campaigns/resource.ts';
import { manageCustomers } from './functions/manage-customers/resource.ts';
import { manageSegments } from './functions/manage-segments/resource.ts';
import { manageTemplates } from './functions/manage-templates/resource.ts';
import { notifyConsents } from './functions/notify-consents/resource.ts';
import { openOccurrences } from './functions/open-occurrences/resource.ts';
import { putEvents } from './functions/put-events/resource.ts';
import { readRecipients } from './functions/read-recipients/resource.ts';
import { readReports } from './functions/read-reports/resource.ts';
import { RECORD_RECEIPTS_TIMEOUT_SECONDS, recordReceipts } from './functions/record-receipts/resource.ts';
import { unsubscribe } from './functions/unsubscribe/resource.ts';
import { sweepJobs } from './functions/sweep-jobs/resource.ts';
import { WORK_DIRECT_TIMEOUT_SECONDS, workDirect } from './functions/work-direct/resource.ts';
import { WORK_SHARD_TIMEOUT_SECONDS, workShard } from './functions/work-shard/resource.ts';
import { DeliveryTable } from './messaging/delivery-table.ts';
import { PushApp } from './messaging/push-app.ts';
import { ReceiptQueue } from './messaging/receipt-queue.ts';
import { ShardQueue } from './messaging/shard-queue.ts';
import { AccessTables } from './security/access-tables.ts';
import { acknowledgeGenerated } from './security/acknowledge-generated.ts';
import { allowedServers } from './security/allowed-servers.ts';
import { boundLogs } from './security/bound-logs.ts';
import { Firewall } from './security/firewall.ts';
import { connectMasterSecret } from './security/master-secret.ts';
import { ServerRoles } from './security/server-roles.ts';

compactTemplates();
const backend = defineBackend({
  auth,
  data,
  manageTemplates,
  manageSegments,
  manageCustomers,
  eraseCustomer,
  importCustomers,
  manageCampaigns,
  controlJob,
  readRecipients,
  readReports,
  changeSettings,
  notifyConsents,
  externalSend,
  authorizeApiClient,
  manageApiClients,
  workShard,
  workDirect,
  recordReceipts,
  putEvents,
  unsubscribe,
  sweepJobs,
  openOccurrences,
  fillLake,
  buildRollups,
});

const messaging = backend.createStack('messaging');
const isDisposable = messaging.node.tryGetContext('amplify-backend-type') === 'sandbox';
const deliveryTable = new DeliveryTable(messaging, 'Delivery', { isDisposable });
const shardQueue = new ShardQueue(messaging, 'Shards', Duration.seconds(WORK_SHARD_TIMEOUT_SECONDS));
const directQueue = new ShardQueue(messaging, 'Direct', Duration.seconds(WORK_DIRECT_TIMEOUT_SECONDS));
const receiptQueue = new ReceiptQueue(messaging, 'Receipts', Duration.seconds(RECORD_RECEIPTS_TIMEOUT_SECONDS));
const pushApp = new PushApp(messaging, 'Push');
const accessTables = new AccessTables(messaging, 'Api', { isDisposable });
const eventTable = new EventTable(messaging, 'Events', { isDisposable });
const analytics = backend.createStack('analytics');
const lake = new Lake(analytics, 'Lake', { isDisposable });

hardenAuth(backend.auth.resources, { isDisposable });
hardenData(backend.data.resources, { isDisposable });
connectCommands(backend, deliveryTable.reference);
connectFunctions(backend, {
  deliveryTable,
  shardQueue,
  directQueue,
  receiptQueue,
  pushApp,
  accessTables,
  eventTable,
  lake,
});
const chosen = chosenDashboard();
if (chosen !== undefined) {
  new Dashboard(analytics, 'Dashboard', { lake, chosen }).openTo(backend.readReports);
  // The console shows it where there is one, and asks for nothing where there is none.
  backend.addOutput({ custom: { hasDashboard: true } });
}
openPutEvents(backend.putEvents.resources.lambda);
followTables(backend, { events: eventTable.table, audit: accessTables.audit, delivery: deliveryTable.table });
consumeQueues(backend, { shardQueue, directQueue, receiptQueue });
shareFunctions(backend.data.resources);
boundDependencies(backend.data.resources);

const security = backend.createStack('security');
const servers = allowedServers({ isDisposable });
new Firewall(security, 'Firewall', { apiArn: backend.data.resources.cfnResources.cfnGraphqlApi.attrArn, servers });
new ServerRoles(security, 'Servers', {
  api: backend.data.resources.graphqlApi,
  putEvents: backend.putEvents.resources.lambda,
  servers,
});
boundLogs(backend.stack);
acknowledgeGenerated(backend.stack, backend.data.resources.cfnResources.cfnGraphqlApi);
for (const fn of [backend.authorizeApiClient, backend.manageApiClients]) connectMasterSecret(fn);
