/** @module What sending costs: dated prices, exchange rates, SMS parts. */
export type { PriceRow, RateRow } from './price.ts';
