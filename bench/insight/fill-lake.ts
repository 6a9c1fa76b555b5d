import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { DuckDBConnection } from '@duckdb/node-api';
import { daysAfter } from '../../src/domain/insight/index.ts';
import { koreanDay, SEOUL_OFFSET_MS } from '../../src/domain/schedule/index.ts';
import { shoppers, type ShopperEvent } from '../../test/insight/shoppers.ts';

const HOUR_MS = 3_600_000;

/** What lies in the lake now. */
export interface Filled {
  readonly events: number;
  readonly days: readonly string[];
  /** The most memory of the process, in bytes, after a tenth of the events and after all. */
  readonly peakAtTenth: number;
  readonly peak: number;
}

const STAGE =
  'create or replace table stage (customer_key varchar, event_id varchar, name varchar, at_ms bigint, hour_kst integer, category varchar, coupon varchar, amount double)';

/** One day of the stage as Firehose lays it down: its columns, sorted as it came, Parquet. */
function layDown(folder: string, day: string): string {
  return `copy (
    select customer_key, event_id, name, 'APP' as source, make_timestamp(at_ms * 1000) as occurred_at,
      make_timestamp(at_ms * 1000) as said_at, make_timestamp(at_ms * 1000) as sent_at,
      make_timestamp(at_ms * 1000 + 300000) as received_at, '${day}' as day_kst, hour_kst,
      map_from_entries(list_filter([{k: 'category', v: category}, {k: 'coupon', v: coupon}], lambda x: x.v is not null)) as attributes,
      map_from_entries(list_filter([{k: 'amountKrw', v: amount}], lambda x: x.v is not null)) as metrics,
      cast([] as varchar[]) as flags, cast(null as varchar) as ref_job_id
    from stage
  ) to '${join(folder, 'events', `arrival_day=${day}`, 'part.parquet')}' (format parquet, compression snappy)`;
}

/** Fills a folder with the events of shoppers until there are as many as asked for, day by day. */
export async function fillLake(
  connection: DuckDBConnection,
  folder: string,
  events: number,
  days: number,
): Promise<Filled> {
  // A visit has four to five events, and of the people (who join over time) an eleventh come on a day.
  const people = Math.ceil(events / days / 0.41);
  const firstDay = daysAfter('2026-11-28', 1 - days);
  let peak = 0;
  let peakAtTenth = 0;
  let filled = 0;
  const done: string[] = [];
  await connection.run(STAGE);
  let appender = await connection.createAppender('stage');
  let current: string | null = null;
  const close = async (day: string): Promise<void> => {
    appender.closeSync();
    await mkdir(join(folder, 'events', `arrival_day=${day}`), { recursive: true });
    await connection.run(layDown(folder, day));
    // What is deleted stays in memory until it is cleaned away; a table that is gone does not.
    await connection.run(STAGE);
    appender = await connection.createAppender('stage');
    done.push(day);
    peak = Math.max(peak, process.memoryUsage.rss());
    if (filled >= events / 10 && peakAtTenth === 0) peakAtTenth = peak;
  };
  const append = (event: ShopperEvent): void => {
    appender.appendVarchar(event.customer);
    appender.appendVarchar(event.eventId);
    appender.appendVarchar(event.name);
    appender.appendBigInt(BigInt(event.at));
    appender.appendInteger(Math.floor((event.at + SEOUL_OFFSET_MS) / HOUR_MS) % 24);
    for (const text of [event.category, event.coupon]) {
      if (text === null) appender.appendNull();
      else appender.appendVarchar(text);
    }
    if (event.amountKrw === null) appender.appendNull();
    else appender.appendDouble(event.amountKrw);
    appender.endRow();
  };
  for (const event of shoppers({ seed: 1, people, days, firstDay })) {
    const day = koreanDay(event.at);
    if (current !== null && day !== current) await close(current);
    current = day;
    append(event);
    filled += 1;
  }
  if (current !== null) await close(current);
  appender.closeSync();
  await connection.run('drop table stage');
  return { events: filled, days: done, peakAtTenth, peak };
}
