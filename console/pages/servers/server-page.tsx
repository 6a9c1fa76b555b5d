import Container from '@cloudscape-design/components/container';
import ContentLayout from '@cloudscape-design/components/content-layout';
import Header from '@cloudscape-design/components/header';
import SpaceBetween from '@cloudscape-design/components/space-between';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import type { JSX } from 'react';
import { MissingPage } from '../../app/lost-pages.tsx';
import { askFor } from '../../ask/ask.ts';
import { Asked } from '../../parts/asked.tsx';
import { useSay } from '../../words/say.ts';
import { ServerFields } from './server-fields.tsx';
import { ServerKeys } from './server-keys.tsx';
import { ServerUsage } from './server-usage.tsx';

const route = getRouteApi('/servers/$clientId');

/** One external server: what it may do, its keys, and what it has done. */
export function ServerPage(): JSX.Element {
  const say = useSay();
  const { clientId } = route.useParams();
  const clients = useQuery({ queryKey: ['apiClients'], queryFn: () => askFor('apiClients', {}) });
  if (clientId === 'new')
    return (
      <ContentLayout header={<Header variant="h1">{say('servers.new')}</Header>}>
        <Container>
          <ServerFields client={null} />
        </Container>
      </ContentLayout>
    );
  return (
    <Asked query={clients}>
      {(all) => {
        const client = all.find((one) => one.clientId === clientId);
        if (client === undefined) return <MissingPage />;
        return (
          <ContentLayout
            header={
              <Header variant="h1" description={client.clientId}>
                {client.name}
              </Header>
            }
          >
            <SpaceBetween size="l">
              <Container header={<Header variant="h2">{say('servers.keys')}</Header>}>
                <ServerKeys client={client} />
              </Container>
              <Container header={<Header variant="h2">{say('servers.usage')}</Header>}>
                <ServerUsage clientId={client.clientId} />
              </Container>
              <Container header={<Header variant="h2">{say('servers.may')}</Header>}>
                <ServerFields client={client} key={client.clientId} />
              </Container>
            </SpaceBetween>
          </ContentLayout>
        );
      }}
    </Asked>
  );
}
