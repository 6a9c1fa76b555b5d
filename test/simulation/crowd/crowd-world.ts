import {
  createMemoryAddresses,
  createMemoryConsentLedger,
  createMemoryAudit,
  createMemoryBudgets,
  createMemoryApprovals,
  createMemoryRunRecords,
  createMemoryRuns,
  createMemoryCalls,
  createMemoryCampaigns,
  createMemoryCaps,
  createMemoryChunks,
  createMemoryCustomers,
  createMemoryDeadLetters,
  createMemoryCountBell,
  createMemoryDoorbell,
  createMemoryCustomerKeys,
  createMemoryErasures,
  createMemoryEvents,
  createMemoryIdempotency,
  createMemoryJobs,
  createMemoryPrices,
  createMemoryPublisher,
  createMemoryQuotas,
  createMemoryRates,
  createMemoryReceipts,
  createMemorySegments,
  createMemorySettings,
  createMemoryShards,
  createMemoryTemplates,
  createMemoryWaits,
  createMemoryWatches,
} from '../../../src/adapters/memory/index.ts';
import type { JobStore } from '../../../src/app/delivery/index.ts';
import type { JobPhase } from '../../../src/domain/send-job/index.ts';
import { createAudience } from '../audience.ts';
import { Damage } from './claims.ts';
import type { Crowd } from './crowd.ts';

const ACTOR = { id: 'simulator' };
const PAGE_SIZE = 60;

/** A change of a job's phase, and when (milliseconds since the epoch). */
export type PhaseChange = {
  readonly jobId: string;
  readonly from: JobPhase;
  readonly to: JobPhase;
  readonly at: number;
};

/** From before a crowd begins, at noon, until four minutes after. */
export const QUIET = { start: '11:30', end: '12:04' };

/** Everything that survives a crash: stores and queues; one campaign for each bulk job of the crowd. */
export async function createCrowdWorld(crowd: Crowd, random: () => number, now: () => number) {
  const templates = createMemoryTemplates();
  const kind = { channel: 'PUSH', messageClass: 'TRANSACTIONAL' } as const;
  await templates.putVersion(
    {
      templateId: 'template',
      version: 1,
      messageClass: kind.messageClass,
      content: { channel: kind.channel, title: '안내', body: '{{User.UserId}} 님' },
      defaultSubstitutions: {},
    },
    ACTOR,
  );
  await templates.put({ id: 'template', name: 't', ...kind, activeVersion: 1, latestVersion: 1 }, 0, ACTOR);
  const segments = createMemorySegments();
  const definition = { include: 'ALL', groups: [] } as const;
  await segments.put({ id: 'segment', name: 's', type: 'DYNAMIC', version: 1, definition, warnings: [] }, 0, ACTOR);
  const campaigns = createMemoryCampaigns();
  for (const [index, job] of crowd.jobs.entries()) {
    if (job.kind !== 'BULK') continue;
    const rate = job.messagesPerSecond === undefined ? {} : { messagesPerSecond: job.messagesPerSecond };
    await campaigns.put(
      {
        id: `campaign-${index}`,
        name: 'c',
        segmentId: 'segment',
        messageClass: kind.messageClass,
        steps: [{ channel: kind.channel, templateId: 'template' }],
        holdoutPercent: 0,
        inDoubtPolicy: crowd.policy,
        ...(crowd.isCapped ? { caps: { daily: 1 } } : {}),
        ...(crowd.isHeld === true ? { quietTime: QUIET, whenClosed: 'HOLD' as const } : {}),
        ...rate,
      },
      0,
      ACTOR,
    );
  }
  const people = createMemoryCustomers(createAudience(crowd.customers), PAGE_SIZE);
  const jobs = createMemoryJobs();
  const shards = createMemoryShards();
  const damage = new Damage(crowd.faults.damagedRows, random);
  const chunks = damage.wrap(createMemoryChunks());
  const idempotency = createMemoryIdempotency();
  const audit = createMemoryAudit();
  const changes: PhaseChange[] = [];
  let lastKey = 0;
  return {
    stores: {
      jobs: watchPhases(jobs, changes, now),
      receiptFlags: jobs.receiptFlags,
      shards,
      chunks,
      receipts: createMemoryReceipts(),
      customers: people.source,
      customerStore: people.store,
      addresses: createMemoryAddresses(),
      ledger: createMemoryConsentLedger(),
      erasures: createMemoryErasures(),
      keys: createMemoryCustomerKeys(() => `key-${(lastKey += 1)}`),
      events: createMemoryEvents(people.store),
      caps: createMemoryCaps(),
      budgets: createMemoryBudgets(),
      runs: createMemoryRuns(),
      approvals: createMemoryApprovals(),
      runRecords: createMemoryRunRecords(),
      prices: createMemoryPrices(),
      rates: createMemoryRates(),
      deliverySettings: createMemorySettings({
        isStopped: false,
        reason: '',
        messagesPerSecond: {},
        ...(crowd.mostADay === undefined
          ? {}
          : { frequencyCaps: [{ messageClass: kind.messageClass, period: 'DAY', most: crowd.mostADay }] }),
      }),
      waits: createMemoryWaits(),
      watches: createMemoryWatches(),
      deadLetters: createMemoryDeadLetters(),
      templates,
      segments,
      campaigns,
      triggered: campaigns,
      idempotency,
      audit,
      quotas: createMemoryQuotas(),
      calls: createMemoryCalls({ jobs, shards, chunks, idempotency, audit }),
    },
    doorbell: createMemoryDoorbell(),
    countBell: createMemoryCountBell(),
    publisher: createMemoryPublisher(),
    damage,
    changes,
  };
}

function watchPhases(jobs: JobStore, changes: PhaseChange[], now: () => number): JobStore {
  return {
    ...jobs,
    save: async (job, expectedSeq) => {
      const before = await jobs.get(job.id);
      const isSaved = await jobs.save(job, expectedSeq);
      if (isSaved && before !== null && before.phase !== job.phase) {
        changes.push({ jobId: job.id, from: before.phase, to: job.phase, at: now() });
      }
      return isSaved;
    },
  };
}

export type CrowdWorld = Awaited<ReturnType<typeof createCrowdWorld>>;
