import Alert from '@cloudscape-design/components/alert';
import Box from '@cloudscape-design/components/box';
import Button from '@cloudscape-design/components/button';
import ContentLayout from '@cloudscape-design/components/content-layout';
import Header from '@cloudscape-design/components/header';
import SpaceBetween from '@cloudscape-design/components/space-between';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import type { JSX } from 'react';
import { paths } from '../../app/paths.ts';
import { count, won } from '../../format/numbers.ts';
import { dayOf, timeOfDay, timeHere } from '../../format/times.ts';
import { AsOf } from '../../parts/as-of.tsx';
import { Asked } from '../../parts/asked.tsx';
import { onServerClock } from '../../session/server-clock.ts';
import { useLanguage } from '../../words/language.ts';
import { useSay } from '../../words/say.ts';
import { DAYS } from '../campaigns/campaign-draft.ts';
import { monthAfter, weeksOf } from './month-days.ts';
import { readMonth, type Coming, type Month } from './read-month.ts';
import './calendar-page.css';

const route = getRouteApi('/calendar');
const MOST_A_DAY = 4;

/** A month of what begins by itself: when in Korea, for how many, at which cost. */
export function CalendarPage(): JSX.Element {
  const say = useSay();
  const navigate = route.useNavigate();
  const now = dayOf(onServerClock(Date.now())).slice(0, 7);
  const { month = now } = route.useSearch();
  const query = useQuery({ queryKey: ['calendar', month], queryFn: () => readMonth(month) });
  const go = (to: string): void => void navigate({ search: to === now ? {} : { month: to } });
  return (
    <ContentLayout
      header={
        <Header
          variant="h1"
          description={say('calendar.how')}
          actions={
            <SpaceBetween size="xs" direction="horizontal">
              <Button
                iconName="angle-left"
                ariaLabel={say('calendar.before')}
                onClick={() => go(monthAfter(month, -1))}
              />
              <Button onClick={() => go(now)}>{say('calendar.now')}</Button>
              <Button
                iconName="angle-right"
                ariaLabel={say('calendar.after')}
                onClick={() => go(monthAfter(month, 1))}
              />
            </SpaceBetween>
          }
        >
          {`${say('nav.calendar')} ${month}`}
        </Header>
      }
    >
      <Asked query={query}>
        {(told) => (
          <SpaceBetween size="s">
            {told.damaged.length > 0 && (
              <Alert type="warning">{say('calendar.damaged', { ids: told.damaged.join(', ') })}</Alert>
            )}
            {told.isCut && <Box color="text-status-warning">{say('calendar.cut')}</Box>}
            <Weeks month={month} told={told} />
            <Box>{say('calendar.total', { won: won(told.krw), count: count(told.forecast) })}</Box>
            <AsOf at={query.dataUpdatedAt} />
          </SpaceBetween>
        )}
      </Asked>
    </ContentLayout>
  );
}

function Weeks({ month, told }: { readonly month: string; readonly told: Month }): JSX.Element {
  const say = useSay();
  return (
    <table className="calendar">
      <caption className="calendar-caption">{`${month} (KST)`}</caption>
      <thead>
        <tr>
          {DAYS.map((day) => (
            <th key={day} scope="col">
              {say(`day.${day}`)}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {weeksOf(month).map((week) => (
          <tr key={week[0]}>
            {week.map((day) => (
              <td
                key={day}
                data-day={day}
                className={day.startsWith(month) ? undefined : 'calendar-beside'}
                aria-current={day === told.today ? 'date' : undefined}
              >
                <span className="calendar-number">{Number(day.slice(8))}</span>
                <Runs coming={told.days.get(day) ?? []} />
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function Runs({ coming }: { readonly coming: readonly Coming[] }): JSX.Element | null {
  const say = useSay();
  const language = useLanguage();
  if (coming.length === 0) return null;
  return (
    <ul className="calendar-runs">
      {coming.slice(0, MOST_A_DAY).map(({ occurrence, people, krw }) => {
        const here = timeHere(occurrence.at, language);
        return (
          <li key={occurrence.id}>
            <a href={paths.campaign(occurrence.campaignId)}>
              {timeOfDay(occurrence.at, language)} {occurrence.campaignName}
            </a>
            <span>
              {people === null
                ? say('calendar.unknown')
                : say('calendar.each', {
                    people: count(Math.round(people)),
                    won: krw === null ? say('cost.unknown') : won(krw),
                  })}
            </span>
            {here !== null && <span>{say('calendar.here', { day: here })}</span>}
          </li>
        );
      })}
      {coming.length > MOST_A_DAY && <li>{say('calendar.more', { count: count(coming.length - MOST_A_DAY) })}</li>}
    </ul>
  );
}
