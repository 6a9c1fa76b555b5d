import Badge from '@cloudscape-design/components/badge';
import Button from '@cloudscape-design/components/button';
import ContentLayout from '@cloudscape-design/components/content-layout';
import FormField from '@cloudscape-design/components/form-field';
import Header from '@cloudscape-design/components/header';
import Input from '@cloudscape-design/components/input';
import Link from '@cloudscape-design/components/link';
import SpaceBetween from '@cloudscape-design/components/space-between';
import Table from '@cloudscape-design/components/table';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { useEffect, useState, type FormEvent, type JSX } from 'react';
import type { Answer } from '../../../src/client/index.ts';
import { paths } from '../../app/paths.ts';
import { askFor } from '../../ask/ask.ts';
import { dayTime } from '../../format/times.ts';
import { AsOf } from '../../parts/as-of.tsx';
import { AskedPage, Nothing } from '../../parts/asked.tsx';
import { TurnPages } from '../../parts/turn-pages.tsx';
import { useLanguage } from '../../words/language.ts';
import { useSay } from '../../words/say.ts';

const route = getRouteApi('/customers');

/** Finds customers by what is known of them; nobody is listed without being asked for. */
export function CustomersPage(): JSX.Element {
  const say = useSay();
  const { q, after } = route.useSearch();
  const navigate = route.useNavigate();
  const [typed, setTyped] = useState(q ?? '');
  // Going back shows what was looked for then.
  useEffect(() => setTyped(q ?? ''), [q]);
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    const text = typed.trim();
    void navigate({ search: { q: text === '' ? undefined : text } });
  };
  return (
    <ContentLayout header={<Header variant="h1">{say('nav.customers')}</Header>}>
      <SpaceBetween size="m">
        <form onSubmit={submit}>
          <FormField label={say('customers.search')} description={say('customers.searchHow')}>
            <div className="search-field">
              <Input type="search" value={typed} onChange={({ detail }) => setTyped(detail.value)} spellcheck={false} />
              <Button formAction="submit">{say('customers.find')}</Button>
            </div>
          </FormField>
        </form>
        {q === undefined ? (
          <Nothing title={say('customers.start')} />
        ) : (
          <Found text={q} after={after} turnTo={(next) => void navigate({ search: { q, after: next } })} />
        )}
      </SpaceBetween>
    </ContentLayout>
  );
}

function Found({
  text,
  after,
  turnTo,
}: {
  readonly text: string;
  readonly after: string | undefined;
  readonly turnTo: (after: string | undefined) => void;
}): JSX.Element {
  const say = useSay();
  const language = useLanguage();
  const found = useQuery({
    queryKey: ['customers', text, after],
    queryFn: () => askFor('searchCustomers', { text, ...(after === undefined ? {} : { nextToken: after }) }),
  });
  return (
    <AskedPage query={found} after={after} turnTo={turnTo}>
      {({ items, nextToken }) => (
        <SpaceBetween size="xs">
          <Table
            variant="borderless"
            wrapLines
            items={items}
            trackBy="id"
            empty={<Nothing title={say('customers.none')} how={say('customers.noneHow')} />}
            columnDefinitions={[
              {
                id: 'id',
                header: say('customer'),
                isRowHeader: true,
                cell: ({ id, name }) => (
                  <>
                    <Link href={paths.customer(id)}>{name ?? id}</Link>
                    {name != null && <div>{id}</div>}
                  </>
                ),
              },
              { id: 'by', header: say('customers.foundBy'), cell: ({ foundBy }) => say(`foundBy.${foundBy}`) },
              {
                id: 'endpoints',
                header: say('customers.endpoints'),
                cell: ({ endpoints }) => <Endpoints endpoints={endpoints} />,
              },
              {
                id: 'active',
                header: say('customers.lastActive'),
                cell: ({ lastActiveAt }) =>
                  lastActiveAt == null ? say('customers.never') : dayTime(lastActiveAt, language),
              },
            ]}
          />
          <TurnPages after={after} nextToken={nextToken} turnTo={turnTo} />
          <AsOf at={found.dataUpdatedAt} />
        </SpaceBetween>
      )}
    </AskedPage>
  );
}

function Endpoints({
  endpoints,
}: {
  readonly endpoints: Answer<'searchCustomers'>['items'][number]['endpoints'];
}): JSX.Element {
  const say = useSay();
  return (
    <ul className="plain-lines">
      {endpoints.map(({ channel, channelType, address, optOut, isFound }, index) => (
        <li key={`${channelType}-${index}`}>
          {channel == null ? channelType : say(`channel.${channel}`)} {address}
          {optOut === 'ALL' && ` · ${say('optOut.ALL')}`} {isFound && <Badge>{say('customers.isFound')}</Badge>}
        </li>
      ))}
    </ul>
  );
}
