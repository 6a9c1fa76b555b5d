/** @module What sending costs: dated prices, exchange rates, billing months, SMS parts, and what Pinpoint would have charged. */
export { billingMonthOf } from './billing-month.ts';
export { costOf, costOfUses, type Cost, type CostLine, type Money, type Use } from './cost-of.ts';
export { cheapestOf, costByNow, dearerOf } from './dearer.ts';
export { decimalOf, exact, plus, roundUp, times } from './exact.ts';
export { fitBudget } from './fit-budget.ts';
export { ownBillOf, OWN_USE_SOURCE } from './own-bill.ts';
export { payWithin, type MessageCost } from './pay-within.ts';
export { pinpointWouldHaveCharged } from './pinpoint-prices.ts';
export type { PriceRow, RateRow } from './price.ts';
export { checkPriceList, withPublished, type PriceList } from './price-list.ts';
export { scanCost } from './scan-cost.ts';
export { smsParts, type SmsParts } from './sms-parts.ts';
export {
  ITEM_OF,
  destinationPriceOf,
  itemInForce,
  KRW_MICROS,
  messageCost,
  ONE_UNIT,
  priceItemOf,
  unitKrwMicros,
  unitPriceOf,
  type Billed,
  type UnitPrice,
} from './unit-price.ts';
