import type { PriceList } from '../../domain/cost/index.ts';

/** Every saved row by what it is the price of and when it begins, for the audit log. Micros are millionths. */
export function priceRowsByName({ prices, rates }: PriceList): Readonly<Record<string, string>> {
  const begins = (validFrom: number): string => new Date(validFrom).toISOString();
  return Object.fromEntries<string>([
    ...prices.map(({ item, validFrom, micros, currency, per, freeUnits, source }): [string, string] => [
      `${item} from ${begins(validFrom)}`,
      `${micros} micros of ${currency} for ${per}, ${freeUnits} a month free (${source})`,
    ]),
    ...rates.map(({ from, to, validFrom, micros, source }): [string, string] => [
      `${from} in ${to} from ${begins(validFrom)}`,
      `${micros} micros (${source})`,
    ]),
  ]);
}
