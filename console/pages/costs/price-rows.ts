import type { Answer, Variables } from '../../../src/client/index.ts';
import { withPublished } from '../../../src/domain/cost/price-list.ts';
import { inForce } from '../../../src/domain/cost/price.ts';

type PriceList = Answer<'prices'>;
type Price = PriceList['prices'][number];
type Rate = PriceList['rates'][number];

/** The prices and the rates of the list that the company saved itself: they come before the published ones. */
export function savedOf({ prices, rates }: PriceList): {
  readonly prices: readonly Price[];
  readonly rates: readonly Rate[];
} {
  const published = withPublished({ prices: [], rates: [] });
  return {
    prices: prices.slice(0, prices.length - published.prices.length),
    rates: rates.slice(0, rates.length - published.rates.length),
  };
}

/** What a change makes of the saved rows. */
export type PriceChange = (saved: ReturnType<typeof savedOf>) => ReturnType<typeof savedOf>;

/** Saved rows as they are saved again: without what only answers have. */
export function toInput({ prices, rates }: ReturnType<typeof savedOf>): {
  readonly prices: NonNullable<Variables<'savePrices'>['prices']>;
  readonly rates: NonNullable<Variables<'savePrices'>['rates']>;
} {
  return {
    prices: prices.map(
      ({ item, currency, micros, per, freeUnits, monthZone, tiers, refundHours, validFrom, source }) => ({
        item,
        currency,
        micros,
        per,
        freeUnits,
        validFrom,
        source,
        monthZone: monthZone ?? null,
        refundHours: refundHours ?? null,
        tiers: tiers?.map(({ above, micros: higher }) => ({ above, micros: higher })) ?? null,
      }),
    ),
    rates: rates.map(({ from, to, micros, validFrom, source }) => ({ from, to, micros, validFrom, source })),
  };
}

/** A row as the price book shows it. */
export interface BookRow {
  readonly id: string;
  readonly name: string;
  readonly currency: string;
  /** In millionths of the currency. */
  readonly micros: number;
  readonly per: number;
  readonly freeUnits: number;
  readonly tiers: number;
  readonly validFrom: string;
  readonly source: string;
  readonly state: 'IN_FORCE' | 'TO_COME' | 'PAST';
  /** Its place among the saved rows; null: it is a published one. */
  readonly saved: number | null;
}

/** The rows of a price list by name, the latest first. */
export function bookRows(list: PriceList, kind: 'prices' | 'rates', now: number): readonly BookRow[] {
  const saved = savedOf(list)[kind].length;
  const rows =
    kind === 'prices'
      ? list.prices.map((row) => ({ ...row, name: row.item, tiers: row.tiers?.length ?? 0 }))
      : list.rates.map((row) => ({
          ...row,
          name: `${row.from} → ${row.to}`,
          currency: row.to,
          per: 1,
          freeUnits: 0,
          tiers: 0,
        }));
  const dated = rows.map((row, index) => ({ index, name: row.name, validFrom: Date.parse(row.validFrom) }));
  return rows
    .map(({ name, currency, micros, per, freeUnits, tiers, validFrom, source }, index): BookRow => {
      const holds = inForce(
        dated.filter((row) => row.name === name),
        now,
      );
      const state = holds?.index === index ? 'IN_FORCE' : Date.parse(validFrom) > now ? 'TO_COME' : 'PAST';
      const id = `${kind}-${index}`;
      const ofSaved = index < saved ? index : null;
      return { id, name, currency, micros, per, freeUnits, tiers, validFrom, source, state, saved: ofSaved };
    })
    .toSorted((a, b) => a.name.localeCompare(b.name) || Date.parse(b.validFrom) - Date.parse(a.validFrom));
}

/** An amount of a currency with all its places, never rounded or abbreviated: `$0.0001`, `₩8.7`. */
export function exactAmount(micros: number, currency: string): string {
  const text = (micros / 1_000_000).toLocaleString('en-US', { maximumFractionDigits: 6 });
  if (currency === 'KRW') return `₩${text}`;
  return currency === 'USD' ? `$${text}` : `${text} ${currency}`;
}

/** Millionths of what somebody wrote, as `0.0001` or `1,172.59`; null for what is none or has more places. */
export function readMicros(text: string): number | null {
  const plain = text.normalize('NFKC').replaceAll(/[\s,₩$원]/g, '');
  const match = /^(\d{1,9})(?:\.(\d{1,6}))?$/.exec(plain);
  if (match === null) return null;
  const [, whole = '', places = ''] = match;
  return Number(whole) * 1_000_000 + Number(places.padEnd(6, '0'));
}
