import {
  billingMonthOf,
  decimalOf,
  KRW_MICROS,
  ownBillOf,
  pinpointWouldHaveCharged,
  withPublished,
} from '../../domain/cost/index.ts';
import { CHANNELS, type Channel } from '../../domain/customer/index.ts';
import { refuse, type Refused } from '../../domain/result.ts';
import { waveJobId, type Run } from '../../domain/run/index.ts';
import { settledTotal } from '../../domain/send-job/index.ts';
import { stepProgress, type SendJob } from '../delivery/model/job.ts';
import type { BudgetStore, JobStore, SettingsStore } from '../delivery/model/ports.ts';
import type { RunRecords } from '../delivery/model/run-store.ts';
import { inParallel } from '../in-parallel.ts';
import type { Clock, PriceStore } from '../ports.ts';

export type MonthCostsDeps = {
  readonly jobs: Pick<JobStore, 'get'>;
  readonly runRecords: Pick<RunRecords, 'listAll'>;
  readonly budgets: Pick<BudgetStore, 'claimedOfMonth'>;
  readonly deliverySettings: Pick<SettingsStore, 'get'>;
  readonly prices: Pick<PriceStore, 'get'>;
  readonly clock: Clock;
};

/** What the runs that began in a month of Korea have done; amounts in won, null where a price or an exchange rate is missing. */
export type MonthCosts = {
  readonly ok: true;
  readonly month: string;
  /** Null: a month may cost what it does. */
  readonly budgetKrw: number | null;
  /** What launched runs may cost at most of the budget; nothing is claimed while there is none. */
  readonly claimedKrw: number;
  readonly runs: number;
  /** There were more runs than are looked at. */
  readonly isCut: boolean;
  readonly channels: readonly { readonly channel: Channel; readonly messages: number }[];
  readonly ownAwsKrw: number | null;
  readonly pinpointKrw: number | null;
};

const ZONE = 'Asia/Seoul';
const PAGE = 100;
const MOST_RUNS = 500;
const PARALLEL_JOBS = 16;

/**
 * What a month (absent: this one) has cost of its budget, and what Amazon Pinpoint would have charged for the same
 * messages: every message counts as a targeted endpoint, so that it is the most that it would have been.
 */
export async function monthCosts(
  deps: MonthCostsDeps,
  { month: asked }: { readonly month?: string },
): Promise<MonthCosts | Refused<'INVALID_INPUT'>> {
  const now = deps.clock.now();
  const month = asked ?? billingMonthOf(now, ZONE);
  if (!/^\d{4}-(0[1-9]|1[0-2])$/.test(month)) return refuse('INVALID_INPUT', 'month must be one such as 2026-11.');
  const { runs, isCut } = await runsOf(deps, month, now);
  const messages = new Map<Channel, number>();
  const waves = runs.flatMap((run) => Array.from({ length: run.wave + 1 }, (_, wave) => waveJobId(run.id, wave)));
  await inParallel(waves, PARALLEL_JOBS, async (jobId) => {
    const job = await deps.jobs.get(jobId);
    if (job !== null) countMessages(messages, job);
  });
  const { monthlyBudgetKrw } = await deps.deliverySettings.get();
  const claimed = await deps.budgets.claimedOfMonth(month);
  const money = { currency: 'KRW', rates: withPublished(await deps.prices.get()).rates };
  const all = [...messages.values()].reduce((sum, count) => sum + count, 0);
  const krwOf = (answer: ReturnType<typeof ownBillOf> | ReturnType<typeof pinpointWouldHaveCharged>) =>
    answer.ok ? Number(decimalOf(answer.cost.amount, 6)) : null;
  const of = (channel: Channel): number => messages.get(channel) ?? 0;
  const asPinpoint = { targetedEndpoints: all, push: of('PUSH'), email: of('EMAIL') };
  return {
    ok: true,
    month,
    budgetKrw: monthlyBudgetKrw ?? null,
    claimedKrw: claimed / KRW_MICROS,
    runs: runs.length,
    isCut,
    channels: CHANNELS.flatMap((channel) => (of(channel) === 0 ? [] : [{ channel, messages: of(channel) }])),
    ownAwsKrw: krwOf(ownBillOf(all, now, money)),
    pinpointKrw: krwOf(pinpointWouldHaveCharged(asPinpoint, now, money)),
  };
}

/** The runs that began in a month, looked for from its end on. */
async function runsOf(
  { runRecords }: MonthCostsDeps,
  month: string,
  now: number,
): Promise<{ readonly runs: readonly Run[]; readonly isCut: boolean }> {
  const begins = Date.parse(`${month}-01T00:00:00+09:00`);
  const [year = 0, number = 1] = month.split('-').map(Number);
  const end = Date.UTC(year, number) - 9 * 3_600_000;
  const runs: Run[] = [];
  let nextToken: string | undefined;
  do {
    const asked = { limit: PAGE, ...(nextToken === undefined ? {} : { nextToken }) };
    const page = await runRecords.listAll(asked, Math.min(now, end));
    if (page === null) break;
    for (const run of page.runs) {
      if (run.createdAt < begins) return { runs, isCut: false };
      if (run.createdAt < end) runs.push(run);
    }
    ({ nextToken } = page);
  } while (nextToken !== undefined && runs.length < MOST_RUNS);
  return { runs, isCut: nextToken !== undefined };
}

/** Messages that went out, or may have. */
function countMessages(messages: Map<Channel, number>, job: SendJob): void {
  for (const { channel, ...counts } of stepProgress(job)) {
    const out = settledTotal(counts) - counts.skipped;
    messages.set(channel, (messages.get(channel) ?? 0) + Math.max(0, out));
  }
}
