import Box from '@cloudscape-design/components/box';
import Link from '@cloudscape-design/components/link';
import SpaceBetween from '@cloudscape-design/components/space-between';
import Table, { type TableProps } from '@cloudscape-design/components/table';
import Tabs from '@cloudscape-design/components/tabs';
import { useQuery } from '@tanstack/react-query';
import type { JSX } from 'react';
import type { Answer } from '../../../src/client/index.ts';
import { paths } from '../../app/paths.ts';
import { usePerson } from '../../app/person.tsx';
import { askFor } from '../../ask/ask.ts';
import { count } from '../../format/numbers.ts';
import { dayTime } from '../../format/times.ts';
import { AsOf } from '../../parts/as-of.tsx';
import { Asked, AskedPage, Nothing } from '../../parts/asked.tsx';
import { TurnPages } from '../../parts/turn-pages.tsx';
import { useLanguage } from '../../words/language.ts';
import { useSay } from '../../words/say.ts';
import { CUSTOMER_TABS, type CustomerSearch } from './customers-search.ts';

const KIND = { messages: 'MESSAGES', events: 'EVENTS', consents: 'CONSENTS' } as const;

type Entry = Answer<'customerTimeline'>['items'][number];

/** Messages, events and consents of a customer, and, for administrators, who exported them; which and from where says the address. */
export function CustomerTimeline({
  customerId,
  search,
  look,
}: {
  readonly customerId: string;
  readonly search: CustomerSearch;
  readonly look: (search: CustomerSearch) => void;
}): JSX.Element {
  const say = useSay();
  const { isAdmin } = usePerson();
  const tabs = CUSTOMER_TABS.filter((tab) => tab !== 'audit' || isAdmin);
  const shown = tabs.find((tab) => tab === search.tab) ?? 'messages';
  return (
    <Tabs
      activeTabId={shown}
      ariaLabel={say('customers.timeline')}
      onChange={({ detail }) => look({ tab: tabs.find((tab) => tab === detail.activeTabId) })}
      tabs={tabs.map((tab) => ({
        id: tab,
        label: say(`customers.${tab}`),
        content:
          tab === 'audit' ? (
            <CustomerAudit customerId={customerId} />
          ) : (
            <Entries customerId={customerId} tab={tab} after={search.after} turnTo={(after) => look({ tab, after })} />
          ),
      }))}
    />
  );
}

function Entries({
  customerId,
  tab,
  after,
  turnTo,
}: {
  readonly customerId: string;
  readonly tab: keyof typeof KIND;
  readonly after: string | undefined;
  readonly turnTo: (after: string | undefined) => void;
}): JSX.Element {
  const say = useSay();
  const columns = useColumns(tab);
  const page = useQuery({
    queryKey: ['timeline', customerId, tab, after],
    queryFn: () =>
      askFor('customerTimeline', {
        customerId,
        kind: KIND[tab],
        ...(after === undefined ? {} : { nextToken: after }),
      }),
  });
  return (
    <SpaceBetween size="xs">
      {tab === 'messages' && <Box color="text-body-secondary">{say('customers.messagesHow')}</Box>}
      {tab === 'events' && <Box color="text-body-secondary">{say('customers.eventsHow')}</Box>}
      <AskedPage query={page} after={after} turnTo={turnTo}>
        {({ items, nextToken, runsRead }) => (
          <SpaceBetween size="xs">
            <Table
              variant="embedded"
              wrapLines
              items={items}
              trackBy="id"
              empty={<Nothing title={say(`customers.${tab}None`)} />}
              columnDefinitions={columns}
            />
            {runsRead != null && (
              <Box color="text-body-secondary">{say('customers.runsRead', { count: count(runsRead) })}</Box>
            )}
            <TurnPages
              after={after}
              nextToken={nextToken}
              turnTo={turnTo}
              {...(tab === 'messages' ? { next: say('customers.older') } : {})}
            />
            <AsOf at={page.dataUpdatedAt} />
          </SpaceBetween>
        )}
      </AskedPage>
    </SpaceBetween>
  );
}

function useColumns(tab: keyof typeof KIND): readonly TableProps.ColumnDefinition<Entry>[] {
  const say = useSay();
  const language = useLanguage();
  const when: TableProps.ColumnDefinition<Entry> = {
    id: 'when',
    header: say('customers.when'),
    cell: ({ at }) => dayTime(at, language),
  };
  switch (tab) {
    case 'messages':
      return [
        when,
        {
          id: 'what',
          header: say('customers.what'),
          isRowHeader: true,
          cell: ({ message }) =>
            message == null ? null : (
              <>
                <Link href={paths.run(message.runId)}>{message.campaignName}</Link>{' '}
                {say('wave', { number: message.wave + 1 })}
                {message.channel != null && ` · ${say(`channel.${message.channel}`)}`}
              </>
            ),
        },
        {
          id: 'result',
          header: say('customers.result'),
          cell: ({ message }) => {
            if (message == null) return null;
            const { status, reason, code } = message;
            const outcome = reason != null ? say(`reason.${reason}`) : status == null ? '–' : say(`status.${status}`);
            return code == null ? outcome : `${outcome} (${code})`;
          },
        },
      ];
    case 'events':
      return [
        when,
        {
          id: 'what',
          header: say('customers.what'),
          isRowHeader: true,
          cell: ({ event }) => (event?.isLate === true ? `${event.name} · ${say('customers.late')}` : event?.name),
        },
        {
          id: 'detail',
          header: say('customers.detail'),
          cell: ({ event }) =>
            event == null ? null : [...pairs(event.attributes), ...pairs(event.metrics)].join(', '),
        },
      ];
    case 'consents':
      return [
        when,
        {
          id: 'what',
          header: say('customers.what'),
          isRowHeader: true,
          cell: ({ consent }) =>
            consent == null
              ? null
              : `${say(`channel.${consent.channel}`)} · ${say(`consentKind.${consent.kind}`)} · ${say(`consentState.${consent.state}`)}`,
        },
        {
          id: 'detail',
          header: say('customers.detail'),
          cell: ({ consent }) =>
            consent == null ? null : (
              <>
                {say('customers.consentSource', { source: consent.source })} · {say('customers.by', { by: consent.by })}
                {consent.wording != null && <blockquote className="wording">{consent.wording}</blockquote>}
              </>
            ),
        },
      ];
  }
}

/** A map that is a JSON text, as `name: value`. */
function pairs(json: string): readonly string[] {
  const value: unknown = JSON.parse(json);
  const map: unknown = typeof value === 'string' ? JSON.parse(value) : value;
  return typeof map === 'object' && map !== null ? Object.entries(map).map(([name, of]) => `${name}: ${of}`) : [];
}

function CustomerAudit({ customerId }: { readonly customerId: string }): JSX.Element {
  const say = useSay();
  const language = useLanguage();
  const page = useQuery({
    queryKey: ['timeline', customerId, 'audit'],
    queryFn: () => askFor('customerAudit', { customerId }),
  });
  return (
    <Asked query={page}>
      {({ entries }) => (
        <SpaceBetween size="xs">
          <Table
            variant="embedded"
            wrapLines
            items={entries}
            trackBy="id"
            empty={<Nothing title={say('customers.auditNone')} />}
            columnDefinitions={[
              { id: 'when', header: say('customers.when'), cell: ({ at }) => dayTime(at, language) },
              { id: 'action', header: say('audit.action'), isRowHeader: true, cell: ({ action }) => action },
              { id: 'outcome', header: say('audit.outcome'), cell: ({ outcome }) => outcome },
              { id: 'who', header: say('audit.who'), cell: ({ actor }) => actor },
              { id: 'from', header: say('audit.from'), cell: ({ sourceIp }) => sourceIp ?? '–' },
            ]}
          />
          <AsOf at={page.dataUpdatedAt} />
        </SpaceBetween>
      )}
    </Asked>
  );
}
