import Alert from '@cloudscape-design/components/alert';
import Button from '@cloudscape-design/components/button';
import ContentLayout from '@cloudscape-design/components/content-layout';
import Header from '@cloudscape-design/components/header';
import Link from '@cloudscape-design/components/link';
import SpaceBetween from '@cloudscape-design/components/space-between';
import StatusIndicator from '@cloudscape-design/components/status-indicator';
import Table from '@cloudscape-design/components/table';
import Tabs from '@cloudscape-design/components/tabs';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import type { JSX } from 'react';
import { paths } from '../../app/paths.ts';
import { usePerson } from '../../app/person.tsx';
import { askFor } from '../../ask/ask.ts';
import { count } from '../../format/numbers.ts';
import { AsOf } from '../../parts/as-of.tsx';
import { Asked, Nothing } from '../../parts/asked.tsx';
import { useSay } from '../../words/say.ts';
import { AuditLog } from './audit-log.tsx';
import { SERVER_TABS, type ServersSearch } from './servers-search.ts';

const route = getRouteApi('/servers');

/** Which servers may call the API, and who did what: for administrators. */
export function ServersPage(): JSX.Element {
  const say = useSay();
  const { isAdmin } = usePerson();
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const look = (changed: ServersSearch, replace = false): void =>
    void navigate({ search: { ...search, ...changed }, replace });
  return (
    <ContentLayout
      header={
        <Header
          variant="h1"
          actions={
            isAdmin && (
              <Button variant="primary" href={paths.server('new')}>
                {say('servers.new')}
              </Button>
            )
          }
        >
          {say('nav.servers')}
        </Header>
      }
    >
      {isAdmin ? (
        <Tabs
          activeTabId={search.tab ?? 'clients'}
          ariaLabel={say('nav.servers')}
          onChange={({ detail }) =>
            void navigate({ search: { tab: SERVER_TABS.find((tab) => tab === detail.activeTabId) } })
          }
          tabs={[
            { id: 'clients', label: say('servers.clients'), content: <Clients /> },
            { id: 'audit', label: say('customers.audit'), content: <AuditLog search={search} look={look} /> },
          ]}
        />
      ) : (
        <Alert type="info" header={say('failure.denied')}>
          {say('servers.onlyAdmins')}
        </Alert>
      )}
    </ContentLayout>
  );
}

function Clients(): JSX.Element {
  const say = useSay();
  const clients = useQuery({ queryKey: ['apiClients'], queryFn: () => askFor('apiClients', {}) });
  return (
    <Asked query={clients}>
      {(all) => (
        <SpaceBetween size="xs">
          <Table
            variant="borderless"
            wrapLines
            items={all.toSorted((a, b) => a.name.localeCompare(b.name, 'ko'))}
            trackBy="clientId"
            empty={<Nothing title={say('list.none')} how={say('servers.noneHow')} />}
            columnDefinitions={[
              {
                id: 'name',
                header: say('name'),
                isRowHeader: true,
                cell: ({ clientId, name }) => (
                  <>
                    <Link href={paths.server(clientId)}>{name}</Link>
                    <div>{clientId}</div>
                  </>
                ),
              },
              {
                id: 'active',
                header: say('servers.state'),
                cell: ({ isActive }) => (
                  <StatusIndicator type={isActive ? 'success' : 'stopped'}>
                    {say(isActive ? 'servers.active' : 'servers.inactive')}
                  </StatusIndicator>
                ),
              },
              { id: 'cidrs', header: say('servers.cidrs'), cell: ({ cidrs }) => cidrs.join(', ') },
              {
                id: 'operations',
                header: say('servers.operations'),
                cell: ({ operations }) => operations.map((one) => say(`operation.${one}`)).join(', '),
              },
              { id: 'keys', header: say('servers.keys'), cell: ({ keys }) => count(keys.length) },
            ]}
          />
          <AsOf at={clients.dataUpdatedAt} />
        </SpaceBetween>
      )}
    </Asked>
  );
}
