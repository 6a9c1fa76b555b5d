import { campaignOfWave, wavesOf, wordsOf, type Campaign } from '../../domain/campaign/index.ts';
import { withPublished, type UnitPrice } from '../../domain/cost/index.ts';
import { stepPriceOf, type Destination } from '../../domain/destination/index.ts';
import { exceeds, jsonBytes } from '../../domain/limits.ts';
import { refuse, type Refused } from '../../domain/result.ts';
import type { LocalTime } from '../../domain/schedule/index.ts';
import { NO_TOTALS } from '../../domain/send-job/index.ts';
import { checkFixedText, findDestinations } from '../campaign/check-destinations.ts';
import type { SendJob } from '../delivery/model/job.ts';
import type { JobEntries, JobSpec, SegmentAudience } from '../delivery/model/job-spec.ts';
import { newRun } from '../delivery/job/run-of-job.ts';
import type { Doorbell, JobStore, RunStore, SettingsStore } from '../delivery/model/ports.ts';
import type { RunRecords } from '../delivery/model/run-store.ts';
import { DEFAULT_SHARDING, shardCountFor, shardsOf, type ShardingLimits } from '../delivery/plan/shard-count.ts';
import type {
  Actor,
  CampaignStore,
  Clock,
  CustomerSource,
  Ids,
  PriceStore,
  SegmentStore,
  TemplateStore,
} from '../ports.ts';
import { countCustomers } from '../segment/count-customers.ts';
import { loadSources } from '../segment/load-sources.ts';
import { claimRun } from './claim-run.ts';

export type PlanCampaignDeps = {
  readonly campaigns: CampaignStore;
  readonly segments: SegmentStore;
  readonly templates: TemplateStore;
  readonly customers: CustomerSource;
  readonly prices: PriceStore;
  readonly deliverySettings: Pick<SettingsStore, 'get'>;
  readonly jobs: JobStore;
  readonly runs: RunStore;
  readonly runRecords: RunRecords;
  readonly doorbell: Doorbell;
  readonly ids: Ids;
  readonly clock: Clock;
  readonly sharding?: ShardingLimits;
};

export type PlanCampaignCommand = {
  readonly actor: Actor;
  readonly campaignId: string;
  /** Begin to send as soon as the plan is ready, beside no other run of the campaign but the one that is named. */
  readonly launch?: true;
  readonly besideJobId?: string | undefined;
  /** Absent: a new one. */
  readonly jobId?: string;
  /** Whoever plans the same under the same `jobId` at the same moment plans it for all. */
  readonly mayExist?: true;
  /** Only whose own time it is then. */
  readonly local?: LocalTime | undefined;
  /** Only who waited for it, `count` of them. */
  readonly entries?: JobEntries & { readonly count: number };
};

/**
 * Starts a run of a campaign: freezes what all its waves send, and has the audience of the first decided shard by shard.
 * Answers with that wave's job; the run has the same id.
 */
export async function planCampaign(
  deps: PlanCampaignDeps,
  command: PlanCampaignCommand,
): Promise<{ readonly ok: true; readonly job: SendJob } | Refused> {
  const frozen = await freezeSpec(deps, command.campaignId, command);
  if (!frozen.ok) return frozen;
  const { spec } = frozen;
  const { campaign, segmentVersion } = spec.audience;
  const now = deps.clock.now();
  const jobId = command.jobId ?? deps.ids.next();
  if (command.launch === true) {
    const { besideJobId } = command;
    const refused = await claimRun(deps, { campaignId: campaign.id, jobId, besideJobId });
    if (refused !== null) return refused;
  }
  const waves = wavesOf(campaign);
  const [firstWave] = waves;
  const job: SendJob = {
    id: jobId,
    campaignId: campaign.id,
    campaignName: campaign.name,
    segmentId: campaign.segmentId,
    segmentVersion,
    runId: jobId,
    wave: 0,
    phase: 'PLANNING',
    seq: 1,
    audience: 'SEGMENT',
    shardCount: shardCountFor(
      command.entries?.count ?? (await countCustomers(deps)),
      deps.sharding ?? DEFAULT_SHARDING,
    ),
    channels: wordsOf(firstWave === undefined ? campaign : campaignOfWave(campaign, firstWave)).map(
      ({ channel }) => channel,
    ),
    ...(campaign.treatments === undefined ? {} : { treatments: campaign.treatments.map(({ name }) => name) }),
    sent: NO_TOTALS,
    receiptsBase: NO_TOTALS,
    receipts: NO_TOTALS,
    round: 0,
    createdAt: now,
    createdBy: command.actor.id,
    ...(command.launch === undefined ? {} : { launchesWhenPlanned: command.launch }),
    countedAt: now,
    recipientsPerSecond: 0,
  };
  if (!(await deps.jobs.create(job, spec))) {
    const planned = command.mayExist === true ? await deps.jobs.get(job.id) : null;
    if (planned !== null) return { ok: true, job: planned };
    throw new Error(`The new job id ${job.id} is already taken.`);
  }
  await deps.runRecords.create(newRun(job, waves.length));
  await deps.doorbell.ring(shardsOf(job));
  return { ok: true, job };
}

type PlannedSpec = JobSpec & { readonly audience: SegmentAudience };

type FreezeOptions = Pick<PlanCampaignCommand, 'local' | 'entries'> & { readonly isForecast?: boolean };

function entriesOnly({ minute, batchIds, at, before }: JobEntries): JobEntries {
  return { minute, batchIds, at, before };
}

/** What freezing reads. */
export type FreezeDeps = Pick<
  PlanCampaignDeps,
  'campaigns' | 'segments' | 'templates' | 'prices' | 'deliverySettings' | 'clock'
>;

/**
 * Reads what a job of a campaign would send to whom, and whether it could. A budget needs a price for every step, unless
 * nothing is to be sent by it (`isForecast`).
 */
export async function freezeSpec(
  deps: FreezeDeps,
  campaignId: string,
  { isForecast = false, local, entries }: FreezeOptions = {},
): Promise<{ readonly ok: true; readonly spec: PlannedSpec } | Refused> {
  const campaign = (await deps.campaigns.get(campaignId))?.value;
  if (campaign === undefined) return refuse('NOT_FOUND', `There is no campaign ${campaignId}.`);
  const segment = (await deps.segments.get(campaign.segmentId))?.value;
  if (segment === undefined) return refuse('NOT_FOUND', `Segment ${campaign.segmentId} of the campaign is gone.`);
  const loaded = await loadSources(deps.segments, segment.definition, segment.id);
  if (!loaded.ok) return loaded;
  const named = await findDestinations(deps, campaign.steps);
  if (!named.ok) return named;
  const { destinations } = named;
  const templates: { templateId: string; version: number }[] = [];
  for (const { where, stepIndex, templateId, templateVersion } of wordsOf(campaign)) {
    const template = (await deps.templates.get(templateId))?.value;
    if (template === undefined) return refuse('NOT_FOUND', `Template ${templateId} of the campaign is gone.`);
    const version = templateVersion ?? template.activeVersion;
    const words = await deps.templates.getVersion(templateId, version);
    if (words?.messageClass !== campaign.messageClass) {
      return refuse(
        'INVALID_CAMPAIGN',
        `${where}: version ${version} of template ${templateId} is ${words?.messageClass ?? 'gone'}, ` +
          `but the campaign is ${campaign.messageClass}. Publish a fitting version first.`,
      );
    }
    const destination = destinations[stepIndex] ?? null;
    const unfit = destination === null ? null : checkFixedText(destination, words);
    if (unfit !== null) {
      return refuse(
        'INVALID_CAMPAIGN',
        `${where}: version ${version} of template ${templateId}: ${unfit} Or publish a fitting version first.`,
      );
    }
    templates.push({ templateId, version });
  }
  const plannedAt = deps.clock.now();
  const mustBePriced = campaign.budgetKrw !== undefined && !isForecast;
  const priced = await priceSteps(deps, campaign, destinations, plannedAt, mustBePriced);
  if (!priced.ok) return priced;
  const { version: segmentVersion, definition } = segment;
  const spec: PlannedSpec = {
    audience: {
      kind: 'SEGMENT',
      campaign,
      segmentVersion,
      definition,
      sources: loaded.sources,
      ...(local === undefined ? {} : { local }),
      ...(entries === undefined ? {} : { entries: entriesOnly(entries) }),
    },
    templates,
    plannedAt,
    unitPrices: priced.unitPrices,
    ...(destinations.some((destination) => destination !== null) ? { destinations } : {}),
  };
  const tooLarge = exceeds('jobSpec', jsonBytes(spec));
  if (tooLarge !== null) return refuse('PLAN_TOO_LARGE', `The job cannot be kept: ${tooLarge}`);
  return { ok: true, spec };
}

/** What a unit of each step costs now; a missing price is null, or refused. */
async function priceSteps(
  { prices }: FreezeDeps,
  { steps }: Campaign,
  destinations: readonly (Destination | null)[],
  at: number,
  mustBePriced: boolean,
): Promise<{ readonly ok: true; readonly unitPrices: readonly (UnitPrice | null)[] } | Refused> {
  const list = withPublished(await prices.get());
  const unitPrices: (UnitPrice | null)[] = [];
  for (const [index, { channel }] of steps.entries()) {
    const priced = stepPriceOf({ channel, destination: destinations[index] ?? undefined }, list, at);
    if (!priced.ok && mustBePriced) {
      const { code, message } = priced.error;
      return refuse(code, `Step ${index + 1} sends ${channel}, and the campaign has a budget. ${message}`);
    }
    unitPrices.push(priced.ok ? priced.price : null);
  }
  return { ok: true, unitPrices };
}
