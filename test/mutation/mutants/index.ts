/** @module All mutants. */
import type { Mutant } from '../mutant.ts';
import { EXPERIMENT_MUTANTS } from './experiments.ts';
import { FORECAST_MUTANTS } from './forecasts.ts';
import { JOB_MUTANTS } from './jobs.ts';
import { LAW_MUTANTS } from './law.ts';
import { RECEIPT_MUTANTS } from './receipts.ts';
import { RULE_MUTANTS } from './rules.ts';
import { SCHEDULE_MUTANTS } from './schedules.ts';
import { LIMIT_MUTANTS } from './limits.ts';
import { SENDING_MUTANTS } from './sending.ts';
import { STORE_MUTANTS } from './stores.ts';

export const MUTANTS: readonly Mutant[] = [
  ...SENDING_MUTANTS,
  ...LIMIT_MUTANTS,
  ...JOB_MUTANTS,
  ...RECEIPT_MUTANTS,
  ...RULE_MUTANTS,
  ...LAW_MUTANTS,
  ...STORE_MUTANTS,
  ...EXPERIMENT_MUTANTS,
  ...FORECAST_MUTANTS,
  ...SCHEDULE_MUTANTS,
];
