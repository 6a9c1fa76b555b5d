/** @module What sending has cost. */
export { monthCosts } from './month-costs.ts';
