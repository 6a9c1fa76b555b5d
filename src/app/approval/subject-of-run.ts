import { subjectOf, type ApprovalSubject } from '../../domain/approval/index.ts';
import { wordsOf, type Campaign } from '../../domain/campaign/index.ts';
import { refuse, type Refused } from '../../domain/result.ts';
import type { SendJob } from '../delivery/model/job.ts';
import { readableSpec, type JobSpec } from '../delivery/model/job-spec.ts';
import type { JobStore, ShardStore } from '../delivery/model/ports.ts';
import { plannedReach } from '../delivery/plan/planned-reach.ts';
import type { CampaignStore, SegmentStore, TemplateStore } from '../ports.ts';

export type SubjectDeps = {
  readonly jobs: Pick<JobStore, 'getSpec'>;
  readonly shards: Pick<ShardStore, 'list'>;
  readonly campaigns: Pick<CampaignStore, 'get'>;
  readonly segments: Pick<SegmentStore, 'get'>;
  readonly templates: Pick<TemplateStore, 'get'>;
};

/** A planned run: what it is frozen with, what it would be frozen with now, and who wrote its campaign. */
export type SubjectOfRun = {
  readonly ok: true;
  readonly frozen: ApprovalSubject;
  readonly current: ApprovalSubject;
  readonly authors: readonly string[];
};

/**
 * Reads what an approval of a planned run would be of. Numbers are the plan's; the rest is told twice, as the run has it and
 * as it is now: what differs was changed since it was planned.
 */
export async function subjectOfRun(deps: SubjectDeps, job: SendJob): Promise<SubjectOfRun | Refused<'NOT_FOUND'>> {
  const spec = readableSpec(await deps.jobs.getSpec(job.id));
  if (spec?.audience.kind !== 'SEGMENT') return refuse('NOT_FOUND', `There is no plan of run ${job.id} to approve.`);
  const shards = await deps.shards.list(job.id, job.shardCount);
  const numbers = plannedReach(job, shards, spec);
  const { campaign, segmentVersion } = spec.audience;
  const now = await readNow(deps, spec, campaign);
  const { edits } = now;
  const frozen = subjectOf({ campaign, segmentVersion, templates: spec.templates, edits, ...numbers });
  const current = subjectOf({ ...now, ...numbers });
  const authors = [...new Set([job.createdBy, ...(now.savedBy === undefined ? [] : [now.savedBy])])];
  return { ok: true, frozen, current, authors };
}

const GONE = 0;

async function readNow({ campaigns, segments, templates }: SubjectDeps, spec: JobSpec, frozen: Campaign) {
  const stored = await campaigns.get(frozen.id);
  const campaign = stored?.value ?? frozen;
  const segment = (await segments.get(campaign.segmentId))?.value;
  const edits = [stored === null ? -1 : (campaign.edits ?? 0)];
  const words: { templateId: string; version: number }[] = [];
  for (const [index, { templateId, templateVersion }] of wordsOf(campaign).entries()) {
    const template = await templates.get(templateId);
    words.push({ templateId, version: templateVersion ?? template?.value.activeVersion ?? GONE });
    // Of those that the run has; others are another campaign's words, which the steps tell.
    if (spec.templates[index]?.templateId === templateId) edits.push(template?.revision ?? -1);
  }
  const savedBy = stored?.savedBy;
  return { campaign, segmentVersion: segment?.version ?? GONE, templates: words, edits, savedBy };
}
