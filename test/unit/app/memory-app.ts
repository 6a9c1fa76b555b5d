import {
  createMemoryAddresses,
  createMemoryConsentLedger,
  createMemoryBudgets,
  createMemoryApprovals,
  createMemoryRunRecords,
  createMemoryRuns,
  createMemoryCampaigns,
  createMemoryCaps,
  createMemoryChunks,
  createMemoryCountBell,
  createMemoryCustomers,
  createMemoryDeadLetters,
  createMemoryDoorbell,
  createMemoryCustomerKeys,
  createMemoryErasures,
  createMemoryEvents,
  createMemoryImportPublisher,
  createMemoryImports,
  createMemoryJobs,
  createMemoryOccurrences,
  createMemoryPrices,
  createMemoryPublisher,
  createMemoryRates,
  createMemoryReceipts,
  createMemorySegments,
  createMemorySegmentVersions,
  createMemorySender,
  createMemorySettings,
  createMemoryShards,
  createMemoryTemplates,
  createMemoryWaits,
  createMemoryWatches,
} from '../../../src/adapters/memory/index.ts';
import { saveCampaign } from '../../../src/app/campaign/index.ts';
import {
  countReceipts,
  DEFAULT_WORK_SETTINGS,
  workShard,
  type Outgoing,
  type SendResult,
  type WorkOutcome,
} from '../../../src/app/delivery/index.ts';
import type { Clock, Ids } from '../../../src/app/ports.ts';
import { saveSegment } from '../../../src/app/segment/index.ts';
import { planCampaign } from '../../../src/app/send-job/index.ts';
import { saveTemplate } from '../../../src/app/template/index.ts';
import type { Campaign } from '../../../src/domain/campaign/index.ts';
import type { Customer } from '../../../src/domain/customer/index.ts';
import type { TemplateContent } from '../../../src/domain/template/index.ts';

export const ACTOR = { id: 'minji' };

/** Noon in Seoul: no night rule. */
const NOON = Date.UTC(2026, 10, 23, 3);

export const ACCEPTED: SendResult = { kind: 'ANSWERED', status: 'ACCEPTED', isRetriable: false };

/** A clock that stands still until somebody waits. */
function createTestClock(): Clock & { advance: (milliseconds: number) => void } {
  let now = NOON;
  return {
    now: () => now,
    sleep: async (milliseconds) => {
      now += milliseconds;
    },
    advance: (milliseconds) => {
      now += milliseconds;
    },
  };
}

/** The whole application over memory, with workers that run when the test says so. */
export function createMemoryApp(
  customers: readonly Customer[] = [],
  decide: (message: Outgoing) => SendResult = () => ACCEPTED,
) {
  let lastId = 0;
  const ids: Ids = { next: () => `id-${(lastId += 1)}`, random: () => 0.5 };
  const people = createMemoryCustomers(customers);
  const sender = createMemorySender(decide);
  const clock = createTestClock();
  const doorbell = createMemoryDoorbell();
  const countBell = createMemoryCountBell();
  const jobs = createMemoryJobs(() => clock.now());
  const campaigns = createMemoryCampaigns();
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
    ledger: createMemoryConsentLedger(),
    watches: createMemoryWatches(),
    deadLetters: createMemoryDeadLetters(),
    customerStore: people.store,
    shards: createMemoryShards(),
    chunks: createMemoryChunks(),
    templates: createMemoryTemplates(),
    segments: createMemorySegments(),
    segmentVersions: createMemorySegmentVersions(),
    campaigns,
    dueCampaigns: campaigns.due,
    triggered: campaigns,
    waits: createMemoryWaits(),
    occurrences: createMemoryOccurrences(campaigns),
    imports: createMemoryImports(),
    erasures: createMemoryErasures(),
    keys: createMemoryCustomerKeys(() => ids.next()),
    events: createMemoryEvents(people.store),
    importPublisher: createMemoryImportPublisher(),
    customers: people.source,
    publisher: createMemoryPublisher(),
    senders: { PUSH: sender, toDestination: () => sender },
    doorbell,
    countBell,
    clock,
    ids,
    settings: { ...DEFAULT_WORK_SETTINGS, lanes: 1 },
    sharding: { minShards: 2, customersPerShard: 50_000 },
  };

  /** Answers the bell until it is silent. */
  const work = async (budgetMs = 300_000): Promise<WorkOutcome[]> => {
    const outcomes: WorkOutcome[] = [];
    for (let ring = doorbell.take(); ring !== undefined; ring = doorbell.take()) {
      clock.advance(ring.delaySeconds * 1_000);
      outcomes.push(await workShard(deps, { ...ring, deadline: clock.now() + budgetMs }));
      if (outcomes.length > 1_000) throw new Error('The bell does not fall silent.');
    }
    return outcomes;
  };

  /** Counts what it was asked to count. */
  const count = async (): Promise<void> => {
    for (let asked = countBell.take(); asked !== undefined; asked = countBell.take()) {
      await countReceipts(deps, asked.jobId, asked.mark);
    }
  };

  /** Saves a push template, everybody as segment and a campaign; plans it. */
  const plan = async (
    words: { title?: string; body?: string } = {},
    limits: Partial<Campaign> = {},
    content?: TemplateContent,
    destination?: string,
  ) => {
    const { title = '안내', body = '{{User.UserId}} 님' } = words;
    const { messageClass = 'TRANSACTIONAL' } = limits;
    const template = unwrap(
      await saveTemplate(deps, {
        actor: ACTOR,
        name: '안내',
        messageClass,
        content: content ?? { channel: 'PUSH', title, body },
      }),
    ).template;
    const definition = { include: 'ALL', groups: [] };
    const { segment } = unwrap(await saveSegment(deps, { actor: ACTOR, name: '모두', definition }));
    const input = {
      name: '겨울',
      segmentId: segment.id,
      messageClass,
      steps: [
        { channel: template.channel, templateId: template.id, ...(destination === undefined ? {} : { destination }) },
      ],
      ...limits,
    } as const;
    const { campaign } = unwrap(await saveCampaign(deps, { actor: ACTOR, input }));
    const { job } = unwrap(await planCampaign(deps, { actor: ACTOR, campaignId: campaign.id }));
    await work();
    return job.id;
  };

  const jobOf = async (jobId: string) => {
    const job = await deps.jobs.get(jobId);
    if (job === null) throw new Error(`There is no job ${jobId}.`);
    return job;
  };

  return { deps, store: people.store, sender, clock, work, count, plan, jobOf };
}

type Outcome = { readonly ok: true } | { readonly ok: false; readonly error: { readonly message: string } };

/** The success of an outcome; a refusal fails the test with its message. */
export function unwrap<T extends Outcome>(outcome: T): Extract<T, { readonly ok: true }> {
  if (!outcome.ok) throw new Error(outcome.error.message);
  return outcome as Extract<T, { readonly ok: true }>;
}
