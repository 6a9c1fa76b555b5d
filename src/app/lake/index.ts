/** @module What is recorded, on its way into the lake. */
export type { DeliveryChange } from './describe-deliveries.ts';
export { fillLake, type FillLakeDeps, type LakeChange } from './fill-lake.ts';
export {
  MAX_CALL_BYTES,
  MAX_RECORDS,
  type CustomerKeys,
  type DayMarks,
  type KeyRequest,
  type LakeStreams,
} from './ports.ts';
export { LakeBusyError, putRows } from './put-rows.ts';
