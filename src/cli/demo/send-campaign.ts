import { watchJob, type JobProgress } from '../../client/index.ts';
import type { GraphqlSession } from '../graphql-session.ts';
import { createProgress } from '../progress-bar.ts';
import * as operations from './operations.ts';

export interface SentJob {
  readonly progress: JobProgress;
  /** Snapshots that arrived while it was being sent. */
  readonly ticks: number;
  readonly seconds: number;
}

/** Launches the job and draws its live progress until it is complete. */
export async function sendCampaign(session: GraphqlSession, jobId: string): Promise<SentJob> {
  const startedAt = performance.now();
  await session.call(operations.LAUNCH_JOB, { jobId }, operations.withId);
  const bar = createProgress('   Sending', process.stdout);
  let ticks = 0;
  for await (const progress of watchJob(jobId)) {
    ticks += 1;
    bar.update(
      settled(progress),
      progress.included,
      `${progress.failed} failed, ${progress.optedOut} opted out, ${progress.inDoubt} in doubt`,
    );
    if (progress.phase === 'COMPLETED') {
      bar.finish();
      return { progress, ticks, seconds: (performance.now() - startedAt) / 1000 };
    }
    if (progress.phase === 'FAILED' || progress.phase === 'CANCELLED')
      throw new Error(`The job ended as ${progress.phase}.`);
  }
  throw new Error('The job could not be watched to its end.');
}

function settled(progress: JobProgress): number {
  return (
    progress.accepted + progress.delivered + progress.failed + progress.optedOut + progress.skipped + progress.inDoubt
  );
}
