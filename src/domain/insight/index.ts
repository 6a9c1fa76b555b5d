/** @module Insight: questions about what customers did, as SQL for Trino, and what their answers say. */
export {
  DATA_SET_DAYS,
  DATA_SET_DORMANT_DAYS,
  DATA_SET_RETURN_DAYS,
  DATA_SETS,
  dataSetSql,
  type DataSetColumn,
  type DataSetName,
} from './data-sets.ts';
export { daysAfter, FIRST_REPORTED_DAY, type Span } from './day.ts';
export {
  askActivity,
  askPeople,
  PEOPLE_KINDS,
  PEOPLE_PER_PAGE,
  type ActivityQuestion,
  type Asked,
  type PeopleKind,
  type QuestionErrorCode,
} from './questions/activity.ts';
export { RowReader, type AnswerRow } from './answers.ts';
export { compareArms, REPORT_ROWS, stepsOf } from './report-rows.ts';
export { askEvents, countingOf, type EventCounting, type EventQuestion } from './questions/events.ts';
export { askFunnel, type FunnelQuestion } from './questions/funnel.ts';
export {
  askBestHour,
  askCost,
  askReach,
  askReturned,
  type BestHourQuestion,
  type ReturnedQuestion,
} from './questions/messages.ts';
export { askRetention, type RetentionQuestion } from './questions/retention.ts';
export { NOTHING_ROLLED_UP, type AskedAt, type RolledUp } from './rolled-up.ts';
export { folderOf, supersededBy, unloadStatement, type RollupFolder } from './rollup-files.ts';
export {
  NO_ROLLUPS,
  reachOf,
  staleDays,
  stampOf,
  stateAfter,
  weeksToBuild,
  withWeeks,
  workOf,
  type MarkedDay,
  type RollupState,
} from './rollup-pass.ts';
export { buildDays, buildWeeks, countRecords, ROLLUP_FORM, type BuildPass, type RollupBuild } from './rollups.ts';
export { asksTheSame, type Statement, type StatementName } from './statement.ts';
