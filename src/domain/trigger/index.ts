/**
 * @module Who enters a campaign: by an event (`decideEntry`, `decideEntries`), and again in a later run or not
 * (`decideRunEntry`). Whoever stores a history must write it under a condition: two events of one customer may be decided
 * at the same time.
 */
export {
  checkTrigger,
  ENTRY_KINDS,
  isTheirs,
  waitOf,
  type CampaignTrigger,
  type PendingEntry,
} from './campaign-trigger.ts';
export {
  decideEntries,
  decideEntry,
  NO_ENTRIES,
  type EntryDecision,
  type EntryHistory,
  type EntryRule,
  type EventTrigger,
  type TriggeringEvent,
} from './entry.ts';
export { decideRunEntry, type RunEntry } from './once-per-customer.ts';
