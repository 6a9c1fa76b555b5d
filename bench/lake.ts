/**
 * What AWS bills for the events of a month on their way to the lake, counted from the batches that the code makes: a day's
 * curve of events, cut into batches as the streams of the table hand them over, packed by the code that packs them in the
 * cloud, converted by the sandbox's Firehose.
 *
 *   npm run bench:lake                       100 million events
 *   npm run bench:lake -- --events 5000000   as many as you have
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { packRecords } from '../src/app/lake/pack-records.ts';
import { bytesOf } from '../src/domain/limits.ts';
import { costOf, pinpointWouldHaveCharged, type Cost } from '../src/domain/cost/index.ts';
import type { AcceptedEvent } from '../src/domain/event/index.ts';
import { eventRow, LAKE_TABLES } from '../src/domain/lake/index.ts';
import { createRecordConverter } from '../src/offline/services/firehose/convert-records.ts';
import rows from './lake/prices.json' with { type: 'json' };

const { values } = parseArgs({ options: { events: { type: 'string', default: '100000000' } } });
const EVENTS_A_MONTH = Number(values.events);
if (!Number.isSafeInteger(EVENTS_A_MONTH) || EVENTS_A_MONTH < 1) throw new Error('--events: a whole number from 1.');

/** As follow-tables.ts has them. */
const BATCH = 1_000;
const MINUTES_A_DAY = 1_440;
const DAYS = 30;
/** Each shard of a stream is read for itself; DynamoDB makes one for each partition of the table. */
const SHARDS = 4;
/** One object for each buffer of 300 s, put in parts: three requests. */
const OBJECTS = (DAYS * MINUTES_A_DAY) / 5;
const REQUESTS_PER_OBJECT = 3;
const STEP_BYTES = 5 * 1024;
const GB = 1e9;

/** Events of a retailer's app: a name, what it was about, a sum now and then. */
function someEvent(number: number): AcceptedEvent {
  const at = Date.parse('2026-11-28T00:00:00Z') + number * 26;
  const name = ['product_viewed', 'session_started', 'cart_added', 'search_done', 'order_completed'][number % 5] ?? '';
  const id = `${(number * 2_654_435_761) % 4_294_967_296}`.padStart(12, '0');
  return {
    eventId: `0196f0c4-7d1e-7c3a-9b52-${id}`,
    customerId: `member-${(number * 7_919) % 400_000}`,
    name,
    occurredAt: at,
    sentAt: at + 900,
    receivedAt: at + 1_000,
    at,
    attributes: {
      productId: `P-${(number * 31) % 50_000}`,
      category: ['women/knit', 'men/outer', 'kids', 'home/living'][number % 4] ?? '',
      appVersion: '7.12.0',
      screen: 'product/detail',
    },
    metrics: number % 5 === 4 ? { amount: 39_000 + (number % 100) * 100, quantity: 1 } : { position: number % 40 },
    timing: 'AS_SAID',
    isLate: false,
    digest: '',
  };
}

/** How many of a day's events come in a minute: nights are quiet, evenings are not. */
function share(minute: number): number {
  return 1 + 0.85 * Math.sin(((minute - 600) / MINUTES_A_DAY) * 2 * Math.PI);
}

const key = (event: AcceptedEvent): string => `a3f1c2d4-5b6e-4f70-8a91-${event.customerId.slice(7).padStart(12, '0')}`;
const sample = Array.from({ length: 20_000 }, (_, number) => someEvent(number)).map((event) =>
  eventRow(event, key(event)),
);

/** What Firehose bills for a batch of so many events, by the records that the code makes of it. */
const billed = new Map<number, { readonly bytes: number; readonly records: number; readonly raw: number }>();
function billOf(size: number) {
  const known = billed.get(size);
  if (known !== undefined) return known;
  const sizes = packRecords(sample.slice(0, size)).map(bytesOf);
  const result = {
    records: sizes.length,
    raw: sizes.reduce((sum, bytes) => sum + bytes, 0),
    bytes: sizes.reduce((sum, bytes) => sum + Math.ceil(bytes / STEP_BYTES) * STEP_BYTES, 0),
  };
  billed.set(size, result);
  return result;
}

let [batches, records, raw, bytes] = [0, 0, 0, 0];
const allShares = Array.from({ length: MINUTES_A_DAY }, (_, minute) => share(minute)).reduce(
  (sum, one) => sum + one,
  0,
);
let carried = 0;
for (let minute = 0; minute < MINUTES_A_DAY; minute += 1) {
  for (let shard = 0; shard < SHARDS; shard += 1) {
    carried += ((EVENTS_A_MONTH / DAYS) * share(minute)) / allShares / SHARDS;
    let left = Math.floor(carried);
    carried -= left;
    while (left > 0) {
      const size = Math.min(BATCH, left);
      left -= size;
      const bill = billOf(size);
      batches += DAYS;
      records += bill.records * DAYS;
      raw += bill.raw * DAYS;
      bytes += bill.bytes * DAYS;
    }
  }
}

const HIVE = {
  varchar: 'string',
  integer: 'int',
  timestamp: 'timestamp',
  'array(varchar)': 'array<string>',
  'map(varchar, varchar)': 'map<string,string>',
  'map(varchar, double)': 'map<string,double>',
} as const;
const folder = mkdtempSync(join(tmpdir(), 'lake-bill-'));
const converter = createRecordConverter(folder);
const { parquet } = await converter.convert(packRecords(sample), {
  columns: Object.entries(LAKE_TABLES.events.columns).map(([name, { type }]) => ({ name, type: HIVE[type] })),
  deserializer: { isCaseInsensitive: false, convertsDots: false, keyOfColumn: {} },
  compression: 'SNAPPY',
});
await converter.close();
rmSync(folder, { recursive: true, force: true });
const parquetPerEvent = (parquet?.length ?? 0) / sample.length;

/** At design: a batch is read, keyed and put within 300 ms at 512 MB. */
const GB_SECONDS = Math.ceil(batches * 0.3 * 0.5);
const at = Date.parse('2026-11-29T00:00:00Z');
const dollarsOf = (amount: Cost['amount']): number => Number(amount.top) / Number(amount.bottom);

function usd(item: string, units: number): number {
  // Units are whole; of gigabytes thousandths are counted.
  const prices = rows.prices.map((row) => ({ ...row, per: row.per * 1_000 }));
  const cost = costOf([{ item, units: Math.ceil(units * 1_000) }], prices, at, { currency: 'USD', rates: [] });
  if (!cost.ok) throw new Error(cost.error.message);
  return dollarsOf(cost.cost.amount);
}

interface Line {
  readonly what: string;
  readonly count: string;
  readonly dollars: number;
  readonly isLake: boolean;
}
const whole = (count: number): string => Math.round(count).toLocaleString('en-US');
const lines: Line[] = [
  {
    what: 'Firehose, taking in',
    count: `${(bytes / GB).toFixed(1)} GB in ${whole(records)} records`,
    dollars: usd('firehose-gb', bytes / GB),
    isLake: true,
  },
  {
    what: 'Firehose, to Parquet',
    count: `${(bytes / GB).toFixed(1)} GB`,
    dollars: usd('firehose-conversion-gb', bytes / GB),
    isLake: true,
  },
  {
    what: 'S3, requests',
    count: whole(OBJECTS * REQUESTS_PER_OBJECT),
    dollars: usd('s3-put', OBJECTS * REQUESTS_PER_OBJECT),
    isLake: true,
  },
  {
    what: 'S3, a month of it kept',
    count: `${((EVENTS_A_MONTH * parquetPerEvent) / GB).toFixed(1)} GB`,
    dollars: usd('s3-gb-month', (EVENTS_A_MONTH * parquetPerEvent) / GB),
    isLake: true,
  },
  {
    what: 'Lambda, fill-lake',
    count: `${whole(batches)} batches, ${whole(GB_SECONDS)} GB-s`,
    dollars: usd('lambda-request', batches) + usd('lambda-arm-gb-second', GB_SECONDS),
    isLake: false,
  },
  {
    what: 'DynamoDB, keys of customers',
    count: `at most ${whole(EVENTS_A_MONTH / 2)} read units`,
    dollars: usd('dynamodb-read', EVENTS_A_MONTH / 2),
    isLake: false,
  },
  { what: 'DynamoDB, its streams', count: 'read by Lambda', dollars: 0, isLake: false },
];

console.log(
  `${whole(EVENTS_A_MONTH)} events a month, ${(raw / EVENTS_A_MONTH).toFixed(0)} bytes each as JSON, ${parquetPerEvent.toFixed(0)} as Parquet, ${(EVENTS_A_MONTH / Math.max(1, records)).toFixed(0)} in a record:\n`,
);
for (const { what, count, dollars } of lines)
  console.log(`  ${what.padEnd(30)}${count.padStart(40)}  $${dollars.toFixed(2).padStart(7)}`);
const lake = lines.filter(({ isLake }) => isLake).reduce((sum, { dollars }) => sum + dollars, 0);
const all = lines.reduce((sum, { dollars }) => sum + dollars, 0);
const alone =
  usd('firehose-gb', (EVENTS_A_MONTH * STEP_BYTES) / GB) +
  usd('firehose-conversion-gb', (EVENTS_A_MONTH * STEP_BYTES) / GB);
const pinpoint = pinpointWouldHaveCharged({ events: EVENTS_A_MONTH }, at, { currency: 'USD', rates: [] });
console.log(`\n  Firehose and S3: $${lake.toFixed(2)}; with what brings events there: $${all.toFixed(2)}.`);
console.log(`  One event a record would be $${alone.toFixed(2)} for Firehose alone.`);
console.log(
  `  Recording them before (items of the table, in transactions): $${usd('dynamodb-write', EVENTS_A_MONTH * 2).toFixed(2)}, which is for online effects, and not the lake's.`,
);
console.log(
  `  Pinpoint took $${pinpoint.ok ? dollarsOf(pinpoint.cost.amount).toFixed(2) : '?'} (the first 100 million of a month free), and kept no event that could be asked.`,
);
if (lake > 5 * Math.max(1, EVENTS_A_MONTH / 1e8)) {
  console.error('\nThat is more than the $5 for 100 million events that are promised.');
  process.exitCode = 1;
}
