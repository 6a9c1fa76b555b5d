import {
  createMemoryCampaigns,
  createMemoryDoorbell,
  createMemoryJobs,
  createMemoryOccurrences,
  createMemoryPrices,
  createMemoryPublisher,
  createMemoryRunRecords,
  createMemoryBudgets,
  createMemoryRuns,
  createMemoryShards,
  createMemorySegments,
  createMemorySettings,
  createMemoryTemplates,
} from '../../../src/adapters/memory/index.ts';
import type { CustomerSource } from '../../../src/app/ports.ts';
import type { SendJob } from '../../../src/app/delivery/model/job.ts';
import type { Campaign } from '../../../src/domain/campaign/index.ts';
import type { ScheduleSpec } from '../../../src/domain/schedule/index.ts';

/** The operator, as the stores know them. */
export const ACTOR = { id: 'simulator' };

const NOBODY: Pick<CustomerSource, 'estimateCount' | 'getMany' | 'scan'> = {
  estimateCount: async () => 1,
  getMany: async () => new Map(),
  scan: async () => ({ customers: [], cursor: null }),
};

/** A schedule that a campaign had, from when and until when (open: it still has it). */
export type ScheduleOnce = { readonly schedule: ScheduleSpec; readonly since: number; until: number | null };

/** Everything of schedules that survives a crash: stores, and what an operator has said when. */
export async function createScheduleWorld() {
  const templates = createMemoryTemplates();
  const template = { id: 'template', name: 't', channel: 'PUSH', messageClass: 'TRANSACTIONAL' } as const;
  const content = { channel: 'PUSH', title: '안내', body: '내일 뵙겠습니다' } as const;
  const version = { templateId: 'template', version: 1, messageClass: 'TRANSACTIONAL', content } as const;
  await templates.putVersion({ ...version, defaultSubstitutions: {} }, ACTOR);
  await templates.put({ ...template, activeVersion: 1, latestVersion: 1 }, 0, ACTOR);
  const segments = createMemorySegments();
  const definition = { include: 'ALL', groups: [] } as const;
  await segments.put({ id: 'segment', name: 's', type: 'DYNAMIC', version: 1, definition, warnings: [] }, 0, ACTOR);
  const campaigns = createMemoryCampaigns();
  const memoryJobs = createMemoryJobs();
  const jobIds: string[] = [];
  const history = new Map<string, ScheduleOnce[]>();
  return {
    stores: {
      campaigns,
      dueCampaigns: campaigns.due,
      occurrences: createMemoryOccurrences(campaigns),
      segments,
      templates,
      customers: NOBODY,
      prices: createMemoryPrices(),
      deliverySettings: createMemorySettings({ isStopped: false, reason: '', messagesPerSecond: {} }),
      jobs: {
        ...memoryJobs,
        create: async (...[job, spec]: Parameters<typeof memoryJobs.create>): Promise<boolean> => {
          const isNew = await memoryJobs.create(job, spec);
          if (isNew) jobIds.push(job.id);
          return isNew;
        },
      },
      runs: createMemoryRuns(),
      budgets: createMemoryBudgets(),
      runRecords: createMemoryRunRecords(),
      shards: createMemoryShards(),
      publisher: createMemoryPublisher(),
      doorbell: createMemoryDoorbell(),
    },
    history,
    allJobs: async (): Promise<readonly SendJob[]> => {
      const found = await Promise.all(jobIds.map((jobId) => memoryJobs.get(jobId)));
      return found.filter((job) => job !== null);
    },
    campaignWith: (id: string, timed: Pick<Campaign, 'schedule' | 'scheduleSince'>): Campaign => ({
      ...{ id, name: 'c', segmentId: 'segment', messageClass: 'TRANSACTIONAL', holdoutPercent: 0 },
      ...{ inDoubtPolicy: 'HOLD', steps: [{ channel: 'PUSH', templateId: 'template' }] },
      ...timed,
    }),
  };
}

export type ScheduleWorld = Awaited<ReturnType<typeof createScheduleWorld>>;
