import Box from '@cloudscape-design/components/box';
import Button from '@cloudscape-design/components/button';
import Select from '@cloudscape-design/components/select';
import SpaceBetween from '@cloudscape-design/components/space-between';
import Table from '@cloudscape-design/components/table';
import { useQuery } from '@tanstack/react-query';
import type { JSX } from 'react';
import { askFor } from '../../ask/ask.ts';
import { dayClockTime } from '../../format/times.ts';
import { AsOf } from '../../parts/as-of.tsx';
import { AskedPage, Nothing } from '../../parts/asked.tsx';
import { foldName } from '../../parts/fold-name.ts';
import { NameFilter } from '../../parts/name-filter.tsx';
import { TurnPages } from '../../parts/turn-pages.tsx';
import { serverNow } from '../../session/server-clock.ts';
import { useLanguage } from '../../words/language.ts';
import { useSay } from '../../words/say.ts';
import type { ServersSearch } from './servers-search.ts';

const ROWS = 200;

/** The day of UTC, as the log is kept, so many days from another. */
function dayFrom(day: string, days: number): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) + days * 86_400_000).toISOString().slice(0, 10);
}

/** Who did what from where on a day, narrowed by what its address says. */
export function AuditLog({
  search: { day, q, outcome, after },
  look,
}: {
  readonly search: ServersSearch;
  readonly look: (changed: ServersSearch, replace?: boolean) => void;
}): JSX.Element {
  const say = useSay();
  const language = useLanguage();
  const page = useQuery({
    queryKey: ['audit', day, after],
    queryFn: async () => {
      const shown = day ?? new Date(await serverNow()).toISOString().slice(0, 10);
      const asked = { day: shown, limit: ROWS, ...(after === undefined ? {} : { nextToken: after }) };
      return { day: shown, ...(await askFor('listAuditEntries', asked)) };
    },
  });
  const wanted = foldName(q ?? '');
  const turnTo = (token: string | undefined): void => look({ after: token });
  const outcomes = [
    { value: '', label: say('audit.anyOutcome') },
    { value: 'OK', label: say('audit.done') },
    { value: 'REFUSED', label: say('audit.refused') },
  ];
  return (
    <AskedPage query={page} after={after} turnTo={turnTo}>
      {({ day: shown, entries, nextToken }) => {
        const found = entries
          .filter(({ outcome: ended }) => outcome === undefined || isOf(ended, outcome))
          .filter(({ actor, action, subject }) =>
            [actor, action, subject ?? ''].some((text) => foldName(text).includes(wanted)),
          );
        return (
          <SpaceBetween size="s">
            <SpaceBetween size="xs" direction="horizontal">
              <Button
                iconName="angle-left"
                ariaLabel={say('audit.dayBefore')}
                onClick={() => look({ day: dayFrom(shown, -1), after: undefined })}
              />
              <Box fontSize="heading-m" fontWeight="bold">
                {say('audit.day', { day: shown })}
              </Box>
              <Button
                iconName="angle-right"
                ariaLabel={say('audit.dayAfter')}
                onClick={() => look({ day: dayFrom(shown, 1), after: undefined })}
              />
            </SpaceBetween>
            <div className="filters">
              <NameFilter label={say('audit.search')} name={q} look={(text) => look({ q: text }, true)} />
              <Select
                ariaLabel={say('audit.outcome')}
                options={outcomes}
                selectedOption={outcomes.find(({ value }) => value === outcome) ?? outcomes[0] ?? null}
                onChange={({ detail }) =>
                  look({
                    outcome:
                      detail.selectedOption.value === 'OK' || detail.selectedOption.value === 'REFUSED'
                        ? detail.selectedOption.value
                        : undefined,
                  })
                }
              />
            </div>
            <Table
              variant="borderless"
              wrapLines
              items={found}
              trackBy="id"
              empty={<Nothing title={say('audit.none')} />}
              columnDefinitions={[
                { id: 'at', header: say('customers.when'), cell: ({ at }) => dayClockTime(at, language) },
                { id: 'who', header: say('audit.who'), cell: ({ actor }) => actor },
                { id: 'action', header: say('audit.action'), isRowHeader: true, cell: ({ action }) => action },
                { id: 'subject', header: say('audit.subject'), cell: ({ subject }) => subject ?? '–' },
                { id: 'outcome', header: say('audit.outcome'), cell: ({ outcome: ended }) => ended },
                { id: 'from', header: say('audit.from'), cell: ({ sourceIp }) => sourceIp ?? '–' },
                {
                  id: 'changes',
                  header: say('audit.changes'),
                  cell: ({ changes }) => (
                    <ul className="plain-lines">
                      {changes.map(({ field, from, to }, index) => (
                        <li key={`${field}-${index}`}>{`${field}: ${from ?? '–'} → ${to ?? '–'}`}</li>
                      ))}
                    </ul>
                  ),
                },
              ]}
            />
            <TurnPages after={after} nextToken={nextToken} turnTo={turnTo} />
            <AsOf at={page.dataUpdatedAt} />
          </SpaceBetween>
        );
      }}
    </AskedPage>
  );
}

/** BEGUN is neither: it was announced. */
function isOf(ended: string, outcome: 'OK' | 'REFUSED'): boolean {
  return outcome === 'OK' ? ended === 'OK' : ended !== 'OK' && ended !== 'BEGUN';
}
