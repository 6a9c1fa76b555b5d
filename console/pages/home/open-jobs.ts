import { askFor } from '../../ask/ask.ts';
import { readPages } from '../../ask/read-pages.ts';
import { beginningOf, dayOf } from '../../format/times.ts';
import type { JobRow } from '../../../src/client/amplify-job-feed.ts';
import { serverNow } from '../../session/server-clock.ts';

/** Jobs that somebody should know of today; `isCut`: there were more than are read. */
export interface OpenJobs {
  readonly jobs: readonly JobRow[];
  readonly isCut: boolean;
  /** Milliseconds since the epoch, by the backend's clock. */
  readonly asOf: number;
}

const PAGE = 1_000;
const OPEN = ['PLANNING', 'PLANNED', 'SCHEDULED', 'SENDING', 'PAUSED'] as const;

/** Waves of campaigns that are not over, began today, or left somebody in doubt. */
export async function openJobs(): Promise<OpenJobs> {
  const asOf = await serverNow();
  const today = beginningOf(dayOf(asOf));
  const filter = {
    campaignName: { attributeExists: true },
    or: [
      ...OPEN.map((phase) => ({ phase: { eq: phase } })),
      { createdAt: { ge: today } },
      { startedAt: { ge: today } },
      { inDoubt: { gt: 0 } },
    ],
  };
  const { rows, isCut } = await readPages<JobRow>((nextToken) =>
    askFor('listSendJobs', { filter, limit: PAGE, nextToken }),
  );
  return { jobs: rows.toSorted(byAge), isCut, asOf };
}

/** The newest first. */
function byAge(a: JobRow, b: JobRow): number {
  return a.createdAt < b.createdAt ? 1 : a.createdAt > b.createdAt ? -1 : 0;
}
