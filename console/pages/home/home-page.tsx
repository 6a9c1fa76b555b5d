import Container from '@cloudscape-design/components/container';
import ContentLayout from '@cloudscape-design/components/content-layout';
import Header from '@cloudscape-design/components/header';
import SpaceBetween from '@cloudscape-design/components/space-between';
import { useQuery } from '@tanstack/react-query';
import type { JSX } from 'react';
import { askFor } from '../../ask/ask.ts';
import { AsOf } from '../../parts/as-of.tsx';
import { Asked, Nothing } from '../../parts/asked.tsx';
import { useSay } from '../../words/say.ts';
import { ActiveCustomers } from './active-customers.tsx';
import { ComingRuns } from './coming-runs.tsx';
import { MonthSpend } from './month-spend.tsx';
import { NeedsPerson } from './needs-person-list.tsx';
import { openJobs } from './open-jobs.ts';
import { RunningNow } from './running-now.tsx';
import { SentToday } from './sent-today.tsx';

/** What needs a person, what is being sent, what comes, and who is active. */
export function HomePage(): JSX.Element {
  const say = useSay();
  const jobs = useQuery({ queryKey: ['runs', 'open'], queryFn: openJobs });
  const settings = useQuery({ queryKey: ['deliverySettings'], queryFn: () => askFor('deliverySettings', {}) });
  const spend = useQuery({ queryKey: ['monthCosts', undefined], queryFn: () => askFor('monthCosts', {}) });
  return (
    <ContentLayout header={<Header variant="h1">{say('nav.home')}</Header>}>
      <SpaceBetween size="l">
        <Container header={<Header variant="h2">{say('home.needs')}</Header>}>
          <Asked query={jobs}>
            {({ jobs: open }) => <NeedsPerson jobs={open} limits={settings.data?.approval} spend={spend.data} />}
          </Asked>
        </Container>
        <Container header={<Header variant="h2">{say('home.running')}</Header>}>
          <Asked query={jobs}>
            {({ jobs: open }) => {
              const moving = open.filter(
                ({ phase }) => phase === 'SENDING' || phase === 'PLANNING' || phase === 'PAUSED',
              );
              return moving.length === 0 ? (
                <Nothing title={say('home.nothingRuns')} how={say('home.nothingRunsHow')} />
              ) : (
                <RunningNow jobs={moving} />
              );
            }}
          </Asked>
        </Container>
        <div className="home-columns">
          <Container header={<Header variant="h2">{say('home.today')}</Header>}>
            <Asked query={jobs}>
              {({ jobs: open, asOf, isCut }) => (
                <SpaceBetween size="s">
                  <SentToday jobs={open} asOf={asOf} isCut={isCut} />
                  <AsOf at={jobs.dataUpdatedAt} />
                </SpaceBetween>
              )}
            </Asked>
          </Container>
          <Container header={<Header variant="h2">{say('home.coming')}</Header>}>
            <ComingRuns />
          </Container>
          <Container header={<Header variant="h2">{say('home.active')}</Header>}>
            <ActiveCustomers />
          </Container>
          <Container header={<Header variant="h2">{say('home.spend')}</Header>}>
            <Asked query={spend}>
              {(month) => (
                <SpaceBetween size="s">
                  <MonthSpend month={month} />
                  <AsOf at={spend.dataUpdatedAt} />
                </SpaceBetween>
              )}
            </Asked>
          </Container>
        </div>
      </SpaceBetween>
    </ContentLayout>
  );
}
