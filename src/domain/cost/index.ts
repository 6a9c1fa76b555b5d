/** @module What sending costs: dated prices, exchange rates, SMS parts. */
export type { PriceRow, RateRow } from './price.ts';
export { costOf, type Cost, type CostLine, type UnitCount } from './cost-of.ts';
export { fitBudget } from './fit-budget.ts';
export { checkPriceList, withPublished, type PriceList } from './price-list.ts';
export { smsParts, type SmsParts } from './sms-parts.ts';
export { KRW_MICROS, messageCost, unitPriceOf, type UnitPrice } from './unit-price.ts';
