import { responseOf, type Measured, type Response } from '../../domain/forecast/index.ts';
import { waveJobId } from '../../domain/run/index.ts';
import { NO_STEP_TOTALS } from '../../domain/send-job/index.ts';
import type { SendJob } from '../delivery/model/job.ts';
import type { JobStore, RunStore } from '../delivery/model/ports.ts';

type OfChannel = NonNullable<Measured['messages']>[number];

/** What one step of a job counted, as shares of what came before. A message that was opened had been taken. */
function measuredOf(job: SendJob, step: number): OfChannel | null {
  const channel = job.channels[step];
  if (channel === undefined) return null;
  const sent = job.sent.steps[step] ?? NO_STEP_TOTALS;
  const later = job.receipts.steps[step] ?? NO_STEP_TOTALS;
  const taken = sent.accepted + sent.delivered;
  const tried = taken + sent.failed + sent.optedOut;
  // What receipts say of those who were refused at the call comes from repeated sends: never more than were taken.
  const failed = Math.min(taken, Math.max(0, later.failed));
  const through = taken - failed;
  const opened = Math.min(through, Math.max(0, sent.opened + later.opened));
  const clicked = Math.min(opened, Math.max(0, sent.clicked + later.clicked));
  const arrived = Math.min(through, Math.max(0, sent.delivered + later.delivered));
  return {
    wave: job.wave ?? 0,
    channel,
    rates: {
      accepted: [{ successes: taken, trials: tried }],
      failed: [{ successes: failed, trials: taken }],
      opened: [{ successes: opened, trials: through }],
      clicked: [{ successes: clicked, trials: opened }],
      reported: [{ successes: Math.max(0, arrived - opened), trials: through - opened }],
    },
  };
}

/** How people will respond, by what the campaign's last run counted; the stated priors when it never ran. */
export async function measuredResponse(
  { jobs, runs }: { readonly jobs: Pick<JobStore, 'get'>; readonly runs: Pick<RunStore, 'get'> },
  campaignId: string,
): Promise<Response> {
  const last = await runs.get(campaignId);
  const messages: OfChannel[] = [];
  let job = last === null ? null : await jobs.get(last.jobId);
  while (job?.launchedAt !== undefined) {
    const present = job;
    messages.push(...present.channels.flatMap((_, step) => measuredOf(present, step) ?? []));
    job = job.runId === undefined ? null : await jobs.get(waveJobId(job.runId, (job.wave ?? 0) + 1));
  }
  return responseOf(messages.length === 0 ? {} : { messages });
}
