import type { PriceList, PriceRow } from '../../domain/cost/index.ts';

function termsOf(row: Omit<PriceRow, 'item' | 'validFrom'>): string {
  const { micros, currency, per, freeUnits, source, monthZone = 'UTC', tiers = [], refundHours } = row;
  const above = tiers.map((tier) => `, above ${tier.above}: ${tier.micros}`).join('');
  const refund = refundHours === undefined ? '' : `, failed ones paid back for ${refundHours} hours`;
  return `${micros} micros of ${currency} for ${per}${above}, ${freeUnits} a month (${monthZone}) free${refund} (${source})`;
}

/** Every saved row by what it is the price of and when it begins, for the audit log. Micros are millionths. */
export function priceRowsByName({ prices, rates }: PriceList): Readonly<Record<string, string>> {
  const begins = (validFrom: number): string => new Date(validFrom).toISOString();
  return Object.fromEntries<string>([
    ...prices.map(({ item, validFrom, ...row }): [string, string] => [
      `${item} from ${begins(validFrom)}`,
      termsOf(row),
    ]),
    ...rates.map(({ from, to, validFrom, micros, source }): [string, string] => [
      `${from} in ${to} from ${begins(validFrom)}`,
      `${micros} micros (${source})`,
    ]),
  ]);
}
