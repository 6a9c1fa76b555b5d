import { billingMonthOf } from '../cost/billing-month.ts';
import { costOfUses, type Money } from '../cost/cost-of.ts';
import { AWS_MONTH, inForce, type PriceRow } from '../cost/price.ts';
import type { PriceList } from '../cost/price-list.ts';
import { DEFAULT_TIMEZONE } from '../schedule/zone.ts';
import type { WaveTime } from './rehearse.ts';
import type { Replay } from './replay.ts';
import type { Line, Stage } from './stage.ts';

/** What messages are priced by. */
export type Pricing = {
  readonly list: PriceList;
  /** Units of an item that were used in a billing month already; absent: none. */
  readonly usedBefore?: (item: string, month: string) => number;
};

/** A part of a wave, of which everything happens at one moment. */
export type Piece = { readonly at: number; readonly share: number };

const HOUR_MS = 3_600_000;
const MAX_PIECES = 200;
const KRW = 'KRW';
const MICROS = 1_000_000n;

/** A wave in parts of about an hour, each at its middle: it goes out evenly. */
export function piecesOf({ at, until }: WaveTime, { heldUntil }: Pick<Line, 'heldUntil'>): readonly Piece[] {
  if (heldUntil !== undefined) return [{ at: heldUntil, share: 1 }];
  const count = Math.min(MAX_PIECES, Math.max(1, Math.ceil((until - at) / HOUR_MS)));
  const length = (until - at) / count;
  return Array.from({ length: count }, (_, index) => ({
    at: Math.floor(at + (index + 0.5) * length),
    share: 1 / count,
  }));
}

/** One moment, unless somebody's month ends meanwhile. */
function billedPieces(pieces: readonly Piece[]): readonly Piece[] {
  const [first, last] = [pieces[0], pieces.at(-1)];
  if (first === undefined || last === undefined) return [];
  const isOneMonth = [AWS_MONTH, DEFAULT_TIMEZONE].every(
    (zone) => billingMonthOf(first.at, zone) === billingMonthOf(last.at, zone),
  );
  return isOneMonth ? [{ at: first.at, share: 1 }] : pieces;
}

/** A price row that a forecast stands on. */
export function rowsUsed({ lines, waves }: Stage, { list }: Pricing): readonly PriceRow[] {
  const rows = new Set<PriceRow>();
  for (const { item, wave, heldUntil } of lines) {
    const at = heldUntil ?? waves[wave]?.at ?? 0;
    const row = inForce(
      list.prices.filter((price) => price.item === item),
      at,
    );
    if (row !== undefined) rows.add(row);
  }
  return [...rows];
}

/** What a line cost in a replay, in millionths of a won; or why nobody knows. */
export type LineCost = { readonly micros: number } | { readonly unknown: string };

/**
 * Prices replays: every message that a provider took, by the row in force at its moment, with the free units of the month
 * that are left, what is paid back for failures taken off. A price that is missing is unknown, never zero.
 */
export function createPricer(stage: Stage, { list, usedBefore = () => 0 }: Pricing) {
  const money: Money = { currency: KRW, rates: list.rates };
  const parts = stage.lines.map((line) => {
    const wave = stage.waves[line.wave] ?? { at: 0, until: 0 };
    return billedPieces(piecesOf(wave, line));
  });
  const earliestFirst = [...stage.lines.keys()].sort((a, b) => (parts[a]?.[0]?.at ?? 0) - (parts[b]?.[0]?.at ?? 0));
  return ({ accepted, failed }: Replay): readonly LineCost[] => {
    const used = new Map<string, number>();
    const costs: LineCost[] = [];
    for (const index of earliestFirst) costs[index] = priceLine(index);
    return costs;

    function priceLine(index: number): LineCost {
      const { item, units } = stage.lines[index] ?? NO_LINE;
      let micros = 0;
      const [count, failures] = [accepted[index] ?? 0, failed[index] ?? 0];
      let shareBefore = 0;
      for (const { at, share } of parts[index] ?? []) {
        const part = (whole: number): number =>
          Math.round(whole * (shareBefore + share)) - Math.round(whole * shareBefore);
        const use = { item, units: part(count) * units, at, failed: [{ units: part(failures) * units, at }] };
        let monthKey = '';
        const cost = costOfUses([use], list.prices, money, (name, month) => {
          monthKey = `${name} ${month}`;
          return usedBefore(name, month) + (used.get(monthKey) ?? 0);
        });
        if (!cost.ok) return { unknown: cost.error.message };
        const kept = cost.cost.lines.reduce((sum, line) => sum + line.units, 0);
        used.set(monthKey, (used.get(monthKey) ?? 0) + kept);
        const { top, bottom } = cost.cost.amount;
        micros += Number((top * MICROS) / bottom);
        shareBefore += share;
      }
      return { micros };
    }
  };
}

const NO_LINE = { item: '', units: 0 };

/** How many millionths of a dollar a millionth of a won is at a date; null when no rate says so. */
export function dollarsPerWon({ list }: Pricing, at: number): number | null {
  const rate = inForce(
    list.rates.filter(({ from, to }) => from === 'USD' && to === KRW),
    at,
  );
  return rate === undefined ? null : 1_000_000 / rate.micros;
}
