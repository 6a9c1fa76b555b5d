/** @module What sending costs: dated prices, exchange rates, SMS parts. */
export type { PriceRow, RateRow } from './price.ts';
export { costOf, type Cost, type CostLine, type UnitCount } from './cost-of.ts';
export { smsParts, type SmsParts } from './sms-parts.ts';
