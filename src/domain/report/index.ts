/**
 * @module Reports of a run: how far its messages came, who came back, and what each one more cost.
 *
 * For a run: `createTally` for each shard; `add` every member with their events of the goal's name (members without
 * events need none, and cost next to nothing); `addTallies` over the shards; `reportCampaign`, and `reportAsCsv`.
 * `messageOutcome` reads how far a message came from a recipient's result and receipts. `isReachedThrough` says whether somebody held out got a message at an address that they share.
 */
export { reportCampaign, type CampaignReport, type GroupReport, type ReportNote } from './campaign-report.ts';
export { creditGoals, type Credit } from './credit.ts';
export { goalEventsOf } from './goal-events.ts';
export type { Kpi } from './kpis.ts';
export { measureLift, type CostPerReturned, type LiftReport } from './lift.ts';
export { isReachedThrough, messageOutcome, type GoalEvent, type RunMember, type RunMessage } from './member.ts';
export { reportAsCsv } from './report-csv.ts';
export { addTallies, createTally, type FunnelCounts, type FunnelRow, type GroupTally, type RunTally } from './tally.ts';
