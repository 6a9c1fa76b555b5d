/** A process of its own for one run of the engine over an in-memory store: plans and sends, then prints what it took. */
import { setTimeout } from 'node:timers/promises';
import {
  createMemoryCampaigns,
  createMemoryAddresses,
  createMemoryBudgets,
  createMemoryApprovals,
  createMemoryRunRecords,
  createMemoryRuns,
  createMemoryCaps,
  createMemoryCustomers,
  createMemoryDeadLetters,
  createMemoryDoorbell,
  createMemoryJobs,
  createMemoryPublisher,
  createMemoryPrices,
  createMemoryRates,
  createMemoryReceipts,
  createMemorySegments,
  createMemorySegmentVersions,
  createMemorySettings,
  createMemoryShards,
  createMemoryTemplates,
  createMemoryWaits,
  createMemoryWatches,
} from '../../src/adapters/memory/index.ts';
import { collectOnOneThread, keepNewObjectsYoung, randomIds, systemClock } from '../../src/adapters/system/index.ts';
import { DEFAULT_WORK_SETTINGS, workShard, type SendResult, type Sender } from '../../src/app/delivery/index.ts';
import { launchJob, planCampaign } from '../../src/app/send-job/index.ts';
import { createAudience, customersFor } from './audience.ts';
import { ACTOR, saveBenchCampaign } from './campaign.ts';
import { watchMemory } from './memory-watch.ts';
import { createPackedChunks } from './packed-chunks.ts';
import { measured } from './phase.ts';
import { CUSTOMERS_PER_SHARD, WORKERS } from './settings.ts';
import { unwrap } from './unwrap.ts';

// As the deployed worker does.
keepNewObjectsYoung();
collectOnOneThread();

const ACCEPTED: SendResult = { kind: 'ANSWERED', status: 'ACCEPTED', isRetriable: false };
const BUDGET_MS = 300_000;

const recipients = Number(process.argv[2]);
const sent = { calls: 0, messages: 0, characters: 0 };

/** Takes a millisecond for every call, as a provider nearby would, and accepts everything. */
const sender: Sender = {
  maxBatch: 100,
  send: async (batch) => {
    await setTimeout(1);
    sent.calls += 1;
    sent.messages += batch.length;
    for (const { message } of batch) if (message.channel === 'PUSH') sent.characters += message.body.length;
    return batch.map(() => ACCEPTED);
  },
};

const chunks = createPackedChunks();
const doorbell = createMemoryDoorbell();
const jobs = createMemoryJobs();
const deps = {
  jobs,
  receiptFlags: jobs.receiptFlags,
  receipts: createMemoryReceipts(),
  rates: createMemoryRates(),
  caps: createMemoryCaps(),
  budgets: createMemoryBudgets(),
  runs: createMemoryRuns(),
  approvals: createMemoryApprovals(),
  runRecords: createMemoryRunRecords(),
  prices: createMemoryPrices(),
  deliverySettings: createMemorySettings({ isStopped: false, reason: '', messagesPerSecond: {} }),
  addresses: createMemoryAddresses(),
  waits: createMemoryWaits(),
  watches: createMemoryWatches(),
  deadLetters: createMemoryDeadLetters(),
  customers: createAudience(recipients, systemClock.now()),
  customerStore: createMemoryCustomers().store,
  shards: createMemoryShards(),
  chunks,
  templates: createMemoryTemplates(),
  segments: createMemorySegments(),
  segmentVersions: createMemorySegmentVersions(),
  campaigns: createMemoryCampaigns(),
  publisher: createMemoryPublisher(),
  senders: { PUSH: sender },
  doorbell,
  clock: systemClock,
  ids: randomIds,
  settings: DEFAULT_WORK_SETTINGS,
  sharding: { minShards: WORKERS, customersPerShard: CUSTOMERS_PER_SHARD },
};

/** Answers the bell until it is silent, several shards at a time. */
async function work(): Promise<void> {
  const worker = async (): Promise<void> => {
    for (let ring = doorbell.take(); ring !== undefined; ring = doorbell.take()) {
      await workShard(deps, { ...ring, deadline: systemClock.now() + BUDGET_MS });
    }
  };
  await Promise.all(Array.from({ length: WORKERS }, worker));
}

const campaignId = await saveBenchCampaign(deps);
const peaks = watchMemory(chunks.bytes);
const { job } = unwrap(await planCampaign(deps, { actor: ACTOR, campaignId }));
const planning = await measured(work);
const sending = await measured(async () => {
  unwrap(await launchJob(deps, { actor: ACTOR, jobId: job.id }));
  await work();
});
const memory = peaks();

const ended = await jobs.get(job.id);
if (ended?.phase !== 'COMPLETED' || ended.sent.accepted !== recipients || sent.messages !== recipients) {
  throw new Error(`The run did not send to everybody: ${ended?.phase}, ${sent.messages} of ${recipients} messages.`);
}
if (sent.characters < recipients * 40) throw new Error('The messages were not rendered.');
process.stdout.write(
  `${JSON.stringify({
    recipients,
    customers: customersFor(recipients),
    shards: job.shardCount,
    calls: sent.calls,
    planning,
    sending,
    memory: { ...memory, store: chunks.bytes() },
  })}\n`,
);
