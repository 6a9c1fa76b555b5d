/**
 * The engine over the DynamoDB and SQS adapters against the sandbox's embedded store, counting what AWS would bill:
 * `run-embedded <assembly> <store url> <recipients> [PLAN | WORK]`; with PLAN nothing is sent; with WORK the
 * process only works shards that another one has planned, as one more concurrent function would, until it is ended.
 */
import { SQSClient } from '@aws-sdk/client-sqs';
import { setTimeout } from 'node:timers/promises';
import {
  connectDatabase,
  createCampaigns,
  createAddresses,
  createBudgets,
  createApprovals,
  createRunRecords,
  createRuns,
  createCaps,
  createChunks,
  createCustomerSource,
  createCustomerStore,
  createDeliverySettings,
  createJobs,
  createPrices,
  createRates,
  createReceipts,
  createSegments,
  createSegmentVersions,
  createShards,
  createTemplates,
  createWaits,
  createWatches,
} from '../../src/adapters/dynamodb/index.ts';
import { createMemoryDeadLetters } from '../../src/adapters/memory/index.ts';
import { createSqsDoorbell } from '../../src/adapters/sqs/index.ts';
import { collectOnOneThread, keepNewObjectsYoung, randomIds, systemClock } from '../../src/adapters/system/index.ts';
import { DEFAULT_WORK_SETTINGS, workShard, type SendResult } from '../../src/app/delivery/index.ts';
import { launchJob, planCampaign } from '../../src/app/send-job/index.ts';
import { readAssembly } from '../../src/offline/assembly/read-assembly.ts';
import { measureBareStore } from './bare-store.ts';
import { ACTOR, saveBenchCampaign } from './campaign.ts';
import { countUnits, unitsSince } from './count-units.ts';
import { deployedNames, indexCounts } from './deployed-names.ts';
import { measured } from './phase.ts';
import { pollShards } from './poll-shards.ts';
import { seedCustomers } from './seed-customers.ts';
import { EMBEDDED_WORKERS } from './settings.ts';
import { unwrap } from './unwrap.ts';

// As the deployed worker does.
keepNewObjectsYoung();
collectOnOneThread();

const ACCEPTED: SendResult = { kind: 'ANSWERED', status: 'ACCEPTED', isRetriable: false };
const BUDGET_MS = 300_000;
const LOOK_EVERY_MS = 20;

const [assemblyFolder = '', endpoint = '', count = '', scope = 'ALL'] = process.argv.slice(2);
const recipients = Number(count);
const app = readAssembly(assemblyFolder, { endpointUrl: endpoint });
const { tables, queue } = deployedNames(app);
const connection = { endpoint, region: app.region, credentials: { accessKeyId: 'bench', secretAccessKey: 'bench' } };
const database = connectDatabase(connection);
if (scope !== 'WORK') await seedCustomers(database.client, tables.customer, recipients, systemClock.now());

const calls = { sqs: 0, provider: 0, publish: 0 };
const sqsClient = new SQSClient(connection);
sqsClient.middlewareStack.add(
  (next) => (args) => {
    calls.sqs += 1;
    return next(args);
  },
  { step: 'finalizeRequest', name: 'countRequests' },
);
// Asking what a scan consumes makes the embedded store weigh every item, which nobody needs who only plans.
const units =
  scope === 'ALL'
    ? countUnits(database.client, indexCounts(app.tables))
    : { write: 0, read: 0, writeRequests: 0, readRequests: 0 };
const sender = {
  maxBatch: 100,
  send: async (batch: readonly unknown[]) => {
    calls.provider += 1;
    await setTimeout(1);
    return batch.map(() => ACCEPTED);
  },
};
const publish = async (): Promise<boolean> => {
  calls.publish += 1;
  return true;
};
const jobs = createJobs(database, tables);
const deps = {
  jobs,
  shards: createShards(database, tables.delivery),
  chunks: createChunks(database, tables.delivery),
  receipts: createReceipts(database, tables.delivery),
  rates: createRates(database, tables.delivery),
  caps: createCaps(database, tables.delivery),
  budgets: createBudgets(database, tables.delivery),
  runs: createRuns(database, tables.delivery),
  approvals: createApprovals(database, tables.delivery),
  runRecords: createRunRecords(database, tables.delivery),
  prices: createPrices(database, tables.delivery),
  deliverySettings: createDeliverySettings(database, tables.delivery),
  addresses: createAddresses(database, tables.delivery),
  waits: createWaits(database, tables.delivery),
  watches: createWatches(database, tables.delivery),
  customers: createCustomerSource(database, tables.customer),
  customerStore: createCustomerStore(database, tables.customer),
  templates: createTemplates(database, tables),
  segments: createSegments(database, tables.segment),
  segmentVersions: createSegmentVersions(database, tables.segmentVersion),
  campaigns: createCampaigns(database, tables.campaign),
  doorbell: createSqsDoorbell({ queueUrl: queue.url, client: sqsClient }),
  deadLetters: createMemoryDeadLetters(),
  publisher: { publish, publishDelivery: publish },
  senders: { PUSH: sender },
  clock: systemClock,
  ids: randomIds,
  settings: DEFAULT_WORK_SETTINGS,
};

const ending = new AbortController();
const polling = pollShards(
  { client: sqsClient, queueUrl: queue.url },
  EMBEDDED_WORKERS,
  async (ref) => {
    await workShard(deps, { ...ref, deadline: systemClock.now() + BUDGET_MS });
  },
  ending.signal,
);
if (scope === 'WORK') await polling;
const campaignId = await saveBenchCampaign(deps);
/** The bench looks with a connection of its own, which nobody counts. */
const lookingJobs = createJobs(connectDatabase(connection), tables);
const reach = async (jobId: string, phase: 'PLANNED' | 'COMPLETED'): Promise<void> => {
  for (;;) {
    const job = await lookingJobs.get(jobId);
    if (job?.phase === phase) return;
    if (job === null || job.phase === 'FAILED' || job.phase === 'PAUSED') {
      throw new Error(`The job is ${job?.phase ?? 'gone'} (${job?.phaseReason ?? ''}) and will never be ${phase}.`);
    }
    await Promise.race([setTimeout(LOOK_EVERY_MS), polling]);
  }
};

const before = { ...units };
const { job } = unwrap(await planCampaign(deps, { actor: ACTOR, campaignId }));
const planning = await measured(() => reach(job.id, 'PLANNED'));
const afterPlanning = { ...units };
if (scope === 'PLAN') {
  ending.abort();
  await polling;
  const { planned, included } = (await lookingJobs.get(job.id))?.sent ?? { planned: 0, included: 0 };
  if (included !== recipients) throw new Error(`${included} of ${recipients} were included.`);
  process.stdout.write(`${JSON.stringify({ customers: planned, included, planning })}\n`);
  process.exit(0);
}
const sending = await measured(async () => {
  unwrap(await launchJob(deps, { actor: ACTOR, jobId: job.id }));
  await reach(job.id, 'COMPLETED');
});
const afterSending = { ...units };
const usage = { ...calls };
ending.abort();
await polling;
const accepted = (await lookingJobs.get(job.id))?.sent.accepted;
if (accepted !== recipients) throw new Error(`${accepted} of ${recipients} were sent to.`);
const bare = await measureBareStore(connection, tables, recipients);
process.stdout.write(
  `${JSON.stringify({
    recipients,
    planning,
    sending,
    bare,
    usage: { ...usage, planning: unitsSince(afterPlanning, before), sending: unitsSince(afterSending, afterPlanning) },
  })}\n`,
);
process.exit(0);
