import { askFor } from '../../ask/ask.ts';
import { readPages } from '../../ask/read-pages.ts';
import type { JobRow } from '../../../src/client/amplify-job-feed.ts';

const PAGE = 1_000;

/** First waves of runs, the newest first; `isCut`: there are more than were read. */
export interface ListedRuns {
  readonly runs: readonly JobRow[];
  readonly isCut: boolean;
}

/** Reads the runs that there are: the jobs of campaigns that begin one. */
export async function listAllRuns(): Promise<ListedRuns> {
  const filter = { campaignName: { attributeExists: true } };
  const { rows, isCut } = await readPages<JobRow>((nextToken) =>
    askFor('listSendJobs', { filter, limit: PAGE, nextToken }),
  );
  const runs = rows.filter(({ wave }) => (wave ?? 0) === 0);
  return { runs: runs.toSorted((a, b) => (a.createdAt < b.createdAt ? 1 : a.createdAt > b.createdAt ? -1 : 0)), isCut };
}
