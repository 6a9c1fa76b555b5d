import type { FunnelRow, RunTally } from './tally.ts';

/** A metric by Pinpoint's name; null is a rate of nothing. */
export type Kpi = { readonly name: string; readonly value: number | null };

function rate(part: number, whole: number): number | null {
  return whole === 0 ? null : part / whole;
}

/**
 * The run's metrics by the names of Pinpoint's campaign metrics (Developer Guide, "Standard Amazon Pinpoint analytics
 * metrics"; a campaign activity is what we call a run), rates from 0 to 1. As there, a message counts as delivered when
 * it was sent and did not bounce for good. Two things differ: clicks are messages clicked, not clicks; and e-mail opens
 * are messages opened.
 */
export function pinpointKpis({ rows, endpoints }: Pick<RunTally, 'rows' | 'endpoints'>): readonly Kpi[] {
  const sum = (read: (row: FunnelRow) => number, channel?: FunnelRow['channel']): number =>
    rows.filter((row) => channel === undefined || row.channel === channel).reduce((total, row) => total + read(row), 0);
  const sent = (channel?: FunnelRow['channel']): number => sum(({ accepted }) => accepted, channel);
  const delivered = (channel?: FunnelRow['channel']): number => sent(channel) - sum((row) => row.hardBounced, channel);
  const opened = (channel: FunnelRow['channel']): number => sum((row) => row.opened, channel);
  const values: readonly (readonly [name: string, value: number | null])[] = [
    ['attempted-deliveries', sent()],
    ['successful-deliveries', delivered()],
    ['successful-delivery-rate', rate(delivered(), sent())],
    ['unique-deliveries', endpoints],
    ['email-open-rate', rate(opened('EMAIL'), delivered('EMAIL'))],
    ['direct-email-opens', opened('EMAIL')],
    ['clicks', sum((row) => row.clicked, 'EMAIL')],
    [
      'hard-bounce-rate',
      rate(
        sum((row) => row.hardBounced, 'EMAIL'),
        sent('EMAIL'),
      ),
    ],
    ['push-open-rate', rate(opened('PUSH'), delivered('PUSH'))],
    ['direct-push-opens', opened('PUSH')],
  ];
  return values.map(([name, value]) => ({ name: `${name}-grouped-by-campaign-activity`, value }));
}
