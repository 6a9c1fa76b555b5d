import { checkPriceList, withPublished, type PriceList } from '../../domain/cost/index.ts';
import type { Refused } from '../../domain/result.ts';
import { changesBetween, type AuditChange } from '../audit/index.ts';
import type { Actor, PriceStore } from '../ports.ts';
import { priceRowsByName } from './price-rows.ts';

export type ChangePricesDeps = { readonly prices: PriceStore };

export type ChangePricesCommand = { readonly actor: Actor; readonly change: Partial<PriceList> };

/** Prices and exchange rates in force and to come: those that were saved, then the published ones behind them. */
export async function listPrices({ prices }: ChangePricesDeps): Promise<PriceList> {
  return withPublished(await prices.get());
}

/** Replaces the saved price rows, the saved exchange rates, or both; jobs planned before keep theirs. */
export async function changePrices(
  { prices }: ChangePricesDeps,
  { actor, change }: ChangePricesCommand,
): Promise<{ readonly ok: true; readonly prices: PriceList; readonly changes: readonly AuditChange[] } | Refused> {
  const present = await prices.get();
  const next: PriceList = { ...present, ...change };
  const refused = checkPriceList(next);
  if (refused !== null) return refused;
  await prices.put(next, actor);
  return {
    ok: true,
    prices: withPublished(next),
    changes: changesBetween(priceRowsByName(present), priceRowsByName(next)),
  };
}
