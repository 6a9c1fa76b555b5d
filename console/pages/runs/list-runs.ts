import { askFor } from '../../ask/ask.ts';
import type { JobRow } from '../../live/job-feed.ts';

const PAGE = 1_000;
const MOST_PAGES = 10;

/** First waves of runs, the newest first; `isCut`: there are more than were read. */
export interface ListedRuns {
  readonly runs: readonly JobRow[];
  readonly isCut: boolean;
}

/** Reads the runs that there are: the jobs of campaigns that begin one. */
export async function listAllRuns(): Promise<ListedRuns> {
  const runs: JobRow[] = [];
  let nextToken: string | null = null;
  for (let page = 0; page < MOST_PAGES; page += 1) {
    const answer: Awaited<ReturnType<typeof readPage>> = await readPage(nextToken);
    runs.push(...answer.items.filter((job) => job !== null).filter(({ wave }) => (wave ?? 0) === 0));
    nextToken = answer.nextToken ?? null;
    if (nextToken === null) break;
  }
  const newestFirst = runs.toSorted((a, b) => (a.createdAt < b.createdAt ? 1 : a.createdAt > b.createdAt ? -1 : 0));
  return { runs: newestFirst, isCut: nextToken !== null };
}

function readPage(nextToken: string | null) {
  return askFor('listSendJobs', { filter: { campaignName: { attributeExists: true } }, limit: PAGE, nextToken });
}
