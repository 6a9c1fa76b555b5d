/** @module What a run would do and cost, rehearsed over a sample of customers before anything is sent. */
export { forecastRun } from './forecast-run.ts';
