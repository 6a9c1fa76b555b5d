import type { AcceptedEvent } from '../event/event.ts';
import { koreanDay, SEOUL_OFFSET_MS } from '../schedule/korean-day.ts';
import { parseMessageRef } from '../send-job/message-ref.ts';
import { lakeMoment, lakeTime } from './column.ts';
import type { EventRow } from './tables.ts';

/** The moment in Korea that rows are grouped by. */
export function koreanPlace(at: number): { readonly day_kst: string; readonly hour_kst: number } {
  const moment = lakeMoment(at);
  return { day_kst: koreanDay(moment), hour_kst: new Date(moment + SEOUL_OFFSET_MS).getUTCHours() };
}

/** An event as the lake has it: of its customer nothing but the key. */
export function eventRow(event: AcceptedEvent, customerKey: string): EventRow {
  const ref = event.ref === undefined ? null : parseMessageRef(event.ref);
  const ofTiming = event.timing === 'AS_SAID' ? [] : [event.timing];
  return {
    customer_key: customerKey,
    event_id: event.eventId,
    name: event.name,
    source: event.source ?? 'SERVER',
    occurred_at: lakeTime(event.at),
    said_at: lakeTime(event.occurredAt),
    ...(event.sentAt === undefined ? {} : { sent_at: lakeTime(event.sentAt) }),
    received_at: lakeTime(event.receivedAt),
    ...koreanPlace(event.at),
    attributes: event.attributes,
    metrics: event.metrics,
    flags: [...ofTiming, ...(event.isLate ? ['LATE'] : []), ...(event.flags ?? [])],
    ...(ref === null ? {} : { ref_job_id: ref.jobId }),
  };
}
