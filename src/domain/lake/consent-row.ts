import type { RecordedDecision } from '../consent/index.ts';
import { lakeTime } from './column.ts';
import { koreanPlace } from './event-row.ts';
import type { ConsentRow } from './tables.ts';

/** A decision as the lake has it; what it was worded as stays in the ledger. */
export function consentRow({ channel, kind, state, at, source }: RecordedDecision, customerKey: string): ConsentRow {
  return {
    customer_key: customerKey,
    event_id: `${channel}.${kind}.${state}.${at}`,
    channel,
    kind,
    value: state,
    source,
    at: lakeTime(at),
    ...koreanPlace(at),
  };
}
