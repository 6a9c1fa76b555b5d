import type { GraphqlSession } from '../graphql-session.ts';
import { renderTable } from '../render-table.ts';
import * as operations from './operations.ts';
import { whole, won } from './amounts.ts';

/** Rehearses the run: who would get what and when, what it would cost, and what Pinpoint would have charged. */
export async function showRehearsal(
  session: GraphqlSession,
  campaignId: string,
  write: (text: string) => void,
): Promise<void> {
  const told = await session.call(operations.FORECAST, { campaignId }, operations.forecast);
  const rows = told.waves.flatMap(({ wave, at, channels }) =>
    channels.map(({ channel, messages, krw }) => [
      `   wave ${wave + 1}, ${channel}`,
      at.slice(0, 10),
      whole(messages.expected),
      `${whole(messages.low)}–${whole(messages.high)}`,
      krw === null ? 'unknown' : won(krw.expected),
    ]),
  );
  write(renderTable(['   of a sample of ' + whole(told.sampled), 'day', 'messages', 'between', 'cost'], rows));
  const { krw, ownAws, pinpoint } = told;
  write(
    krw === null
      ? `   cost: unknown, as these have no price: ${told.unknown.join(', ')}`
      : `   cost: ${won(krw.low)} to ${won(krw.high)}; our own AWS bill ${amountOf(ownAws)}; Pinpoint would have charged ${amountOf(pinpoint)}`,
  );
}

function amountOf(amount: { readonly krw: number | null } | null): string {
  return amount?.krw == null ? 'unknown' : won(amount.krw);
}
