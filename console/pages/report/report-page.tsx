import BreadcrumbGroup from '@cloudscape-design/components/breadcrumb-group';
import Button from '@cloudscape-design/components/button';
import Container from '@cloudscape-design/components/container';
import ContentLayout from '@cloudscape-design/components/content-layout';
import Header from '@cloudscape-design/components/header';
import ProgressBar from '@cloudscape-design/components/progress-bar';
import Select from '@cloudscape-design/components/select';
import SpaceBetween from '@cloudscape-design/components/space-between';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { useState, type JSX } from 'react';
import type { Answer } from '../../../src/client/index.ts';
import { paths } from '../../app/paths.ts';
import { dayTime } from '../../format/times.ts';
import { AsOf } from '../../parts/as-of.tsx';
import { Asked } from '../../parts/asked.tsx';
import { saveFile } from '../../parts/save-file.ts';
import { useLanguage } from '../../words/language.ts';
import { useSay } from '../../words/say.ts';
import { ReportFunnel } from './report-funnel.tsx';
import { ReportLift } from './report-lift.tsx';
import { readReport } from './read-report.ts';

const route = getRouteApi('/runs/$runId/report');
const WINDOWS = [1, 3, 7, 14, 30] as const;

/** What came of a run: how far its messages came, who came back, and what each of them cost. */
export function ReportPage(): JSX.Element {
  const say = useSay();
  const { runId } = route.useParams();
  const { days } = route.useSearch();
  const navigate = route.useNavigate();
  const [progress, setProgress] = useState(0);
  const report = useQuery({
    queryKey: ['report', runId, days],
    queryFn: ({ signal }) => readReport(runId, days, setProgress, signal),
  });
  const name = report.data?.campaignName ?? runId;
  const windows = WINDOWS.map((one) => ({ value: String(one), label: say('report.days', { days: one }) }));
  const ofGoal = { value: '', label: say('report.ofGoal') };
  return (
    <ContentLayout
      breadcrumbs={
        <BreadcrumbGroup
          ariaLabel={say('report.where')}
          items={[
            { text: say('nav.runs'), href: paths.runs },
            { text: name, href: paths.run(runId) },
            { text: say('report.title'), href: paths.report(runId) },
          ]}
        />
      }
      header={
        <Header
          variant="h1"
          actions={report.data !== undefined && <Download report={report.data} />}
          description={say('report.how')}
        >
          {say('report.of', { name })}
        </Header>
      }
    >
      <SpaceBetween size="l">
        <div className="filters">
          <Select
            ariaLabel={say('report.window')}
            options={[ofGoal, ...windows]}
            selectedOption={windows.find(({ value }) => value === String(days)) ?? ofGoal}
            onChange={({ detail }) =>
              void navigate({
                search: { days: WINDOWS.find((one) => String(one) === detail.selectedOption.value) },
              })
            }
          />
        </div>
        {report.isFetching && report.data === undefined && (
          <ProgressBar value={Math.floor(progress * 100)} label={say('report.counting')} />
        )}
        <Asked query={report}>
          {(answer) => (
            <SpaceBetween size="l">
              <Container header={<Header variant="h2">{say('report.lift')}</Header>}>
                <SpaceBetween size="s">
                  <ReportLift report={answer} />
                  <AsOf at={Date.parse(answer.asOf)} isOfServer />
                </SpaceBetween>
              </Container>
              <Container header={<Header variant="h2">{say('report.funnel')}</Header>}>
                <ReportFunnel report={answer} />
              </Container>
              <Notes report={answer} />
            </SpaceBetween>
          )}
        </Asked>
      </SpaceBetween>
    </ContentLayout>
  );
}

function Download({ report }: { readonly report: Answer<'campaignReport'> }): JSX.Element {
  const say = useSay();
  return (
    <Button
      iconName="download"
      onClick={() =>
        // Excel takes a file for another code page than UTF-8 unless it begins so.
        saveFile(`report-${report.campaignName}-${report.runId}.csv`, 'text/csv;charset=utf-8', `\uFEFF${report.csv}`)
      }
    >
      {say('report.csv')}
    </Button>
  );
}

/** What somebody must know to read the numbers aright. */
function Notes({ report: { notes } }: { readonly report: Answer<'campaignReport'> }): JSX.Element | null {
  const say = useSay();
  const language = useLanguage();
  if (notes.length === 0) return null;
  return (
    <Container header={<Header variant="h2">{say('report.notes')}</Header>}>
      <ul>
        {notes.map(({ code, message }) => {
          const known = KNOWN_NOTES.find((one) => one === code);
          // The API says it in English, with the time or the number that ours are said with.
          const [at] = /\d{4}-\d\d-\d\dT[\d:.]+Z/.exec(message) ?? [];
          const [number = ''] = /^\d+/.exec(message) ?? [];
          const values = { day: at === undefined ? '' : dayTime(at, language), count: number };
          return <li key={code}>{known === undefined ? message : say(`reportNote.${known}`, values)}</li>;
        })}
      </ul>
    </Container>
  );
}

const KNOWN_NOTES = [
  'WINDOW_OPEN',
  'LATE_EVENTS',
  'NO_HOLDOUT',
  'HOLDOUT_REACHED',
  'PUSH_DELIVERY',
  'EVENTS_BY_DAY',
  'REPORTS_OVERLAP',
] as const;
