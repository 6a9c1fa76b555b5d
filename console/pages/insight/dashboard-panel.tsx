import Button from '@cloudscape-design/components/button';
import Container from '@cloudscape-design/components/container';
import Header from '@cloudscape-design/components/header';
import { useState, type JSX } from 'react';
import { askFor } from '../../ask/ask.ts';
import { useOrder } from '../../ask/use-order.ts';
import { useSay } from '../../words/say.ts';
import './dashboard.css';

/**
 * The dashboard of QuickSight, in a frame. It is asked for by a button: its address opens once, and a session of it may be
 * billed.
 */
export function DashboardPanel(): JSX.Element {
  const say = useSay();
  const [url, setUrl] = useState<string>();
  const open = useOrder<null, { readonly url: string }>(
    () => askFor('dashboardEmbedUrl', {}),
    (embedded) => setUrl(embedded.url),
  );
  return (
    <Container
      header={
        <Header
          variant="h2"
          description={say('dashboard.how')}
          actions={
            <Button loading={open.isGiven} onClick={() => open.give(null)}>
              {say(url === undefined ? 'dashboard.show' : 'dashboard.again')}
            </Button>
          }
        >
          {say('dashboard.title')}
        </Header>
      }
    >
      {url !== undefined && <iframe key={url} className="dashboard" title={say('dashboard.title')} src={url} />}
    </Container>
  );
}
