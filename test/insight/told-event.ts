import { koreanDay, SEOUL_OFFSET_MS } from '../../src/domain/schedule/index.ts';
import { lakeTime } from '../../src/domain/lake/index.ts';
import type { LakeRow } from './lake-in-duckdb.ts';

/** An event as a test tells it. */
export interface ToldEvent {
  readonly customer: string;
  readonly eventId: string;
  readonly name: string;
  /** Milliseconds since the epoch. */
  readonly at: number;
  readonly receivedAt?: number;
  readonly attributes?: ReadonlyMap<string, string | null>;
  readonly metrics?: ReadonlyMap<string, number>;
}

/** A moment that is written as the clock in Korea shows it, such as `2026-11-28 10:00`. */
export function kst(text: string): number {
  return Date.parse(`${text.replace(' ', 'T')}Z`) - SEOUL_OFFSET_MS;
}

/** The hour of the day in Korea. */
export function koreanHour(at: number): number {
  return new Date(at + SEOUL_OFFSET_MS).getUTCHours();
}

/** The row of an event as it lies in the lake. */
export function eventRow({ customer, eventId, name, at, receivedAt = at, attributes, metrics }: ToldEvent): LakeRow {
  return {
    customer_key: customer,
    event_id: eventId,
    name,
    source: 'SERVER',
    occurred_at: lakeTime(at),
    said_at: lakeTime(at),
    received_at: lakeTime(receivedAt),
    day_kst: koreanDay(at),
    hour_kst: koreanHour(at),
    attributes: attributes ?? new Map(),
    metrics: metrics ?? new Map(),
    flags: [],
    arrival_day: koreanDay(receivedAt),
  };
}

/** Events at moments in Korea, each with an id of its own: `['u1', 'view', '2026-11-20 10:00']`. */
export function toldEvents(told: readonly (readonly [string, string, string])[]): ToldEvent[] {
  return told.map(([customer, name, at], index) => ({ customer, name, at: kst(at), eventId: `e${index}` }));
}
