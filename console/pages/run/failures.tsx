import Box from '@cloudscape-design/components/box';
import SpaceBetween from '@cloudscape-design/components/space-between';
import { useQuery } from '@tanstack/react-query';
import type { JSX } from 'react';
import { askFor } from '../../ask/ask.ts';
import { count } from '../../format/numbers.ts';
import { AsOf } from '../../parts/as-of.tsx';
import { Asked, Nothing } from '../../parts/asked.tsx';
import { useSay } from '../../words/say.ts';
import { causesOf } from './causes.ts';
import type { WaveState } from './run-state.ts';

const MOST = 1_000;

/** Why messages failed, in words, the most frequent cause first, with the provider's code small beside it. */
export function Failures({ wave }: { readonly wave: WaveState }): JSX.Element {
  const say = useSay();
  const failed = useQuery({
    queryKey: ['failures', wave.jobId, wave.phase],
    queryFn: () => askFor('listRecipients', { jobId: wave.jobId, outcome: 'INCLUDED', status: 'FAILED', limit: MOST }),
    enabled: wave.phase !== 'PLANNING' && wave.phase !== 'SCHEDULED',
  });
  return (
    <Asked query={failed}>
      {({ items, nextToken }) =>
        items.length === 0 ? (
          <Nothing title={say('failures.none')} />
        ) : (
          <SpaceBetween size="s">
            <ul className="plain-list">
              {causesOf(items).map(({ code, cause, people }) => (
                <li key={code}>
                  <Box variant="strong">{say('people', { count: count(people) })}</Box> {say(`cause.${cause}`)}{' '}
                  <Box variant="small" display="inline" color="text-body-secondary">
                    {code}
                  </Box>
                </li>
              ))}
            </ul>
            {nextToken != null && <Box color="text-body-secondary">{say('failures.cut', { count: count(MOST) })}</Box>}
            <AsOf at={failed.dataUpdatedAt} />
          </SpaceBetween>
        )
      }
    </Asked>
  );
}
