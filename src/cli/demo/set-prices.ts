import type { GraphqlSession } from '../graphql-session.ts';
import * as operations from './operations.ts';

/** A Korean SMS by AWS has no published list price in won: a company saves its own. */
const SMS = {
  item: 'sms-part',
  currency: 'KRW',
  per: 1,
  freeUnits: 0,
  micros: 20_000_000,
  validFrom: '2026-01-01T00:00:00.000Z',
  source: 'demo: a contract of 20 won for each part',
};

/** Saves a price for SMS beside the published ones, so that nothing costs nobody knows how much. */
export async function setPrices(session: GraphqlSession): Promise<void> {
  const { prices, revision } = await session.call(operations.PRICES, {}, operations.prices);
  await session.call(operations.SAVE_PRICES, { prices: [...prices, SMS], revision }, operations.savedPrices);
}
