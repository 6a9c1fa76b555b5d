import type * as z from 'zod';
import type { GraphqlSession } from '../graphql-session.ts';
import { renderTable } from '../render-table.ts';
import { whole, won } from './amounts.ts';
import * as operations from './operations.ts';

type CampaignReport = z.infer<typeof operations.campaignReport>;

const percent = (share: number): string => `${(share * 100).toFixed(1)} %`;

/** Who came back within two weeks, against those who got nothing, and what each of them cost who would not have otherwise. */
export async function showReport(session: GraphqlSession, runId: string, write: (text: string) => void): Promise<void> {
  let report = await session.call(operations.CAMPAIGN_REPORT, { runId }, operations.campaignReport);
  while (report.cursor !== null) {
    const { cursor } = report;
    report = await session.call(operations.CAMPAIGN_REPORT, { runId, cursor }, operations.campaignReport);
  }
  const rows = report.rows.map(({ wave, channel, planned, accepted, delivered, goal }) => [
    `   wave ${wave + 1}, ${channel}`,
    whole(planned),
    whole(accepted),
    whole(delivered),
    whole(goal),
  ]);
  write(renderTable(['   Report', 'planned', 'accepted', 'delivered', 'came back'], rows));
  const { treated, heldOut, lift, costKrw } = report;
  const rate = ({ members, returned }: { readonly members: number; readonly returned: number }): string =>
    `${whole(returned)} of ${whole(members)} (${percent(returned / Math.max(1, members))})`;
  write(`   came back: ${rate(treated)} with messages, ${rate(heldOut)} without`);
  if (lift.lift !== null) {
    write(`   brought back by the campaign: ${percent(lift.lift.low)} to ${percent(lift.lift.high)} of its people`);
  }
  write(
    `   spent: ${costKrw === null ? 'unknown' : won(costKrw)}; for each customer who really came back: ${eachOf(lift)}`,
  );
}

function eachOf({ krwPerReturned: cost }: CampaignReport['lift']): string {
  if (cost?.kind === 'KRW' && cost.estimate !== null && cost.low !== null) {
    return `${won(cost.estimate)} (${won(cost.low)} to ${cost.high === null ? 'any amount' : won(cost.high)})`;
  }
  return cost?.kind === 'UNKNOWN_COST' ? 'unknown, as a price is missing' : 'not distinguishable from nobody';
}
