import { defineBackend } from '@aws-amplify/backend';
import { Duration } from 'aws-cdk-lib';
import { auth } from './auth/resource.ts';
import { hardenAuth } from './auth/harden-auth.ts';
import { connectCommands } from './data/connect-commands.ts';
import { hardenData } from './data/harden-data.ts';
import { data } from './data/resource.ts';
import { authorizeApiClient } from './functions/authorize-api-client/resource.ts';
import { changeSettings } from './functions/change-settings/resource.ts';
import { controlJob } from './functions/control-job/resource.ts';
import { estimateSegment } from './functions/estimate-segment/resource.ts';
import { eraseCustomer } from './functions/erase-customer/resource.ts';
import { explainRecipient } from './functions/explain-recipient/resource.ts';
import { exportCustomer } from './functions/export-customer/resource.ts';
import { externalSend } from './functions/external-send/resource.ts';
import { importCustomers } from './functions/import-customers/resource.ts';
import { importReport } from './functions/import-report/resource.ts';
import { listRecipients } from './functions/list-recipients/resource.ts';
import { manageApiClients } from './functions/manage-api-clients/resource.ts';
import { planCampaign } from './functions/plan-campaign/resource.ts';
import { previewTemplate } from './functions/preview-template/resource.ts';
import { publishTemplateVersion } from './functions/publish-template-version/resource.ts';
import { recordConsent } from './functions/record-consent/resource.ts';
import { RECORD_RECEIPTS_TIMEOUT_SECONDS, recordReceipts } from './functions/record-receipts/resource.ts';
import { saveCampaign } from './functions/save-campaign/resource.ts';
import { saveSegment } from './functions/save-segment/resource.ts';
import { saveTemplate } from './functions/save-template/resource.ts';
import { sweepJobs } from './functions/sweep-jobs/resource.ts';
import { upsertCustomers } from './functions/upsert-customers/resource.ts';
import { WORK_SHARD_TIMEOUT_SECONDS, workShard } from './functions/work-shard/resource.ts';
import { connectDelivery } from './messaging/connect-delivery.ts';
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

const backend = defineBackend({
  auth,
  data,
  saveTemplate,
  publishTemplateVersion,
  previewTemplate,
  saveSegment,
  estimateSegment,
  importCustomers,
  importReport,
  upsertCustomers,
  recordConsent,
  exportCustomer,
  eraseCustomer,
  saveCampaign,
  planCampaign,
  controlJob,
  listRecipients,
  explainRecipient,
  changeSettings,
  externalSend,
  authorizeApiClient,
  manageApiClients,
  workShard,
  recordReceipts,
  sweepJobs,
});

const messaging = backend.createStack('messaging');
const isDisposable = messaging.node.tryGetContext('amplify-backend-type') === 'sandbox';
const deliveryTable = new DeliveryTable(messaging, 'Delivery', { isDisposable });
const shardQueue = new ShardQueue(messaging, 'Shards', Duration.seconds(WORK_SHARD_TIMEOUT_SECONDS));
const receiptQueue = new ReceiptQueue(messaging, 'Receipts', Duration.seconds(RECORD_RECEIPTS_TIMEOUT_SECONDS));
const pushApp = new PushApp(messaging, 'Push');
const accessTables = new AccessTables(messaging, 'Api', { isDisposable });

hardenAuth(backend.auth.resources, { isDisposable });
hardenData(backend.data.resources, { isDisposable });
connectCommands(backend);
connectDelivery(backend, { deliveryTable, shardQueue, receiptQueue, pushApp, accessTables });

const security = backend.createStack('security');
const servers = allowedServers({ isDisposable });
new Firewall(security, 'Firewall', { apiArn: backend.data.resources.cfnResources.cfnGraphqlApi.attrArn, servers });
new ServerRoles(security, 'Servers', { api: backend.data.resources.graphqlApi, servers });
boundLogs(backend.stack);
acknowledgeGenerated(backend.stack, backend.data.resources.cfnResources.cfnGraphqlApi);
for (const fn of [backend.authorizeApiClient, backend.manageApiClients]) connectMasterSecret(fn);
