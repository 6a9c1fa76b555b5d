import SpaceBetween from '@cloudscape-design/components/space-between';
import { useQuery } from '@tanstack/react-query';
import type { JSX } from 'react';
import { askFor } from '../../ask/ask.ts';
import { count } from '../../format/numbers.ts';
import { AsOf } from '../../parts/as-of.tsx';
import { Asked } from '../../parts/asked.tsx';
import { PlainTable } from '../../parts/plain-table.tsx';
import { useSay } from '../../words/say.ts';

const DAYS = 14;

/** What a server did on each of the last days. */
export function ServerUsage({ clientId }: { readonly clientId: string }): JSX.Element {
  const say = useSay();
  const usage = useQuery({
    queryKey: ['usage', clientId],
    queryFn: () => askFor('apiClientUsage', { clientId, days: DAYS }),
  });
  return (
    <Asked query={usage}>
      {(days) => (
        <SpaceBetween size="xs">
          <PlainTable
            label={say('servers.usage')}
            rows={days}
            keyOf={({ day }) => day}
            columns={[
              { header: say('servers.day'), cell: ({ day }) => day },
              { header: say('servers.calls'), cell: ({ calls }) => count(calls) },
              { header: say('servers.recipients'), cell: ({ recipients }) => count(recipients) },
              { header: say('servers.refused'), cell: ({ refused }) => count(refused) },
            ]}
          />
          <AsOf at={usage.dataUpdatedAt} />
        </SpaceBetween>
      )}
    </Asked>
  );
}
