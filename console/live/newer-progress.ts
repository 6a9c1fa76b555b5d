import type { JobProgress } from '../../src/client/job-progress.ts';

/** The higher `seq` is the newer one, whichever way it came; a job that was over may go on in another round. */
export function newerProgress(known: JobProgress | null, heard: JobProgress): JobProgress | null {
  return known === null || heard.seq > known.seq ? heard : null;
}
