import { askFor } from '../../ask/ask.ts';
import type { JobRow } from '../../live/job-feed.ts';
import { serverNow } from '../../session/server-clock.ts';
import { beginningOf, dayOf } from '../../format/times.ts';

/** Jobs that somebody should know of today; `isCut`: there were more than are read. */
export interface OpenJobs {
  readonly jobs: readonly JobRow[];
  readonly isCut: boolean;
  /** Milliseconds since the epoch. */
  readonly asOf: number;
}

const PAGE = 1_000;
const MOST_PAGES = 20;

/** Waves of campaigns that are not over, began today, or left somebody in doubt. */
export async function openJobs(): Promise<OpenJobs> {
  const asOf = await serverNow();
  const today = beginningOf(dayOf(asOf));
  const filter = {
    campaignName: { attributeExists: true },
    or: [
      ...(['PLANNING', 'PLANNED', 'SCHEDULED', 'SENDING', 'PAUSED'] as const).map((phase) => ({
        phase: { eq: phase },
      })),
      { createdAt: { ge: today } },
      { startedAt: { ge: today } },
      { inDoubt: { gt: 0 } },
    ],
  };
  const jobs: JobRow[] = [];
  let nextToken: string | null = null;
  for (let page = 0; page < MOST_PAGES; page += 1) {
    const answer: Awaited<ReturnType<typeof readPage>> = await readPage(filter, nextToken);
    jobs.push(...answer.items.filter((job) => job !== null));
    nextToken = answer.nextToken ?? null;
    if (nextToken === null) break;
  }
  return { jobs: jobs.toSorted(byAge), isCut: nextToken !== null, asOf };
}

function readPage(filter: object, nextToken: string | null) {
  return askFor('listSendJobs', { filter, limit: PAGE, nextToken });
}

/** The newest first. */
function byAge(a: JobRow, b: JobRow): number {
  return a.createdAt < b.createdAt ? 1 : a.createdAt > b.createdAt ? -1 : 0;
}
