import { sendMessages } from '../../../src/app/external-send/index.ts';
import { eraseCustomer, upsertCustomers } from '../../../src/app/customer/index.ts';
import {
  cancelJob,
  launchJob,
  pauseJob,
  planCampaign,
  resolveInDoubt,
  resumeJob,
  retryFailed,
} from '../../../src/app/send-job/index.ts';
import { changeDeliverySettings } from '../../../src/app/settings/index.ts';
import type { JobStore, SendJob } from '../../../src/app/delivery/index.ts';
import type { ApiClient } from '../../../src/domain/api-client/index.ts';
import { isTerminal, type JobPhase } from '../../../src/domain/send-job/index.ts';
import type { Crowd, CrowdJob } from './crowd.ts';
import type { CrowdDeps } from './simulate-crowd.ts';

const ACTOR = { id: 'operator' };

const CLIENT: ApiClient = {
  id: 'shop',
  name: '주문 서버',
  isActive: true,
  cidrs: ['203.0.113.0/24'],
  operations: ['SEND_MESSAGES'],
  templateIds: ['*'],
  mayInline: true,
  messagesPerDay: 1_000_000,
  recipientsPerMinute: 1_000_000,
  roleNames: [],
  keys: [],
};

/** What a person may ask of a job, whatever it is doing. */
export const OPERATOR_COMMANDS = ['LAUNCH', 'PAUSE', 'RESUME', 'CANCEL', 'RETRY_FAILED', 'RESOLVE_IN_DOUBT'] as const;
export type OperatorCommand = (typeof OPERATOR_COMMANDS)[number];

/** A job that was asked for, and when it was answered (milliseconds since the epoch). */
export type AskedJob = {
  readonly jobId: string;
  readonly kind: CrowdJob['kind'];
  readonly answeredAt: number;
  readonly sendAt?: number;
  /** When it was answered, every worker of campaigns was taken. */
  readonly isBesideFullWorkers: boolean;
};

/** What the people around a crowd of jobs did. */
export type Operated = {
  readonly asked: AskedJob[];
  readonly pairs: Map<`${JobPhase} ${OperatorCommand}`, number>;
  /** Jobs that somebody gave a command, so that they need not be punctual. */
  readonly touched: Set<string>;
  /** Whether the kill switch was ever on: nothing is punctual then. */
  wasStopped: boolean;
  running: number;
};

type Spawn = (name: string, work: (deps: CrowdDeps) => Promise<unknown>) => unknown;

/** Starts everybody: who asks for the jobs and sees to their end, who stops all sending, who opts out. */
export function operateCrowd(
  crowd: Crowd,
  spawn: Spawn,
  {
    random,
    onGone,
    areReceiptsIn,
    areWorkersTaken,
    jobs,
  }: {
    readonly random: () => number;
    readonly onGone: (customerId: string) => void;
    readonly areReceiptsIn: () => boolean;
    readonly areWorkersTaken: () => boolean;
    readonly jobs: JobStore;
  },
): Operated {
  const operated: Operated = { asked: [], pairs: new Map(), touched: new Set(), wasStopped: false, running: 0 };
  const start = (work: (deps: CrowdDeps) => Promise<void>): void => {
    operated.running += 1;
    spawn('operator', async (deps) => {
      await work(deps);
      operated.running -= 1;
    });
  };
  for (const [index, job] of crowd.jobs.entries()) {
    start(async (deps) => {
      await deps.clock.sleep(job.at);
      const asked = await askFor(deps, crowd, job, index, random);
      if (asked === null) return;
      operated.asked.push({ ...asked, isBesideFullWorkers: areWorkersTaken() });
      await seeToTheEnd(deps, crowd, asked, { random, areReceiptsIn, jobs }, operated);
    });
  }
  if (!crowd.isBusy) return operated;
  start(async (deps) => {
    for (let times = 0; times < 3; times += 1) {
      await deps.clock.sleep(random() * 30_000);
      await leave(deps, `customer-${Math.floor(random() * crowd.customers)}`, random, onGone);
    }
  });
  if (random() < 0.3) {
    start(async (deps) => {
      await deps.clock.sleep(random() * 60_000);
      operated.wasStopped = true;
      await changeDeliverySettings(deps, { actor: ACTOR, change: { isStopped: true, reason: '점검' } });
      await deps.clock.sleep(random() * 90_000);
      await changeDeliverySettings(deps, { actor: ACTOR, change: { isStopped: false, reason: '' } });
    });
  }
  return operated;
}

async function askFor(
  deps: CrowdDeps,
  { customers }: Crowd,
  job: CrowdJob,
  index: number,
  random: () => number,
): Promise<Omit<AskedJob, 'isBesideFullWorkers'> | null> {
  if (job.kind === 'BULK') {
    const launch = random() < 0.5 ? { launch: true as const } : {};
    const outcome = await planCampaign(deps, { actor: ACTOR, campaignId: `campaign-${index}`, ...launch });
    if (!outcome.ok) throw new Error(outcome.error.message);
    return { jobId: outcome.job.id, kind: job.kind, answeredAt: deps.clock.now() };
  }
  const sendAt = job.kind === 'SCHEDULED' ? deps.clock.now() + job.sendInMs : undefined;
  // Every seventh customer has no device.
  const ids = Array.from({ length: job.recipients }, () => `customer-${Math.floor(random() * customers)}`);
  const outcome = await sendMessages(deps, {
    client: CLIENT,
    idempotencyKey: `key-of-call-${index}`,
    messageClass: 'TRANSACTIONAL',
    templateId: 'template',
    recipients: [...new Set(ids)].map((customerId) => ({ customerId })),
    ...(sendAt === undefined ? {} : { sendAt }),
  });
  // Somebody of the call was erased, or all sending is stopped.
  if (!outcome.ok) return null;
  const timed = sendAt === undefined ? {} : { sendAt };
  return { jobId: outcome.answer.jobId, kind: job.kind, answeredAt: deps.clock.now(), ...timed };
}

async function leave(
  deps: CrowdDeps,
  customerId: string,
  random: () => number,
  onGone: (customerId: string) => void,
): Promise<void> {
  const known = (await deps.customerStore.getMany([customerId])).get(customerId)?.value;
  if (known === undefined) return;
  const stores = { ...deps, customers: deps.customerStore };
  if (random() < 0.5) {
    const erased = await eraseCustomer(stores, { actor: ACTOR, customerId });
    if (erased.ok) onGone(customerId);
    return;
  }
  const endpoints = known.endpoints.map(({ id }) => ({ id, optOut: 'ALL' }));
  const changed = await upsertCustomers(stores, { actor: ACTOR, customers: [{ id: customerId, endpoints }] });
  if (changed.ok && changed.outcomes.every(({ outcome }) => outcome !== 'REFUSED')) onGone(customerId);
}

type Around = {
  readonly random: () => number;
  readonly areReceiptsIn: () => boolean;
  /** To look at without a step of the simulation. */
  readonly jobs: JobStore;
};

async function seeToTheEnd(
  deps: CrowdDeps,
  crowd: Crowd,
  { jobId, kind }: Pick<AskedJob, 'jobId' | 'kind'>,
  { random, areReceiptsIn, jobs }: Around,
  operated: Operated,
): Promise<void> {
  const command = async (name: OperatorCommand): Promise<void> => {
    const job = await deps.jobs.get(jobId);
    if (job === null) throw new Error(`The job ${jobId} is gone.`);
    const pair = `${job.phase} ${name}` as const;
    operated.pairs.set(pair, (operated.pairs.get(pair) ?? 0) + 1);
    operated.touched.add(jobId);
    await carryOut(deps, jobId, name, crowd, random);
  };
  const anything = (): OperatorCommand => OPERATOR_COMMANDS[Math.floor(random() * OPERATOR_COMMANDS.length)] ?? 'PAUSE';
  const awaitEnd = async (): Promise<SendJob> => {
    for (;;) {
      const job = await jobs.get(jobId);
      if (job === null) throw new Error(`The job ${jobId} is gone.`);
      if (isTerminal(job.phase) && job.isAnnounced === true) return job;
      if (job.phase === 'PLANNED') await command('LAUNCH');
      if (job.phase === 'PAUSED') await command('RESUME');
      await deps.clock.sleep(2_000 + random() * 2_000);
    }
  };
  if (crowd.isBusy && (kind === 'BULK' || random() < 0.6)) {
    for (let times = 0; times < 4; times += 1) {
      await deps.clock.sleep(random() * 15_000);
      const name = anything();
      // Most jobs are to come to their own end.
      await command(name === 'CANCEL' && random() < 0.6 ? 'PAUSE' : name);
    }
  }
  await awaitEnd();
  if (!crowd.isBusy) return;
  while (!areReceiptsIn()) await deps.clock.sleep(2_000);
  for (const name of ['RETRY_FAILED', 'RESOLVE_IN_DOUBT', anything(), anything()] as const) {
    await command(name);
    await awaitEnd();
  }
}

/** Refusals are as good as anything here: a command may come in any phase. */
async function carryOut(
  deps: CrowdDeps,
  jobId: string,
  name: OperatorCommand,
  { policy }: Crowd,
  random: () => number,
): Promise<unknown> {
  const command = { actor: ACTOR, jobId };
  switch (name) {
    case 'LAUNCH':
      return launchJob(deps, command);
    case 'PAUSE':
      return pauseJob(deps, command);
    case 'RESUME':
      return resumeJob(deps, command);
    case 'CANCEL':
      return cancelJob(deps, command);
    case 'RETRY_FAILED':
      return retryFailed(deps, command);
    case 'RESOLVE_IN_DOUBT':
      return resolveInDoubt(deps, { ...command, policy: random() < 0.5 ? policy : 'RESEND' });
  }
}
