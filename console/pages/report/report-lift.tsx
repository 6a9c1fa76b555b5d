import Alert from '@cloudscape-design/components/alert';
import Box from '@cloudscape-design/components/box';
import SpaceBetween from '@cloudscape-design/components/space-between';
import Table from '@cloudscape-design/components/table';
import type { JSX } from 'react';
import type { Answer } from '../../../src/client/index.ts';
import { count, percent, shareInPercent, won } from '../../format/numbers.ts';
import { useSay, type Say } from '../../words/say.ts';

type Report = Answer<'campaignReport'>;
type Group = Report['treated'];
type Interval = NonNullable<Group['lift']>;

/** A share with its interval: `5.2% (4.1–6.4%)`. */
function shareOf({ estimate, low, high }: Interval, say: Say): string {
  if (estimate == null) return '–';
  return say('report.share', {
    estimate: shareInPercent(estimate),
    low: shareInPercent(low),
    high: shareInPercent(high),
  });
}

/** A difference of shares, which may be less than none; what is too small to be seen is no `-0.0`. */
function inPoints(difference: number): string {
  const points = (difference * 100).toFixed(1);
  return points === '-0.0' ? '0.0' : points;
}

/** Who came back, of those sent to and of those held out, what the difference is, and what one of it costs. */
export function ReportLift({ report }: { readonly report: Report }): JSX.Element {
  const say = useSay();
  const { lift, costKrw, treated, heldOut, treatments } = report;
  const groups: readonly (Group & { readonly id: string; readonly name: string })[] = [
    { ...treated, id: 'treated', name: say('report.treated') },
    ...treatments.map((group, index) => ({
      ...group,
      id: `treatment-${index}`,
      name: say('report.treatment', { name: group.treatment ?? String(index + 1) }),
    })),
    ...(lift.kind === 'NO_HOLDOUT' ? [] : [{ ...heldOut, id: 'heldOut', name: say('report.heldOut') }]),
  ];
  return (
    <SpaceBetween size="m">
      <dl className="outcome-counts">
        <div>
          <dt>{say('report.cost')}</dt>
          <dd>{costKrw == null ? say('cost.unknown') : won(costKrw)}</dd>
        </div>
        <div>
          <dt>{say('report.returned')}</dt>
          <dd>
            {say('people', { count: count(treated.returned) })}{' '}
            <small>{percent(treated.returned, treated.members)}</small>
          </dd>
        </div>
        {lift.returned?.estimate != null && (
          <div>
            <dt>{say('report.incremental')}</dt>
            <dd>
              {say('range.people', {
                expected: count(Math.round(lift.returned.estimate)),
                low: count(Math.round(lift.returned.low)),
                high: count(Math.round(lift.returned.high)),
              })}
            </dd>
          </div>
        )}
        <div>
          <dt>{say('report.perReturned')}</dt>
          <dd data-per-returned>{perReturned(report, say)}</dd>
        </div>
      </dl>
      {lift.kind === 'NO_HOLDOUT' ? (
        <Alert type="info">{say('lift.none')}</Alert>
      ) : (
        lift.lift != null && (
          <Box>
            {say('report.difference', {
              estimate: inPoints(lift.lift.estimate ?? 0),
              low: inPoints(lift.lift.low),
              high: inPoints(lift.lift.high),
            })}
          </Box>
        )
      )}
      <Table
        variant="embedded"
        wrapLines
        items={groups}
        trackBy="id"
        columnDefinitions={[
          { id: 'name', header: say('report.group'), isRowHeader: true, cell: ({ name }) => name },
          { id: 'members', header: say('report.members'), cell: ({ members }) => count(members) },
          { id: 'returned', header: say('report.cameBack'), cell: ({ returned }) => count(returned) },
          { id: 'rate', header: say('report.rate'), cell: ({ rate }) => shareOf(rate, say) },
        ]}
      />
    </SpaceBetween>
  );
}

/** Won for each customer who would not have come back otherwise, or why there is no such number. */
function perReturned({ lift: { krwPerReturned, kind } }: Report, say: Say): string {
  if (kind === 'NO_HOLDOUT') return say('report.noHoldout');
  if (krwPerReturned == null) return '–';
  const { estimate, low, high } = krwPerReturned;
  if (krwPerReturned.kind === 'KRW' && estimate != null && low != null && high != null)
    return say('range.won', { expected: won(estimate), low: won(low), high: won(high) });
  return say(krwPerReturned.kind === 'UNKNOWN_COST' ? 'report.unknownCost' : 'report.notDistinguishable');
}
