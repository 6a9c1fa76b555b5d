import { scheduleOf, wavesOf, type Campaign } from '../../domain/campaign/index.ts';
import { billingMonthOf, KRW_MICROS, withPublished } from '../../domain/cost/index.ts';
import { forecastRun as rehearseRun, type Forecast } from '../../domain/forecast/index.ts';
import { refuse, type Refused } from '../../domain/result.ts';
import { koreanDay, occurrencesBetween } from '../../domain/schedule/index.ts';
import { estimateTotal } from '../../domain/segment/index.ts';
import { compileJob } from '../delivery/job/compile-job.ts';
import { laterWaveSpec } from '../delivery/job/wave-spec.ts';
import type { BudgetStore, JobStore, RunStore } from '../delivery/model/ports.ts';
import type { CustomerSource, Ids } from '../ports.ts';
import { SAMPLE_LIMITS, sampleSlices, type SampleDeps, type SampleLimits } from '../segment/sample-slices.ts';
import { freezeSpec, type FreezeDeps } from '../send-job/index.ts';
import { billsBeside, type BillsBeside } from './bills-beside.ts';
import { decideLater } from './later-wave.ts';
import { readKnownSends, type KnownSendsDeps } from './known-sends.ts';
import { measuredResponse } from './measured-response.ts';
import { plannerOf } from './planner-of.ts';

export type ForecastDeps = FreezeDeps &
  SampleDeps &
  KnownSendsDeps & {
    readonly customers: CustomerSource;
    readonly ids: Ids;
    readonly jobs: Pick<JobStore, 'get' | 'getSpec'>;
    readonly runs: Pick<RunStore, 'get'>;
    readonly budgets: Pick<BudgetStore, 'usedInMonth'>;
  };

/** Units of a price item that were used in its billing month already, so that as many free ones are gone. */
export type UnitsUsed = { readonly item: string; readonly units: number };

export type ForecastQuery = {
  readonly campaignId: string;
  /** When the run would begin, in milliseconds since the epoch; absent: when its schedule says next, else now. */
  readonly at?: number;
  /** In place of what was counted of an item; absent: what jobs of campaigns have noted of the month. */
  readonly unitsUsed?: readonly UnitsUsed[];
};

/** A forecast, with what else is billed beside. */
export type ForecastOfRun = Forecast & BillsBeside & { readonly ok: true; readonly campaignId: string };

const AHEAD_MS = 400 * 86_400_000;
const BATCH = 100;
const PARALLEL = 16;

/**
 * Foretells what a run of a campaign would do and cost: the planner decides a random sample of all customers at the moment
 * of the run, with the words and prices that it would be frozen with, and what the campaign's last run measured (else
 * stated priors) says what would become of the messages. Nothing is sent and nothing is written.
 */
export async function forecastRun(
  deps: ForecastDeps,
  { campaignId, at, unitsUsed = [] }: ForecastQuery,
  limits: SampleLimits = SAMPLE_LIMITS,
): Promise<ForecastOfRun | Refused> {
  const now = deps.clock.now();
  const frozen = await freezeSpec(deps, campaignId, { isForecast: true });
  if (!frozen.ok) return frozen;
  // Which treatment a look will find nobody can foretell: the rest is rehearsed by the shares, as one wave with the trial.
  const { look: _, ...campaign } = frozen.spec.audience.campaign;
  const beginsAt = at ?? nextBegin(campaign, now) ?? now;
  if (beginsAt < now) return refuse('INVALID_INPUT', 'at: must not be in the past.');
  const spec = { ...frozen.spec, audience: { ...frozen.spec.audience, campaign }, plannedAt: beginsAt };
  const compiled = await compileJob(deps, { id: `forecast of ${campaignId}`, shardCount: 1 }, spec);
  if (!compiled.ok) return refuse('PLAN_UNREADABLE', `Campaign ${campaignId} cannot be planned (${compiled.why}).`);
  const list = withPublished(await deps.prices.get());
  const { people, population } = await drawPeople(deps, limits);
  const known = await readKnownSends(deps, compiled.job, people, beginsAt);
  const { expiresAfterMinutes } = campaign;
  const planners = [plannerOf(compiled.job, list, known, expiresAfterMinutes)];
  const waves = wavesOf(campaign);
  for (let wave = 1; wave < waves.length; wave += 1) {
    const later = laterWaveSpec(spec, { runId: compiled.job.id, wave, waveAt: beginsAt, since: beginsAt });
    const made = later === null ? null : await compileJob(deps, { id: compiled.job.id, shardCount: 1 }, later);
    if (made?.ok !== true)
      return refuse('PLAN_UNREADABLE', `Wave ${wave + 1} of campaign ${campaignId} cannot be planned.`);
    planners.push(plannerOf(made.job, list, known, expiresAfterMinutes));
  }
  const beginOf = waves.map((_, wave) => beginsAt + minutesBefore(waves.slice(1, wave + 1)) * 60_000);
  const hasGoal = campaign.goal?.event !== undefined;
  const told = new Map(unitsUsed.map(({ item, units }) => [item, units]));
  const usedOf = await readUsed(deps, now);
  const rate = await rateOf(deps, campaign);
  const forecast = rehearseRun({
    people,
    population,
    beginsAt,
    waits: waves.map(({ waitMinutes }) => ({ minutes: waitMinutes })),
    ...(rate === undefined ? {} : { messagesPerSecond: rate }),
    decide: (person, wave, standing, moment) => {
      const goesOn = waves[wave]?.goesOn ?? [];
      const decided = wave === 0 ? null : decideLater(standing, { goesOn, hasGoal });
      const sentBefore = Object.fromEntries(
        standing.sentIn.map((sentIn) => [`wave ${sentIn}`, beginOf[sentIn] ?? beginsAt]),
      );
      return decided ?? planners[wave]?.(person, moment, sentBefore) ?? { outcome: 'STAYS' };
    },
    response: await measuredResponse(deps, campaignId),
    pricing: { list, usedBefore: (item, month) => told.get(item) ?? usedOf.get(month)?.get(item) ?? 0 },
    ...(campaign.budgetKrw === undefined ? {} : { budgetMicros: campaign.budgetKrw * KRW_MICROS }),
    dayOf: koreanDay,
    random: () => deps.ids.random(),
  });
  return { ok: true, campaignId, ...forecast, ...billsBeside(forecast, list.rates, beginsAt) };
}

/** Zones in which months are billed: AWS's, and those of resellers in Korea. */
const BILLING_ZONES = ['UTC', 'Asia/Seoul'];

/** What was used so far, by month and item: of a month to come nothing. */
async function readUsed({ budgets }: ForecastDeps, now: number) {
  const months = [...new Set(BILLING_ZONES.map((zone) => billingMonthOf(now, zone)))];
  return new Map(await Promise.all(months.map(async (month) => [month, await budgets.usedInMonth(month)] as const)));
}

function nextBegin(campaign: Campaign, now: number): number | undefined {
  const inForce = scheduleOf(campaign);
  if (inForce === null) return undefined;
  return occurrencesBetween(inForce, { after: now, until: now + AHEAD_MS, limit: 1 }).occurrences[0]?.at;
}

/** The slowest of what the campaign and the operators allow on any of its channels; undefined: as fast as can be. */
async function rateOf({ deliverySettings }: ForecastDeps, campaign: Campaign): Promise<number | undefined> {
  const { messagesPerSecond } = await deliverySettings.get();
  const rates = [campaign.messagesPerSecond, ...campaign.steps.map(({ channel }) => messagesPerSecond[channel])];
  const known = rates.filter((rate) => rate !== undefined);
  return known.length === 0 ? undefined : Math.min(...known);
}

function minutesBefore(waves: readonly { readonly waitMinutes: number }[]): number {
  return waves.reduce((sum, { waitMinutes }) => sum + waitMinutes, 0);
}

/** A random sample of everybody, and how many everybody is. */
async function drawPeople(deps: ForecastDeps, limits: SampleLimits) {
  const { slices, sliceCount, counted } = await sampleSlices(deps, limits);
  const counts = slices.map(({ length }) => ({ scanned: length, matched: length }));
  return { people: slices.flat(), population: estimateTotal(counts, sliceCount, counted) };
}
