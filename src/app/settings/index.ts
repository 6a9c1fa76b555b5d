/** @module What operators set for everything that is sent: rates, the kill switch, prices. */
export { changePrices, listPrices } from './change-prices.ts';
export { changeDeliverySettings } from './change-delivery-settings.ts';
