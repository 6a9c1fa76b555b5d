/** @module The lake: its tables, and what events, messages and consents are in it. */
export { consentRow } from './consent-row.ts';
export { chargeRow, heldOutRow, statusRow, type SentJob } from './delivery-rows.ts';
export { eventRow } from './event-row.ts';
export { addReach, countReachOf, NO_REACH, reachRows, type ReachCount } from './reach-count.ts';
export { lakeTime, type ColumnType, type LakeColumn, type LakeTable } from './column.ts';
export {
  ARRIVING_TABLES,
  DERIVED_TABLES,
  LAKE_TABLES,
  type ArrivingTableName,
  type ConsentRow,
  type DerivedTableName,
  type DeliveryRow,
  type EventRow,
  type LakeRows,
  type LakeTableName,
  type ReachRow,
} from './tables.ts';
