/**
 * @module What a run would do and cost, before it is launched: rehearsed over a sample, and scaled up with intervals.
 *
 * `responseOf` pools what earlier runs counted; `forecastRun` asks the planner, which is handed to it, and replays.
 */
export { FORECAST_CONFIDENCE, type Range } from './band.ts';
export type { Random } from './draw.ts';
export {
  forecastRun,
  type ChannelForecast,
  type CostRange,
  type Forecast,
  type ForecastInput,
  type RateUsed,
  type WaveForecast,
} from './forecast-run.ts';
export type { Pricing } from './price-replay.ts';
export { poolRate, type Rate, type RatePrior } from './rate.ts';
export type { Population } from './replay.ts';
export { responseOf, type Measured, type MessageRate, type PersonRate, type Response } from './response.ts';
export { NEW, type RehearsedDecision, type SentStatus, type Standing } from './standing.ts';
