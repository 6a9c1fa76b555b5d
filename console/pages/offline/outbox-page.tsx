import Button from '@cloudscape-design/components/button';
import ContentLayout from '@cloudscape-design/components/content-layout';
import Header from '@cloudscape-design/components/header';
import Select from '@cloudscape-design/components/select';
import SpaceBetween from '@cloudscape-design/components/space-between';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import type { JSX } from 'react';
import { count } from '../../format/numbers.ts';
import { AsOf } from '../../parts/as-of.tsx';
import { AskedPage, Nothing } from '../../parts/asked.tsx';
import { NameFilter } from '../../parts/name-filter.tsx';
import { TurnPages } from '../../parts/turn-pages.tsx';
import { useSay } from '../../words/say.ts';
import { OUTBOX_CHANNELS } from './outbox-search.ts';
import { readOutbox } from './sandbox-control.ts';
import { SentCard } from './sent-card.tsx';
import './outbox-page.css';

const route = getRouteApi('/outbox');

/** What the sandbox sent, as phones and mails show it; nothing of it left this machine. */
export function OutboxPage(): JSX.Element {
  const say = useSay();
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const { channel, to, before } = search;
  const outbox = useQuery({
    queryKey: ['outbox', channel, to, before],
    queryFn: () => readOutbox({ channel, address: to, before }),
    placeholderData: keepPreviousData,
  });
  const turnTo = (token: number | undefined): void => void navigate({ search: { ...search, before: token } });
  const channels = [
    { value: '', label: say('outbox.anyChannel') },
    ...OUTBOX_CHANNELS.map((value) => ({ value, label: say(`channel.${value}`) })),
  ];
  return (
    <ContentLayout
      header={
        <Header
          variant="h1"
          description={say('outbox.how')}
          actions={
            <Button iconName="refresh" loading={outbox.isFetching} onClick={() => void outbox.refetch()}>
              {say('outbox.again')}
            </Button>
          }
        >
          {say('nav.outbox')}
        </Header>
      }
    >
      <SpaceBetween size="m">
        <div className="filters">
          <NameFilter
            label={say('outbox.to')}
            name={to}
            look={(address) => void navigate({ search: { ...search, to: address, before: undefined }, replace: true })}
          />
          <Select
            ariaLabel={say('channel')}
            options={channels}
            selectedOption={channels.find(({ value }) => value === (channel ?? '')) ?? null}
            onChange={({ detail }) =>
              void navigate({
                search: {
                  ...search,
                  channel: OUTBOX_CHANNELS.find((one) => one === detail.selectedOption.value),
                  before: undefined,
                },
              })
            }
          />
        </div>
        <AskedPage query={outbox} after={before} turnTo={turnTo}>
          {({ messages, nextBefore, counts }) => (
            <SpaceBetween size="m">
              <p className="plain">
                {say('outbox.counts', { total: count(counts.total), accepted: count(counts.accepted) })}
              </p>
              {messages.length === 0 ? (
                <Nothing title={say('outbox.none')} how={say('outbox.noneHow')} />
              ) : (
                <ul className="sent-cards">
                  {messages.map((message) => (
                    <li key={message.id}>
                      <SentCard message={message} />
                    </li>
                  ))}
                </ul>
              )}
              <TurnPages after={before} nextToken={nextBefore} turnTo={turnTo} next={say('outbox.older')} />
              <AsOf at={outbox.dataUpdatedAt} />
            </SpaceBetween>
          )}
        </AskedPage>
      </SpaceBetween>
    </ContentLayout>
  );
}
