import type { Answer } from '../../../src/client/index.ts';
import { askFor } from '../../ask/ask.ts';

/** Calls that one report of the largest audience takes, and more: whatever is wrong, it ends. */
const MOST_CALLS = 500;

/** Reads the report of a run to its end, call by call; `tell` hears how far it is. */
export async function readReport(
  runId: string,
  withinDays: number | undefined,
  tell: (progress: number) => void,
  signal: AbortSignal,
): Promise<Answer<'campaignReport'>> {
  let cursor: string | null = null;
  for (let call = 0; call < MOST_CALLS; call += 1) {
    const report: Answer<'campaignReport'> = await askFor('campaignReport', {
      runId,
      ...(withinDays === undefined ? {} : { withinDays }),
      ...(cursor === null ? {} : { cursor }),
    });
    if (report.cursor == null || signal.aborted) return report;
    ({ cursor } = report);
    tell(report.progress);
  }
  throw new Error(`The report of ${runId} did not end after ${MOST_CALLS} calls.`);
}
