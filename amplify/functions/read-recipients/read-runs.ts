import * as z from 'zod';
import { listRuns, recentRuns, runProgress } from '../../../src/app/run/index.ts';
import { jobTotals, type SendJob } from '../../../src/app/delivery/index.ts';
import { EXCLUSION_REASONS, type ExcludedCounts } from '../../../src/domain/send-job/index.ts';
import { field, type Field } from '../edge/answer-fields.ts';
import { idArgument } from '../edge/id-argument.ts';
import { runAnswer } from '../edge/run-answer.ts';

type Deps = Parameters<typeof runProgress>[0] & Parameters<typeof recentRuns>[0];

const PAGE = z.object({
  campaignId: idArgument,
  limit: z.int().exactOptional(),
  nextToken: z.string().exactOptional(),
});

export const listRunsField = (deps: Deps): Field =>
  field(PAGE, async (asked) => {
    const page = await listRuns(deps, asked);
    if (!page.ok) return page;
    return { ok: true, value: { items: page.runs.map((run) => runAnswer(run)), nextToken: page.nextToken } };
  });

export const recentRunsField = (deps: Deps): Field =>
  field(PAGE.omit({ campaignId: true }), async (asked) => {
    const page = await recentRuns(deps, asked);
    if (!page.ok) return page;
    return { ok: true, value: { items: page.runs.map((run) => runAnswer(run)), nextToken: page.nextToken } };
  });

export const runProgressField = (deps: Deps): Field =>
  field(z.object({ runId: idArgument }), async (asked) => {
    const progress = await runProgress(deps, asked);
    if (!progress.ok) return progress;
    const { run, totals, waves, look } = progress;
    const { planned, excluded, outcomes, messages } = totals;
    const shown = { planned, excluded: excludedList(excluded), outcomes, messages };
    return { ok: true, value: { run: runAnswer(run, look), ...shown, waves: waves.map(waveAnswer) } };
  });

function excludedList(counts: ExcludedCounts): readonly { readonly reason: string; readonly count: number }[] {
  return EXCLUSION_REASONS.flatMap((reason) => {
    const count = counts[reason] ?? 0;
    return count === 0 ? [] : [{ reason, count }];
  });
}

function waveAnswer(job: SendJob): Record<string, unknown> {
  const { steps: _, excluded, ...counts } = jobTotals(job);
  const isoTime = (at: number | undefined) => (at === undefined ? undefined : new Date(at).toISOString());
  return {
    ...counts,
    excluded: excludedList(excluded),
    wave: job.wave ?? 0,
    jobId: job.id,
    phase: job.phase,
    phaseReason: job.phaseReason,
    sendAt: isoTime(job.sendAt),
    startedAt: isoTime(job.launchedAt),
    endedAt: isoTime(job.finishedAt),
  };
}
