import Container from '@cloudscape-design/components/container';
import ContentLayout from '@cloudscape-design/components/content-layout';
import Header from '@cloudscape-design/components/header';
import SpaceBetween from '@cloudscape-design/components/space-between';
import Tabs from '@cloudscape-design/components/tabs';
import { getRouteApi } from '@tanstack/react-router';
import type { JSX } from 'react';
import { useSay } from '../../words/say.ts';
import { COST_TABS, type CostsSearch } from './costs-search.ts';
import { MonthOfCosts } from './month-of-costs.tsx';
import { PriceBook } from './price-book.tsx';
import { RunCosts } from './run-costs.tsx';

const route = getRouteApi('/costs');

/** What a month costs, what runs were forecast to cost and did, and the prices behind it. */
export function CostsPage(): JSX.Element {
  const say = useSay();
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const look = (changed: CostsSearch): void => void navigate({ search: { ...search, ...changed } });
  return (
    <ContentLayout header={<Header variant="h1">{say('nav.costs')}</Header>}>
      <SpaceBetween size="l">
        <Container header={<Header variant="h2">{say('costs.month')}</Header>}>
          <MonthOfCosts month={search.month} turnTo={(month) => look({ month })} />
        </Container>
        <Tabs
          activeTabId={search.tab ?? 'runs'}
          ariaLabel={say('nav.costs')}
          onChange={({ detail }) =>
            look({ tab: COST_TABS.find((tab) => tab === detail.activeTabId), after: undefined })
          }
          tabs={[
            {
              id: 'runs',
              label: say('costs.runs'),
              content: <RunCosts after={search.after} turnTo={(after) => look({ after })} />,
            },
            { id: 'prices', label: say('costs.prices'), content: <PriceBook kind="prices" key="prices" /> },
            { id: 'rates', label: say('costs.rates'), content: <PriceBook kind="rates" key="rates" /> },
          ]}
        />
      </SpaceBetween>
    </ContentLayout>
  );
}
