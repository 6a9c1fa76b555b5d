/** @module Insight: questions to the lake, their answers with when they hold and what they cost, and the dashboard. */
export { report, type LakeDeps, type Reported } from './ask-lake.ts';
export { buildRollups, type BuildRollupsDeps, type BuiltRollups } from './build-rollups.ts';
export { countReach, type CountedReach, type CountReachDeps } from './count-reach.ts';
export {
  embedDashboard,
  type DashboardErrorCode,
  type Dashboards,
  type EmbeddedDashboard,
  type EmbedProblem,
} from './embed-dashboard.ts';
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
