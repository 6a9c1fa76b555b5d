/** @module Insight: questions to the lake, and their answers with when they hold and what they cost. */
export { report, type LakeDeps, type Reported } from './ask-lake.ts';
export { buildRollups, type BuildRollupsDeps, type BuiltRollups } from './build-rollups.ts';
export { countReach, type CountedReach, type CountReachDeps } from './count-reach.ts';
export type {
  AnswerColumn,
  AnswerPage,
  LakeCell,
  LakeQueries,
  QueryState,
  ReachProgressStore,
  RollupFiles,
  RollupStore,
  SelectReader,
} from './ports.ts';
export { runReport, type RanReport } from './run-report.ts';
