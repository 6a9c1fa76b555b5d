import { placeOfWords, wavesOf, type Campaign, type GoesOn } from '../../../domain/campaign/index.ts';
import type { Channel, ChannelType } from '../../../domain/customer/index.ts';
import type { Destination } from '../../../domain/destination/index.ts';
import { createAssignment, createTrial } from '../../../domain/experiment/index.ts';
import { whyLeft } from '../../../domain/run/index.ts';
import { compileSegment } from '../../../domain/segment/index.ts';
import type { PlanStep } from '../../../domain/send-job/index.ts';
import { compileTemplate, type TemplateContent } from '../../../domain/template/index.ts';
import type { TemplateStore } from '../../ports.ts';
import type { CompiledJob, FollowedWave } from '../model/compiled-job.ts';
import type { SendJob } from '../model/job.ts';
import {
  treatmentsOf,
  type JobAudience,
  type JobSpec,
  type SegmentAudience,
  type WaveAudience,
} from '../model/job-spec.ts';
import type { JobStore } from '../model/ports.ts';
import { billOf } from '../plan/render-message.ts';
import { isOfSegment, ofFirstWave } from './wave-spec.ts';

/** Why a plan can never be carried out: what it was frozen with is gone, damaged, or does not compile (any more). */
export type NoWay = 'SPEC_MISSING' | 'SPEC_UNREADABLE' | 'TEMPLATE_GONE' | 'TEMPLATE_INVALID' | 'SEGMENT_INVALID';

/** Reads what a job sends to whom, unless it is known, and compiles it. */
export async function compileJob(
  deps: { jobs: Pick<JobStore, 'getSpec'>; templates: Pick<TemplateStore, 'getVersion'> },
  job: Pick<
    SendJob,
    'id' | 'shardCount' | 'retry' | 'launchedAt' | 'runId' | 'wave' | 'planningSince' | 'givesTreatment'
  >,
  known?: JobSpec | 'UNREADABLE' | null,
): Promise<{ readonly ok: true; readonly job: CompiledJob } | { readonly ok: false; readonly why: NoWay }> {
  const stored = known ?? (await deps.jobs.getSpec(job.id));
  if (stored === null) return { ok: false, why: 'SPEC_MISSING' };
  if (stored === 'UNREADABLE') return { ok: false, why: 'SPEC_UNREADABLE' };
  const spec = ofFirstWave(stored);
  const { audience } = spec;
  const plannedAt = job.planningSince ?? spec.plannedAt;
  const call = audience.kind === 'CALL' ? audience : undefined;
  const treatments = treatmentsOf(audience);
  const steps: (CompiledJob['steps'][number] & Pick<PlanStep, 'endpointTypes' | 'billOf'>)[] = [];
  for (const [index, { templateId, version }] of spec.templates.entries()) {
    const { stepIndex } = placeOfWords(index, treatments);
    const words = call?.words ?? (await deps.templates.getVersion(templateId, version));
    if (words === null) return { ok: false, why: 'TEMPLATE_GONE' };
    const content = withTimeToLive(words.content, call?.timeToLiveSeconds);
    const compiled = compileTemplate({ ...words, content });
    if (!compiled.ok) return { ok: false, why: 'TEMPLATE_INVALID' };
    const destination = spec.destinations?.[stepIndex] ?? undefined;
    const { render, isSurelyRendered } = compiled.template;
    const writer = { render, ...(destination === undefined ? {} : { destination }) };
    steps.push({
      ...writer,
      channel: channelOf(audience, stepIndex) ?? words.content.channel,
      ...endpointTypesOf(audience, stepIndex, destination),
      ...(words.goods === undefined ? {} : { goods: words.goods }),
      billOf: billOf(writer, isSurelyRendered),
      price: spec.unitPrices?.[stepIndex] ?? null,
    });
  }
  const terms = termsOf(audience, plannedAt, job.givesTreatment);
  if (terms === null) return { ok: false, why: 'SEGMENT_INVALID' };
  const { inDoubtPolicy, messagesPerSecond, ...plan } = withExpiry(terms, audience, job.launchedAt ?? plannedAt);
  const compiled: CompiledJob = {
    id: job.id,
    shardCount: job.shardCount,
    plannedAt,
    ...(job.runId === undefined ? {} : { run: { id: job.runId, wave: job.wave ?? 0 } }),
    ...(audience.kind === 'WAVE' ? { follows: followedBy(audience) } : {}),
    plan: {
      ...plan,
      ...leftBeforeFirst(stored, job.launchedAt),
      steps: steps.map((step) => ({
        channel: step.channel,
        ...(step.goods === undefined ? {} : { goods: step.goods }),
        ...(step.endpointTypes === undefined ? {} : { endpointTypes: step.endpointTypes }),
        ...(step.destination?.window === undefined ? {} : { window: step.destination.window }),
        billOf: step.billOf,
      })),
    },
    steps,
    ...(job.retry === undefined ? {} : { retry: job.retry }),
    // A round for the doubtful was ordered by a person who accepts repeats.
    inDoubtPolicy: job.retry === 'IN_DOUBT' ? 'RESEND' : inDoubtPolicy,
    messagesPerSecond,
    ...entriesOf(audience),
    ...(call === undefined ? {} : { direct: call }),
    context: {
      jobId: job.id,
      campaignId: plan.campaignId,
      launchedAt: job.launchedAt ?? plannedAt,
      collapseId: job.id,
      isAdvertising: plan.messageClass === 'AD',
    },
  };
  return { ok: true, job: compiled };
}

function followedBy({ beforeJobId, goesOn, part, trialJobId }: WaveAudience): FollowedWave {
  return {
    jobId: beforeJobId,
    goesOn,
    ...(part === 'REST' ? { isRest: true } : {}),
    ...(trialJobId === undefined ? {} : { trialJobId }),
  };
}

function entriesOf(audience: JobAudience): Pick<CompiledJob, 'entries'> {
  if (audience.kind !== 'SEGMENT' || audience.entries === undefined) return {};
  const { id: campaignId, trigger } = audience.campaign;
  return trigger === undefined ? {} : { entries: { ...audience.entries, campaignId, trigger } };
}

type Terms = Omit<CompiledJob['plan'], 'steps'> & Pick<CompiledJob, 'inDoubtPolicy' | 'messagesPerSecond'>;

/** A message is of use from the launch of its wave on. */
function withExpiry(terms: Terms, audience: JobAudience, launchedAt: number): Terms {
  const minutes = audience.kind === 'CALL' ? undefined : audience.campaign.expiresAfterMinutes;
  return minutes === undefined ? terms : { ...terms, expiresAt: launchedAt + minutes * 60_000 };
}

/** Who belongs to an audience, and within which limits; null for a segment that does not compile. */
function termsOf(audience: JobAudience, plannedAt: number, givesTreatment: number | undefined): Terms | null {
  if (audience.kind === 'CALL') {
    return {
      campaignId: audience.countedWith.id,
      messageClass: audience.messageClass,
      holdoutPercent: 0,
      isMember: () => true,
      // A caller repeats with the same key whenever it likes: nothing of a call is ever sent a second time by itself.
      inDoubtPolicy: 'HOLD',
      messagesPerSecond: undefined,
    };
  }
  const { campaign } = audience;
  const members = membersOf(audience, plannedAt);
  if (members === null) return null;
  return {
    campaignId: campaign.id,
    messageClass: campaign.messageClass,
    holdoutPercent: campaign.holdoutPercent,
    ...assignmentOf(campaign, givesTreatment),
    ...triedOf(audience),
    ...(campaign.quietTime === undefined ? {} : { quietTime: campaign.quietTime }),
    ...(campaign.whenClosed === 'HOLD' ? { holds: true } : {}),
    ...(campaign.caps === undefined ? {} : { caps: campaign.caps }),
    ...(campaign.oncePerCustomer === undefined ? {} : { oncePerCustomer: campaign.oncePerCustomer }),
    ...(campaign.budgetKrw === undefined ? {} : { budgetKrw: campaign.budgetKrw }),
    ...(audience.kind === 'SEGMENT' && audience.local !== undefined ? { local: audience.local } : {}),
    ...members,
    inDoubtPolicy: campaign.inDoubtPolicy,
    messagesPerSecond: campaign.messagesPerSecond,
  };
}

/** A run keeps whom its first wave found in the segment: later waves ask only who has left the run. */
function membersOf(
  audience: SegmentAudience | WaveAudience,
  plannedAt: number,
): Pick<CompiledJob['plan'], 'isMember' | 'whyLeft'> | null {
  if (audience.kind === 'WAVE') {
    const { since, goesOn, campaign } = audience;
    const event = campaign.goal?.event;
    const terms = { since, goesOn, ...(event === undefined ? {} : { goalEvent: event }) };
    return { isMember: () => true, whyLeft: (customer) => whyLeft(customer.activity, terms) };
  }
  const { definition, sources } = audience;
  const segment = compileSegment(definition, { now: plannedAt, resolveSource: (id) => sources[id] });
  return segment.ok ? { isMember: segment.isMember } : null;
}

/**
 * A first wave may take hours, for its rate or because it holds people until their night is over: whom the later waves
 * would leave out for what they have done since the launch is not sent the first one any more either.
 */
function leftBeforeFirst(spec: JobSpec, launchedAt: number | undefined): Pick<CompiledJob['plan'], 'whyLeft'> {
  if (launchedAt === undefined || !isOfSegment(spec)) return {};
  const { campaign } = spec.audience;
  const [, ...later] = wavesOf(campaign);
  if (later.length === 0) return {};
  const goesOn: readonly GoesOn[] = later.some((wave) => wave.goesOn.includes('NOT_ACTIVE')) ? ['NOT_ACTIVE'] : [];
  const event = campaign.goal?.event;
  const terms = { since: launchedAt, goesOn, ...(event === undefined ? {} : { goalEvent: event }) };
  return { whyLeft: (customer) => whyLeft(customer.activity, terms) };
}

/** In a run with a look: on whom the treatments are tried. Later waves are for whom they were planned. */
function triedOf(audience: SegmentAudience | WaveAudience): Pick<Terms, 'isTried'> {
  const { id, look } = audience.campaign;
  return audience.kind === 'WAVE' || look === undefined ? {} : { isTried: createTrial(id, look.testPercent) };
}

/** Who gets which treatment: the same in every job of the campaign, but for whom a look has found one (`gives`). */
function assignmentOf({ id, treatments = [] }: Campaign, gives: number | undefined): Pick<Terms, 'treatments'> {
  if (treatments.length < 2) return {};
  if (gives !== undefined) return { treatments: { count: treatments.length, of: () => gives } };
  return { treatments: { count: treatments.length, of: createAssignment(id, treatments) } };
}

function channelOf(audience: JobAudience, step: number): Channel | undefined {
  return audience.kind === 'CALL' ? audience.channel : audience.campaign.steps[step]?.channel;
}

/** A custom channel may reach endpoints of other types, such as phone numbers: as the step says, else its destination. */
function endpointTypesOf(
  audience: JobAudience,
  step: number,
  destination: Destination | undefined,
): { readonly endpointTypes?: ReadonlySet<ChannelType> } {
  const own = audience.kind === 'CALL' ? undefined : audience.campaign.steps[step]?.endpointTypes;
  const types = own ?? destination?.endpointTypes;
  return types === undefined ? {} : { endpointTypes: new Set(types) };
}

/** Only push messages can be told how long to wait for a device. */
function withTimeToLive(content: TemplateContent, timeToLiveSeconds: number | undefined): TemplateContent {
  return content.channel === 'PUSH' && timeToLiveSeconds !== undefined ? { ...content, timeToLiveSeconds } : content;
}
