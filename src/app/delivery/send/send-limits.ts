import {
  capReached,
  capsOfClass,
  countsSince,
  isWithinCaps,
  type FrequencyCap,
  type SendHistory,
} from '../../../domain/campaign/index.ts';
import { zoneOf } from '../../../domain/schedule/index.ts';
import type { ExclusionReason } from '../../../domain/send-job/index.ts';
import { decideRunEntry } from '../../../domain/trigger/index.ts';
import type { CompiledJob } from '../model/compiled-job.ts';
import type { CapStore, ClassHistory } from '../model/ports.ts';
import { enteredRun, runsScope } from '../model/entered-run.ts';
import type { Outgoing } from '../model/sender.ts';

/** A limit on how often somebody is sent to, over all jobs of a campaign or of everything. */
export type SendLimit = {
  /** Why somebody is skipped whom it leaves out. */
  readonly code: ExclusionReason;
  /** Reads what is known of some customers. */
  readonly read: (customerIds: readonly string[]) => Promise<void>;
  /** Whether it leaves no room for a message, as far as was read. */
  readonly isReached: (message: Outgoing, now: number) => boolean;
  /** Counts a message, unless it has been; false when somebody else has counted one since it was read. */
  readonly count: (message: Outgoing, now: number) => Promise<boolean>;
};

const NEVER: SendHistory = {};
const NEVER_OF_CLASS: ClassHistory = { revision: 0, sends: NEVER };

/** The limits that hold for a job: its campaign's own, and those of its class in force now. */
export function sendLimitsOf(
  { caps }: { readonly caps: CapStore },
  job: CompiledJob,
  frequencyCaps: readonly FrequencyCap[],
): readonly SendLimit[] {
  const { plan } = job;
  const ofClass = capsOfClass(frequencyCaps, plan.messageClass);
  return [
    // Whoever asked for a test gets it.
    ...(ofClass.length === 0 || job.direct?.test !== undefined ? [] : [classLimit(caps, job, ofClass)]),
    ...(plan.caps === undefined ? [] : [campaignLimit(caps, job, plan.caps)]),
    ...(plan.oncePerCustomer === undefined ? [] : [onceLimit(caps, job)]),
  ];
}

function campaignLimit(
  store: CapStore,
  { id, plan }: CompiledJob,
  caps: NonNullable<CompiledJob['plan']['caps']>,
): SendLimit {
  const { campaignId } = plan;
  const histories = new Map<string, SendHistory>();
  const historyOf = ({ customer }: Outgoing): SendHistory => histories.get(customer.id) ?? NEVER;
  return {
    code: 'FREQUENCY_CAP',
    read: async (ids) => {
      for (const [customerId, history] of await store.getHistories(campaignId, ids)) histories.set(customerId, history);
    },
    isReached: (message, now) => !isWithinCaps(caps, historyOf(message), id, now),
    count: async (message, now) =>
      Object.hasOwn(historyOf(message), id) ||
      store.add(campaignId, message.customer.id, { jobId: id, at: now }, historyOf(message)),
  };
}

function onceLimit(store: CapStore, { id, run, plan }: CompiledJob): SendLimit {
  const scope = runsScope(plan.campaignId);
  const runId = run?.id ?? id;
  const entered = new Map<string, SendHistory>();
  const runOf = ({ customer }: Outgoing): string | null => enteredRun(entered.get(customer.id));
  return {
    code: 'ENTERED_BEFORE',
    read: async (ids) => {
      for (const [customerId, history] of await store.getHistories(scope, ids)) entered.set(customerId, history);
    },
    isReached: (message) => !decideRunEntry('ONCE_PER_CUSTOMER', runId, runOf(message)).ok,
    count: async (message, now) =>
      runOf(message) === runId || store.add(scope, message.customer.id, { jobId: runId, at: now }, NEVER),
  };
}

function classLimit(store: CapStore, { id, plan }: CompiledJob, caps: readonly FrequencyCap[]): SendLimit {
  const { messageClass } = plan;
  const histories = new Map<string, ClassHistory>();
  const historyOf = ({ customer }: Outgoing): ClassHistory => histories.get(customer.id) ?? NEVER_OF_CLASS;
  return {
    code: 'FREQUENCY_CAP',
    read: async (ids) => {
      for (const [customerId, history] of await store.getOfClass(messageClass, ids)) histories.set(customerId, history);
    },
    isReached: (message, now) => {
      const zone = zoneOf(message.endpoint.demographic.timezone);
      return capReached(caps, historyOf(message).sends, { jobId: id, now, zone }) !== null;
    },
    count: async (message, now) => {
      const known = historyOf(message);
      if (Object.hasOwn(known.sends, id)) return true;
      const entry = { jobId: id, at: now, since: countsSince(caps, now) };
      return store.addToClass(messageClass, message.customer.id, entry, known);
    },
  };
}
