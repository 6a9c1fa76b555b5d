import type { LakeColumn, LakeTable, RowOf } from './column.ts';

/**
 * The tables of the lake: the one source of Glue's columns, of the records on their way there, of reports and of tests.
 * Nothing in it says who somebody is: `customer_key` is random, and the row that leads from it to a customer goes with
 * the customer.
 *
 * A record may arrive twice. Whoever reads takes one row for each (customer_key, event_id), whichever: they say the same.
 */

const CUSTOMER_KEY = {
  type: 'varchar',
  meaning: 'Random key of the customer; nothing leads from it to the person but a row that erasure removes',
} as const satisfies LakeColumn;

const EVENT_ID = {
  type: 'varchar',
  meaning: 'With the customer key: what makes a row this one. Two rows that share both are the same',
} as const satisfies LakeColumn;

const DAY_KST = { type: 'varchar', meaning: 'The day in Korea, YYYY-MM-DD' } as const satisfies LakeColumn;
const HOUR_KST = { type: 'integer', meaning: 'The hour in Korea, 0 to 23' } as const satisfies LakeColumn;

const ARRIVAL = {
  name: 'arrival_day',
  meaning: 'The Korean day on which it arrived, YYYY-MM-DD',
} as const;

/** What was done by whom, when. */
const EVENTS = {
  name: 'events',
  meaning: 'What customers did, as apps and servers said it',
  columns: {
    customer_key: CUSTOMER_KEY,
    event_id: EVENT_ID,
    name: { type: 'varchar', meaning: 'What was done, as the sender calls it' },
    source: { type: 'varchar', meaning: 'Who said it: APP, SERVER, SYSTEM or IMPORT' },
    occurred_at: { type: 'timestamp', meaning: 'When it happened, as it counts; UTC' },
    said_at: { type: 'timestamp', meaning: 'When it happened by the clock of the sender; UTC' },
    sent_at: { type: 'timestamp', meaning: 'When it was sent by the clock of the sender; UTC', isOptional: true },
    received_at: { type: 'timestamp', meaning: 'When it came; UTC' },
    day_kst: DAY_KST,
    hour_kst: HOUR_KST,
    attributes: { type: 'map(varchar, varchar)', meaning: 'Texts by name, as sent' },
    metrics: { type: 'map(varchar, double)', meaning: 'Numbers by name, as sent' },
    flags: {
      type: 'array(varchar)',
      meaning:
        'SKEW_CORRECTED or FUTURE_CLAMPED: the clock of the sender was wrong; LATE: older than a week when it came; and what else is to be known of it',
    },
    ref_job_id: { type: 'varchar', meaning: 'The send job whose message it answers', isOptional: true },
  },
  partition: ARRIVAL,
  origin: 'ARRIVES',
} as const satisfies LakeTable;

/** What became of messages: a row for each status that a recipient of a job had, and for each charge. */
const DELIVERIES = {
  name: 'deliveries',
  meaning: 'What became of the recipients of send jobs, and what each message cost',
  columns: {
    customer_key: CUSTOMER_KEY,
    event_id: EVENT_ID,
    job_id: { type: 'varchar', meaning: 'The send job' },
    run_id: { type: 'varchar', meaning: 'The run that the job is a wave of', isOptional: true },
    campaign_id: { type: 'varchar', meaning: 'The campaign; of a call: what it is counted with' },
    wave: { type: 'integer', meaning: 'Which wave of the run, from 0' },
    arm: { type: 'varchar', meaning: 'The name of the treatment, HOLDOUT, or ALL where there are no treatments' },
    channel: {
      type: 'varchar',
      meaning: 'PUSH, EMAIL, SMS or CUSTOM; absent for who got no message',
      isOptional: true,
    },
    status: {
      type: 'varchar',
      meaning: 'A recipient status; HELD_OUT: kept out to compare with; CHARGED: a provider billed a message',
    },
    reason: { type: 'varchar', meaning: 'The code beside the status', isOptional: true },
    at: { type: 'timestamp', meaning: 'When it was recorded; UTC' },
    day_kst: DAY_KST,
    hour_kst: HOUR_KST,
    message_class: { type: 'varchar', meaning: 'AD or TRANSACTIONAL' },
    cost_krw: {
      type: 'double',
      meaning: 'Of a CHARGED row: what it cost in won, in millionths; absent: no price was known',
      isOptional: true,
    },
    parts: {
      type: 'integer',
      meaning: 'Of a CHARGED row: units that were billed (of an SMS its parts)',
      isOptional: true,
    },
  },
  partition: ARRIVAL,
  origin: 'ARRIVES',
} as const satisfies LakeTable;

/** Each decision of a person about messages. */
const CONSENTS = {
  name: 'consents',
  meaning: 'What customers agreed to and withdrew',
  columns: {
    customer_key: CUSTOMER_KEY,
    event_id: EVENT_ID,
    channel: { type: 'varchar', meaning: 'PUSH, EMAIL, SMS or CUSTOM' },
    kind: { type: 'varchar', meaning: 'AD: advertising; NIGHT: at night as well' },
    value: { type: 'varchar', meaning: 'GRANTED or WITHDRAWN' },
    source: { type: 'varchar', meaning: 'Where it was said' },
    at: { type: 'timestamp', meaning: 'When it was said; UTC' },
    day_kst: DAY_KST,
    hour_kst: HOUR_KST,
  },
  partition: ARRIVAL,
  origin: 'ARRIVES',
} as const satisfies LakeTable;

/** How many customers each channel reached on a day: counted once a day, over everybody. */
const REACH = {
  name: 'reach',
  meaning: 'How many customers each channel reached, counted once a day',
  columns: {
    day_kst: {
      type: 'varchar',
      meaning: 'The day in Korea on which it was counted, YYYY-MM-DD. The latest count of a day holds',
    },
    counted_at: { type: 'timestamp', meaning: 'When the count was done; UTC' },
    channel: { type: 'varchar', meaning: 'PUSH, EMAIL, SMS or CUSTOM' },
    customers: { type: 'bigint', meaning: 'All customers there are' },
    reachable: { type: 'bigint', meaning: 'With an address of the channel that is active and not opted out' },
    ad_consent: {
      type: 'bigint',
      meaning: 'Of those reachable: who agreed to advertising, and not longer ago than two years',
    },
    night_consent: { type: 'bigint', meaning: 'Of those: who agreed to it at night as well' },
  },
  partition: ARRIVAL,
  origin: 'ARRIVES',
} as const satisfies LakeTable;

/** Of each customer and day, what a report of activity asks for: made from `events`. */
const USER_DAY = {
  name: 'user_day',
  meaning: 'What each customer did on a day, made from the events of the day',
  columns: {
    customer_key: CUSTOMER_KEY,
    events: { type: 'bigint', meaning: 'Events of the day' },
    sessions: { type: 'bigint', meaning: 'Sessions that began on the day' },
    first_at: { type: 'timestamp', meaning: 'When the first one happened; UTC' },
    last_at: { type: 'timestamp', meaning: 'When the last one happened; UTC' },
    names: { type: 'map(varchar, bigint)', meaning: 'Events by name' },
    built_at: { type: 'timestamp', meaning: 'When this was made; of a day that was made anew the latest holds; UTC' },
  },
  partition: { name: 'day_kst', meaning: 'The day in Korea, YYYY-MM-DD' },
  origin: 'DERIVED',
} as const satisfies LakeTable;

/** Of each customer and week: made from `user_day`. */
const USER_WEEK = {
  name: 'user_week',
  meaning: 'On how many days of a week each customer did something, made from the days',
  columns: {
    customer_key: CUSTOMER_KEY,
    days: { type: 'integer', meaning: 'Days with an event' },
    events: { type: 'bigint', meaning: 'Events of the week' },
    sessions: { type: 'bigint', meaning: 'Sessions that began in the week' },
    first_at: { type: 'timestamp', meaning: 'When the first event happened; UTC' },
    built_at: { type: 'timestamp', meaning: 'When this was made; of a week that was made anew the latest holds; UTC' },
  },
  partition: { name: 'week_kst', meaning: 'The Monday in Korea with which the week begins, YYYY-MM-DD' },
  origin: 'DERIVED',
} as const satisfies LakeTable;

/** Of each day, what is counted of events rather than of people: made from `events`. */
const EVENT_DAY = {
  name: 'event_day',
  meaning:
    'How often events, values of their attributes and their metrics were there on a day, made from the events of the day',
  columns: {
    name: { type: 'varchar', meaning: 'The name of the events; of a DAY and an HOUR empty' },
    fact: {
      type: 'varchar',
      meaning:
        'ALL: the events of the name; ATTRIBUTE: those with a value; METRIC: those with a number; DAY: those of all names; HOUR: those of an hour',
    },
    key: { type: 'varchar', meaning: 'The attribute or the metric; else empty' },
    value: { type: 'varchar', meaning: 'The value of the attribute, or the hour, 0 to 23; else empty' },
    events: { type: 'bigint', meaning: 'Events' },
    people: { type: 'bigint', meaning: 'Of ALL, a DAY and an HOUR: the customers behind the events', isOptional: true },
    total: { type: 'double', meaning: 'Of a METRIC: the sum', isOptional: true },
    built_at: { type: 'timestamp', meaning: 'When this was made; of a day that was made anew the latest holds; UTC' },
  },
  partition: { name: 'day_kst', meaning: 'The day in Korea, YYYY-MM-DD' },
  origin: 'DERIVED',
} as const satisfies LakeTable;

/** All tables, by name. */
export const LAKE_TABLES = {
  events: EVENTS,
  deliveries: DELIVERIES,
  consents: CONSENTS,
  reach: REACH,
  user_day: USER_DAY,
  user_week: USER_WEEK,
  event_day: EVENT_DAY,
} as const satisfies Readonly<Record<string, LakeTable>>;

/** The name of one of them. */
export type LakeTableName = keyof typeof LAKE_TABLES;

/** Tables that records arrive in, one stream each. */
export const ARRIVING_TABLES = [
  'events',
  'deliveries',
  'consents',
  'reach',
] as const satisfies readonly LakeTableName[];

/** The name of a table with a stream. */
export type ArrivingTableName = (typeof ARRIVING_TABLES)[number];

/** Tables that are built of what arrived. */
export const DERIVED_TABLES = ['user_day', 'user_week', 'event_day'] as const satisfies readonly LakeTableName[];

/** The name of a rollup. */
export type DerivedTableName = (typeof DERIVED_TABLES)[number];

/** One event, as a record. */
export type EventRow = RowOf<(typeof EVENTS)['columns']>;
/** One status or charge of a recipient, as a record. */
export type DeliveryRow = RowOf<(typeof DELIVERIES)['columns']>;
/** One decision, as a record. */
export type ConsentRow = RowOf<(typeof CONSENTS)['columns']>;
/** One day's count of a channel, as a record. */
export type ReachRow = RowOf<(typeof REACH)['columns']>;

/** The rows of each table that records arrive in. */
export interface LakeRows {
  readonly events: EventRow;
  readonly deliveries: DeliveryRow;
  readonly consents: ConsentRow;
  readonly reach: ReachRow;
}
