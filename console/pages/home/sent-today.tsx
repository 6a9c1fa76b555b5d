import type { JSX } from 'react';
import { count } from '../../format/numbers.ts';
import { beginningOf, dayOf } from '../../format/times.ts';
import type { JobRow } from '../../../src/client/amplify-job-feed.ts';
import { useLiveJobs } from '../../live/use-live-job.ts';
import { OutcomeCountsList } from '../../parts/outcome-counts.tsx';
import { NO_OUTCOMES, OUTCOMES, type OutcomeCounts } from '../../parts/outcome-bar.tsx';
import { Nothing } from '../../parts/asked.tsx';
import { useSay } from '../../words/say.ts';

/** How many jobs of a day are followed at a time; the others count as they were read. */
const MOST_FOLLOWED = 20;

/** What became of all messages of campaigns that began today, in Korea. */
export function SentToday({
  jobs,
  asOf,
  isCut,
}: {
  readonly jobs: readonly JobRow[];
  readonly asOf: number;
  readonly isCut: boolean;
}): JSX.Element {
  const say = useSay();
  const since = beginningOf(dayOf(asOf));
  const today = jobs.filter(({ startedAt }) => startedAt != null && new Date(startedAt).toISOString() >= since);
  if (today.length === 0) return <Nothing title={say('home.nothingToday')} />;
  return <Totals jobs={today} isCut={isCut} />;
}

function Totals({ jobs, isCut }: { readonly jobs: readonly JobRow[]; readonly isCut: boolean }): JSX.Element {
  const say = useSay();
  const moving = jobs.filter(({ phase }) => phase === 'SENDING').slice(0, MOST_FOLLOWED);
  const live = useLiveJobs(moving.map(({ id }) => id));
  const counts = jobs.map((job) => live.get(job.id) ?? job).reduce<OutcomeCounts>(add, NO_OUTCOMES);
  return (
    <>
      <p className="plain">{say(isCut ? 'home.runsTodayCut' : 'home.runsToday', { count: count(jobs.length) })}</p>
      <OutcomeCountsList counts={counts} />
    </>
  );
}

function add(a: OutcomeCounts, b: OutcomeCounts): OutcomeCounts {
  const sum: Record<keyof OutcomeCounts, number> = { ...NO_OUTCOMES, included: a.included + b.included };
  for (const outcome of OUTCOMES) sum[outcome] = a[outcome] + b[outcome];
  return sum;
}
