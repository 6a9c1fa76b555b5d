import Button from '@cloudscape-design/components/button';
import Container from '@cloudscape-design/components/container';
import ContentLayout from '@cloudscape-design/components/content-layout';
import Header from '@cloudscape-design/components/header';
import SpaceBetween from '@cloudscape-design/components/space-between';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { useState, type JSX } from 'react';
import type { Answer } from '../../../src/client/index.ts';
import { useNotices } from '../../app/notices.tsx';
import { paths } from '../../app/paths.ts';
import { usePerson } from '../../app/person.tsx';
import { askFor } from '../../ask/ask.ts';
import { useOrder } from '../../ask/use-order.ts';
import { count } from '../../format/numbers.ts';
import { AsOf } from '../../parts/as-of.tsx';
import { Asked } from '../../parts/asked.tsx';
import { ConfirmOrder } from '../../parts/confirm-order.tsx';
import { saveFile } from '../../parts/save-file.ts';
import { useSay } from '../../words/say.ts';
import { CustomerConsent, CustomerEndpoints, CustomerFacts } from './customer-facts.tsx';
import { CustomerTimeline } from './customer-timeline.tsx';
import { readCustomer, type KnownCustomer } from './known-customer.ts';

const route = getRouteApi('/customers/$customerId');

/** What is known of one customer, and what happened to and by them. */
export function CustomerPage(): JSX.Element {
  const { customerId } = route.useParams();
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const say = useSay();
  const { mayWrite } = usePerson();
  const customer = useQuery({ queryKey: ['customer', customerId], queryFn: () => readCustomer(customerId) });
  return (
    <ContentLayout
      header={
        <Header
          variant="h1"
          description={customer.data?.name === undefined ? undefined : customerId}
          actions={customer.data !== undefined && <CustomerOrders customer={customer.data} />}
        >
          {customer.data?.name ?? customerId}
        </Header>
      }
    >
      <SpaceBetween size="l">
        <Asked query={customer}>
          {(known) => (
            <SpaceBetween size="l">
              <Container header={<Header variant="h2">{say('customers.known')}</Header>}>
                <SpaceBetween size="s">
                  <CustomerFacts customer={known} />
                  <AsOf at={customer.dataUpdatedAt} />
                </SpaceBetween>
              </Container>
              <Container
                header={
                  <Header variant="h2" description={mayWrite ? undefined : say('customers.masked')}>
                    {say('customers.endpoints')}
                  </Header>
                }
              >
                <CustomerEndpoints customer={known} isMasked={!mayWrite} />
              </Container>
              <Container header={<Header variant="h2">{say('customers.consent')}</Header>}>
                <CustomerConsent consents={known.consents} />
              </Container>
            </SpaceBetween>
          )}
        </Asked>
        <Container header={<Header variant="h2">{say('customers.timeline')}</Header>}>
          <CustomerTimeline
            customerId={customerId}
            search={search}
            look={(changed) => void navigate({ search: changed })}
          />
        </Container>
      </SpaceBetween>
    </ContentLayout>
  );
}

/** Handing out and forgetting, for whom the API lets. */
function CustomerOrders({ customer: { row, name } }: { readonly customer: KnownCustomer }): JSX.Element {
  const say = useSay();
  const notices = useNotices();
  const queries = useQueryClient();
  const { mayWrite, isAdmin } = usePerson();
  const navigate = route.useNavigate();
  const [isAsked, setIsAsked] = useState(false);
  const { id } = row;
  const handOut = useOrder(
    () => askFor('exportCustomer', { customerId: id }),
    (exported) => {
      saveFile(`customer-${id}.json`, 'application/json', exportedText(exported));
      notices.done(say('customers.exported', { id }));
      void queries.invalidateQueries({ queryKey: ['timeline', id] });
    },
  );
  const erase = useOrder(
    () => askFor('eraseCustomer', { customerId: id }),
    async () => {
      setIsAsked(false);
      notices.done(say('customers.erase.done', { id }), paths.customers);
      queries.removeQueries({ queryKey: ['customer', id] });
      queries.removeQueries({ queryKey: ['timeline', id] });
      queries.removeQueries({ queryKey: ['customers'] });
      await navigate({ to: '/customers', search: {} });
    },
  );
  return (
    <SpaceBetween size="xs" direction="horizontal">
      {mayWrite && (
        <Button iconName="download" loading={handOut.isGiven} onClick={() => handOut.give(undefined)}>
          {say('customers.export')}
        </Button>
      )}
      {isAdmin && <Button onClick={() => setIsAsked(true)}>{say('customers.erase')}</Button>}
      {isAsked && (
        <ConfirmOrder
          title={say('customers.erase.title', { id })}
          text={say('customers.erase.text', { name: name ?? id, endpoints: count(row.endpoints.length) })}
          button={say('customers.erase.button', { id })}
          isGiven={erase.isGiven}
          give={() => erase.give(undefined)}
          leave={() => setIsAsked(false)}
        />
      )}
    </SpaceBetween>
  );
}

/** What the API hands out, with its maps as JSON and not as texts of it. */
function exportedText({ customerId, exportedAt, customer, consents }: Answer<'exportCustomer'>): string {
  const parsed = (json: string): unknown => JSON.parse(json);
  return JSON.stringify({ customerId, exportedAt, customer: parsed(customer), consents: parsed(consents) }, null, 2);
}
