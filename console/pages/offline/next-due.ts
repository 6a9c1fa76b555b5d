import { askFor } from '../../ask/ask.ts';
import { readPages } from '../../ask/read-pages.ts';
import { serverNow } from '../../session/server-clock.ts';
import { openJobs } from '../home/open-jobs.ts';

/** Something that begins by itself. */
export interface Due {
  readonly at: string;
  readonly campaignName: string;
  /** The wave that it is, from 0; null: a run of a schedule begins. */
  readonly wave: number | null;
}

const DAYS = 30;
const DAY_MS = 24 * 3_600_000;
const MOST = 20;

/** What comes next by the clock: waves that wait for their time, and runs of schedules, the earliest first. */
export async function nextDue(): Promise<readonly Due[]> {
  const now = await serverNow();
  const [{ jobs }, calendar, runs] = await Promise.all([
    openJobs(),
    askFor('upcomingOccurrences', {
      from: new Date(now).toISOString(),
      until: new Date(now + DAYS * DAY_MS).toISOString(),
    }),
    runsUnderWay(),
  ]);
  const waiting = jobs.flatMap(({ phase, sendAt, campaignName, wave }): Due[] =>
    phase === 'SCHEDULED' && sendAt != null ? [{ at: sendAt, campaignName: campaignName ?? '', wave: wave ?? 0 }] : [],
  );
  const begins = calendar.occurrences.map(({ at, campaignName }): Due => ({ at, campaignName, wave: null }));
  return [...waiting, ...runs, ...begins]
    .filter(({ at }) => Date.parse(at) > now)
    .toSorted((a, b) => Date.parse(a.at) - Date.parse(b.at))
    .filter(
      (one, index, all) =>
        all.findIndex(({ at, campaignName }) => at === one.at && campaignName === one.campaignName) === index,
    )
    .slice(0, MOST);
}

/** A run's next wave is known before there is a job of it. */
async function runsUnderWay(): Promise<readonly Due[]> {
  const { rows } = await readPages((nextToken) => askFor('listCampaigns', { limit: 200, nextToken }));
  const several = rows.filter(({ steps }) => steps.length > 1).slice(0, MOST);
  const pages = await Promise.all(several.map(({ id }) => askFor('listRuns', { campaignId: id, limit: 5 })));
  return pages
    .flatMap(({ items }) => items)
    .flatMap(({ phase, waveAt, campaignName, wave, waveCount }): Due[] =>
      phase === 'RUNNING' && waveAt != null && wave + 1 < waveCount
        ? [{ at: waveAt, campaignName, wave: wave + 1 }]
        : [],
    );
}
