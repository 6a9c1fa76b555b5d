import { compileSegment } from '../../../domain/segment/index.ts';
import { compileTemplate, type TemplateContent } from '../../../domain/template/index.ts';
import type { TemplateStore } from '../../ports.ts';
import type { CompiledJob } from '../model/compiled-job.ts';
import type { JobSpec, SendJob } from '../model/job.ts';
import type { JobStore } from '../model/ports.ts';
import { unitsOf } from '../plan/render-message.ts';

/** Why a plan can never be carried out: what it was frozen with is gone, damaged, or does not compile (any more). */
export type NoWay = 'SPEC_MISSING' | 'SPEC_UNREADABLE' | 'TEMPLATE_GONE' | 'TEMPLATE_INVALID' | 'SEGMENT_INVALID';

/** Reads what a job sends to whom, unless it is known, and compiles it. */
export async function compileJob(
  deps: { jobs: JobStore; templates: Pick<TemplateStore, 'getVersion'> },
  job: SendJob,
  known?: JobSpec | 'UNREADABLE' | null,
): Promise<{ readonly ok: true; readonly job: CompiledJob } | { readonly ok: false; readonly why: NoWay }> {
  const spec = known ?? (await deps.jobs.getSpec(job.id));
  if (spec === null) return { ok: false, why: 'SPEC_MISSING' };
  if (spec === 'UNREADABLE') return { ok: false, why: 'SPEC_UNREADABLE' };
  const steps: CompiledJob['steps'][number][] = [];
  for (const [index, { templateId, version }] of spec.templates.entries()) {
    const words = spec.direct?.words ?? (await deps.templates.getVersion(templateId, version));
    if (words === null) return { ok: false, why: 'TEMPLATE_GONE' };
    const content = withTimeToLive(words.content, spec.direct?.timeToLiveSeconds);
    const compiled = compileTemplate({ ...words, content });
    if (!compiled.ok) return { ok: false, why: 'TEMPLATE_INVALID' };
    steps.push({
      channel: spec.campaign.steps[index]?.channel ?? words.content.channel,
      render: compiled.template.render,
      price: spec.unitPrices?.[index] ?? null,
    });
  }
  const { campaign } = spec;
  const segment = compileSegment(spec.definition, {
    now: spec.plannedAt,
    resolveSource: (id) => spec.sources[id],
  });
  if (!segment.ok) return { ok: false, why: 'SEGMENT_INVALID' };
  const compiled: CompiledJob = {
    id: job.id,
    shardCount: job.shardCount,
    plannedAt: spec.plannedAt,
    plan: {
      campaignId: campaign.id,
      messageClass: campaign.messageClass,
      steps: steps.map(({ channel, render }) => ({ channel, unitsOf: unitsOf(render) })),
      holdoutPercent: campaign.holdoutPercent,
      ...(campaign.quietTime === undefined ? {} : { quietTime: campaign.quietTime }),
      ...(campaign.caps === undefined ? {} : { caps: campaign.caps }),
      ...(campaign.budgetKrw === undefined ? {} : { budgetKrw: campaign.budgetKrw }),
      isMember: segment.isMember,
    },
    steps,
    ...(job.retry === undefined ? {} : { retry: job.retry }),
    // A round for the doubtful was ordered by a person who accepts repeats.
    inDoubtPolicy: job.retry === 'IN_DOUBT' ? 'RESEND' : campaign.inDoubtPolicy,
    messagesPerSecond: campaign.messagesPerSecond,
    ...(spec.direct === undefined ? {} : { direct: spec.direct }),
    context: {
      jobId: job.id,
      campaignId: campaign.id,
      launchedAt: job.launchedAt ?? spec.plannedAt,
      collapseId: job.id,
      isAdvertising: campaign.messageClass === 'AD',
    },
  };
  return { ok: true, job: compiled };
}

/** Only push messages can be told how long to wait for a device. */
function withTimeToLive(content: TemplateContent, timeToLiveSeconds: number | undefined): TemplateContent {
  return content.channel === 'PUSH' && timeToLiveSeconds !== undefined ? { ...content, timeToLiveSeconds } : content;
}
