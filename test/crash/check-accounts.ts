import type { JobAccount, RecipientAccount } from './read-job.ts';
import type { SentMessage } from './sandbox-process.ts';

/** The customers whom the look after one kill found in the middle of being sent to. */
export type Look = readonly string[];

/** Everything that can be known from outside of a job that was killed again and again. */
export type Accounts = {
  /** Customers that the backend had when the job was planned. */
  readonly customers: number;
  readonly job: JobAccount;
  readonly recipients: readonly RecipientAccount[];
  readonly outbox: readonly SentMessage[];
  readonly addressOf: (customerId: string) => string;
  readonly looks: readonly Look[];
  /** The most recipients in flight at one moment. */
  readonly maxInFlight: number;
};

export type Verdict = {
  /** Broken promises, each in one sentence. */
  readonly breaches: readonly string[];
  /** Messages to an address beyond the first. */
  readonly duplicates: number;
  /** Provider calls that carried an address which had been sent to before. */
  readonly redeliveredBatches: number;
  /** Of those in doubt, how many the provider had taken. */
  readonly inDoubtSent: number;
};

/** Holds what the provider got against what the job says: the promises of HOLD, for every single recipient. */
export function checkAccounts(accounts: Accounts): Verdict {
  const { duplicates, redeliveredBatches } = countRepeats(accounts.outbox);
  const breaches = [
    ...findWrongTotals(accounts),
    ...findWrongRecipients(accounts),
    ...findWrongDoubts(accounts),
    ...(duplicates > 0 ? [`${duplicates} messages were sent a second time`] : []),
  ];
  return { breaches, duplicates, redeliveredBatches, inDoubtSent: countDoubtfulSent(accounts) };
}

function countDoubtfulSent({ recipients, outbox, addressOf }: Accounts): number {
  const sent = new Set(outbox.map(({ address }) => address));
  return recipients.filter(({ customerId, status }) => status === 'IN_DOUBT' && sent.has(addressOf(customerId))).length;
}

/** Counts what went out more than once. */
export function countRepeats(outbox: readonly SentMessage[]): Pick<Verdict, 'duplicates' | 'redeliveredBatches'> {
  const firstCall = new Map<string, string>();
  const repeating = new Set<string>();
  let duplicates = 0;
  for (const { address, requestId } of outbox) {
    if (firstCall.has(address)) {
      duplicates += 1;
      repeating.add(requestId);
    } else {
      firstCall.set(address, requestId);
    }
  }
  return { duplicates, redeliveredBatches: repeating.size };
}

const SETTLED = ['accepted', 'delivered', 'failed', 'optedOut', 'skipped', 'inDoubt'] as const;

function findWrongTotals({ customers, job, recipients }: Accounts): string[] {
  const breaches: string[] = [];
  if (job.phase !== 'COMPLETED') breaches.push(`the job ended ${job.phase}`);
  if (job.planned !== customers) breaches.push(`${job.planned} of ${customers} customers were planned`);
  breaches.push(...findImbalance(job));
  if (job.included !== recipients.length) {
    breaches.push(`${job.included} are included, but ${recipients.length} recipients are listed`);
  }
  const listed = {
    accepted: countOf(recipients, 'ACCEPTED'),
    delivered: countOf(recipients, 'DELIVERED') + countOf(recipients, 'OPENED') + countOf(recipients, 'CLICKED'),
    failed: countOf(recipients, 'FAILED'),
    optedOut: countOf(recipients, 'OPTED_OUT'),
    skipped: countOf(recipients, 'SKIPPED'),
    inDoubt: countOf(recipients, 'IN_DOUBT'),
  };
  for (const name of SETTLED) {
    if (job[name] !== listed[name]) breaches.push(`the job counts ${job[name]} ${name}, its list has ${listed[name]}`);
  }
  return breaches;
}

/** Whether everybody who was looked at is counted exactly once. */
export function findImbalance(job: JobAccount): string[] {
  const breaches: string[] = [];
  const excluded = job.excluded.reduce((sum, { count }) => sum + count, 0);
  if (job.planned !== job.included + excluded) {
    breaches.push(`${job.planned} planned are not ${job.included} included and ${excluded} excluded`);
  }
  const settled = SETTLED.reduce((sum, name) => sum + job[name], 0);
  if (job.included !== settled) breaches.push(`${job.included} included, but ${settled} have an outcome`);
  return breaches;
}

function countOf(recipients: readonly RecipientAccount[], wanted: RecipientAccount['status']): number {
  return recipients.filter(({ status }) => status === wanted).length;
}

const REACHED: ReadonlySet<string> = new Set(['ACCEPTED', 'DELIVERED', 'OPENED', 'CLICKED']);

function findWrongRecipients({ recipients, outbox, addressOf }: Accounts): string[] {
  const breaches: string[] = [];
  const times = new Map<string, number>();
  for (const { address, accepted } of outbox) if (accepted) times.set(address, (times.get(address) ?? 0) + 1);
  const seen = new Set<string>();
  for (const { customerId, status } of recipients) {
    if (seen.has(customerId)) breaches.push(`${customerId} is in the plan twice`);
    seen.add(customerId);
    const address = addressOf(customerId);
    const sent = times.get(address) ?? 0;
    times.delete(address);
    if (REACHED.has(status) && sent !== 1) breaches.push(`${customerId} is ${status} and was sent to ${sent} times`);
    if (!REACHED.has(status) && status !== 'IN_DOUBT' && sent > 0) {
      breaches.push(`${customerId} is ${status}, but was sent to`);
    }
  }
  for (const address of times.keys()) breaches.push(`${address} was sent to and is nobody’s in this job`);
  return breaches;
}

/** Only who was in flight when the process died may be in doubt, and no more can be in flight than there are lanes. */
function findWrongDoubts({ recipients, looks, maxInFlight }: Accounts): string[] {
  const breaches: string[] = [];
  const everInFlight = new Set<string>();
  for (const inFlight of looks) {
    for (const customerId of inFlight) everInFlight.add(customerId);
    if (inFlight.length > maxInFlight)
      breaches.push(`${inFlight.length} recipients were in flight at a kill, at most ${maxInFlight} expected`);
  }
  for (const { customerId, status } of recipients) {
    if (status === 'IN_DOUBT' && !everInFlight.has(customerId)) {
      breaches.push(`${customerId} is in doubt and was not in flight at any kill`);
    }
  }
  return breaches;
}
