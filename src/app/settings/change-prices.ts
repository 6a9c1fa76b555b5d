import { checkPriceList, withPublished, type PriceList } from '../../domain/cost/index.ts';
import { refuse, type Refused } from '../../domain/result.ts';
import { changesBetween, type AuditChange } from '../audit/index.ts';
import type { Actor, PriceStore, SavedPrices } from '../ports.ts';
import { priceRowsByName } from './price-rows.ts';

export type ChangePricesDeps = { readonly prices: PriceStore };

export type ChangePricesCommand = {
  readonly actor: Actor;
  readonly change: Partial<PriceList>;
  /** The revision of the prices that the change was made from; others made since are not written over. */
  readonly revision?: number;
};

/** People change prices some times a year; each loser of a race reads again. */
const MAX_TRIES = 20;

/** Prices and exchange rates in force and to come: those that were saved, then the published ones behind them. */
export async function listPrices({ prices }: ChangePricesDeps): Promise<SavedPrices> {
  const { revision, ...saved } = await prices.get();
  return { ...withPublished(saved), revision };
}

/**
 * Replaces the saved price rows, the saved exchange rates, or both; jobs planned before keep theirs. Only what the change
 * names is changed: of two at the same time, whoever saves rates never undoes the other's prices.
 */
export async function changePrices(
  { prices }: ChangePricesDeps,
  { actor, change, revision: seen }: ChangePricesCommand,
): Promise<{ readonly ok: true; readonly prices: SavedPrices; readonly changes: readonly AuditChange[] } | Refused> {
  for (let attempt = 0; attempt < MAX_TRIES; attempt += 1) {
    const { revision, ...present } = await prices.get();
    if (seen !== undefined && seen !== revision) {
      return refuse(
        'CONFLICT',
        `The prices have revision ${revision}, not ${seen}: somebody else changed them. Read them again.`,
      );
    }
    const next: PriceList = { ...present, ...change };
    const refused = checkPriceList(next);
    if (refused !== null) return refused;
    if (!(await prices.put(next, revision, actor))) continue;
    return {
      ok: true,
      prices: { ...withPublished(next), revision: revision + 1 },
      changes: changesBetween(priceRowsByName(present), priceRowsByName(next)),
    };
  }
  throw new Error(`The prices changed ${MAX_TRIES} times while one change was to be made to them.`);
}
