import Box from '@cloudscape-design/components/box';
import type { JSX } from 'react';
import type { JobRow } from '../../../src/client/amplify-job-feed.ts';
import { dayTime } from '../../format/times.ts';
import { useLiveJob } from '../../live/use-live-job.ts';
import { Nothing } from '../../parts/asked.tsx';
import { useLanguage } from '../../words/language.ts';
import { useSay } from '../../words/say.ts';
import type { WaveState } from './run-state.ts';

interface Happening {
  readonly what: 'planned' | 'approved' | 'launched' | 'doubtHeld' | 'ended';
  readonly at: string;
  readonly by: string | null;
}

/** What happened with a wave, and who did it, the latest first. */
export function Activity({ wave }: { readonly wave: WaveState }): JSX.Element {
  const say = useSay();
  const language = useLanguage();
  const { row } = useLiveJob(wave.jobId);
  const happened = row === undefined ? [] : happeningsOf(row);
  if (happened.length === 0) return <Nothing title={say('loading')} />;
  return (
    <ol className="plain-list">
      {happened.map(({ what, at, by }) => (
        <li key={what}>
          <Box variant="strong" display="inline">
            {what === 'ended' ? say(`phase.${wave.phase}`) : say(`activity.${what}`)}
          </Box>{' '}
          {dayTime(at, language)} (KST)
          {by !== null && <Box color="text-body-secondary">{say('activity.by', { who: by })}</Box>}
        </li>
      ))}
    </ol>
  );
}

function happeningsOf(row: JobRow): readonly Happening[] {
  const told: readonly (readonly [Happening['what'], string | null | undefined, string | null | undefined])[] = [
    ['planned', row.createdAt, row.createdBy],
    ['approved', row.approvedAt, row.approvedBy],
    ['launched', row.startedAt, row.launchedBy],
    ['doubtHeld', row.doubtHeldAt, row.doubtHeldBy],
    ['ended', row.endedAt, null],
  ];
  return told
    .flatMap(([what, at, by]): Happening[] => (at == null ? [] : [{ what, at, by: by ?? null }]))
    .toSorted((a, b) => (a.at < b.at ? 1 : -1));
}
