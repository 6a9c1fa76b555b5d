import { parseIsoTime } from '../consent/parse-time.ts';
import { readIdText } from '../id.ts';
import { exceeds, isLongerJson, jsonBytes, LIMITS } from '../limits.ts';
import { isInMetricRange, METRIC_RANGE } from '../metric-range.ts';
import { readNameText } from '../name.ts';
import { refuse, type Refused } from '../result.ts';
import { trimText } from '../trim-text.ts';
import { parseMessageRef } from '../send-job/message-ref.ts';
import type { EventAttributes, EventMetrics, SaidEvent } from './event.ts';
import { isSystemName } from './system-name.ts';

/** Why an event is not taken, whatever is known of its customer. */
export type EventErrorCode =
  | 'INVALID_EVENT'
  | 'MISSING_FIELD'
  | 'INVALID_FIELD'
  | 'UNKNOWN_FIELD'
  | 'RESERVED_NAME'
  | 'CONTROL_CHARACTER'
  | 'REPEATED_NAME'
  | 'TOO_LONG'
  | 'TOO_MANY'
  | 'TOO_LARGE';

type Read<T> = { readonly ok: true; readonly value: T } | Refused<EventErrorCode>;

const FIELDS: ReadonlySet<string> = new Set([
  'eventId',
  'customerId',
  'name',
  'occurredAt',
  'sentAt',
  'attributes',
  'metrics',
  'ref',
]);

/** Pinpoint's limits for an event; a value may be five times as long as there, where it was cut off without a word. */
const MAX_ATTRIBUTES = 40;
const MAX_METRICS = 40;
const MAX_VALUE = 1_000;

/** No file of the lake can hold one: the whole file would not be written. */
const HALF_CHARACTER = /[\ud800-\udfff]/u;

/** Years of four digits: no table of the lake has others, and a clock that says microseconds is known by it. */
const FIRST_MOMENT = Date.parse('0001-01-01T00:00:00Z');
const LAST_MOMENT = Date.parse('9999-12-31T23:59:59.999Z');

/** Reads one event of a call; what is wrong is said with the name of the field. */
export function readEvent(input: unknown): { readonly ok: true; readonly event: SaidEvent } | Refused<EventErrorCode> {
  if (!isObject(input)) return refuse('INVALID_EVENT', 'It is not a JSON object.');
  const unknown = Object.keys(input).find((name) => !FIELDS.has(name));
  if (unknown !== undefined) {
    const shown = JSON.stringify(unknown.slice(0, 50));
    return refuse('UNKNOWN_FIELD', `An event has no field ${shown}. It may have ${[...FIELDS].join(', ')}.`);
  }
  const tooLarge = isLongerJson(input, LIMITS.event.max) ? exceeds('event', jsonBytes(input)) : null;
  if (tooLarge !== null) return refuse('TOO_LARGE', tooLarge);
  const eventId = readId(input, 'eventId');
  if (!eventId.ok) return eventId;
  const customerId = readId(input, 'customerId');
  if (!customerId.ok) return customerId;
  const name = readEventName(input['name']);
  if (!name.ok) return name;
  const occurredAt = readMoment(input, 'occurredAt');
  if (!occurredAt.ok) return occurredAt;
  if (occurredAt.value === undefined) return refuse('MISSING_FIELD', 'occurredAt is missing.');
  const sentAt = readMoment(input, 'sentAt');
  if (!sentAt.ok) return sentAt;
  const attributes = readAttributes(input['attributes']);
  if (!attributes.ok) return attributes;
  const metrics = readMetrics(input['metrics']);
  if (!metrics.ok) return metrics;
  const ref = readRef(input['ref']);
  if (!ref.ok) return ref;
  return {
    ok: true,
    event: {
      eventId: eventId.value,
      customerId: customerId.value,
      name: name.value,
      occurredAt: occurredAt.value,
      ...(sentAt.value === undefined ? {} : { sentAt: sentAt.value }),
      attributes: attributes.value,
      metrics: metrics.value,
      ...(ref.value === undefined ? {} : { ref: ref.value }),
    },
  };
}

type Fields = Readonly<Record<string, unknown>>;

function isObject(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function readId(fields: Fields, field: string): Read<string> {
  const value = fields[field];
  if (value === undefined || value === null) return refuse('MISSING_FIELD', `${field} is missing.`);
  if (typeof value !== 'string') return refuse('INVALID_FIELD', `${field} must be a text.`);
  const read = readIdText(value);
  return read.ok ? { ok: true, value: read.id } : refuse(read.error.code, `${field} ${read.error.message}`);
}

function readName(text: string, what: string): Read<string> {
  const read = readNameText(text);
  return read.ok ? { ok: true, value: read.name } : refuse(read.error.code, `${what} ${read.error.message}`);
}

function readEventName(value: unknown): Read<string> {
  if (value === undefined || value === null) return refuse('MISSING_FIELD', 'name is missing.');
  if (typeof value !== 'string') return refuse('INVALID_FIELD', 'name must be a text.');
  // Nothing is kept by it: it is a name like any other, which only segments cannot ask for.
  if (trimText(value) === '__proto__') return { ok: true, value: '__proto__' };
  const name = readName(value, 'name');
  if (!name.ok || !isSystemName(name.value)) return name;
  return refuse('RESERVED_NAME', `name: ${JSON.stringify(name.value)} is one of the system's own. Choose another one.`);
}

function readMoment(fields: Fields, field: string): Read<number | undefined> {
  const value = fields[field];
  if (value === undefined || value === null) return { ok: true, value: undefined };
  const time = typeof value === 'string' ? parseIsoTime(value.trim()) : value;
  if (typeof time === 'number' && Number.isSafeInteger(time) && time >= FIRST_MOMENT && time <= LAST_MOMENT) {
    return { ok: true, value: time };
  }
  return refuse(
    'INVALID_FIELD',
    `${field} must be an ISO 8601 time, or milliseconds since 1970, in the years 0001 to 9999.`,
  );
}

function readEntries<T>(
  value: unknown,
  field: string,
  max: number,
  readValue: (value: unknown, path: string) => Read<T>,
): Read<Readonly<Record<string, T>>> {
  if (value === undefined || value === null) return { ok: true, value: {} };
  if (!isObject(value)) return refuse('INVALID_FIELD', `${field} must be an object.`);
  const given = Object.entries(value);
  if (given.length > max)
    return refuse('TOO_MANY', `${field} has ${given.length} entries; at most ${max} are allowed.`);
  const entries = new Map<string, T>();
  for (const [key, one] of given) {
    const name = readName(key, `${field}: a name`);
    if (!name.ok) return name;
    if (entries.has(name.value)) {
      return refuse('REPEATED_NAME', `${field}: ${JSON.stringify(name.value)} is there twice in two spellings.`);
    }
    const read = readValue(one, `${field}.${name.value}`);
    if (!read.ok) return read;
    entries.set(name.value, read.value);
  }
  return { ok: true, value: Object.fromEntries(entries) };
}

function readAttributes(value: unknown): Read<EventAttributes> {
  return readEntries(value, 'attributes', MAX_ATTRIBUTES, (text, path) => {
    if (typeof text !== 'string') return refuse('INVALID_FIELD', `${path} must be a text; numbers belong to metrics.`);
    if ([...text].length > MAX_VALUE) {
      return refuse('TOO_LONG', `${path} has more than ${MAX_VALUE} characters.`);
    }
    if (HALF_CHARACTER.test(text)) {
      return refuse('CONTROL_CHARACTER', `${path} contains broken Unicode. Cut texts between characters.`);
    }
    return { ok: true, value: text };
  });
}

function readMetrics(value: unknown): Read<EventMetrics> {
  return readEntries(value, 'metrics', MAX_METRICS, (number, path) => {
    if (typeof number !== 'number' || !Number.isFinite(number)) {
      return refuse('INVALID_FIELD', `${path} must be a finite number.`);
    }
    return isInMetricRange(number) ? { ok: true, value: number } : refuse('INVALID_FIELD', `${path} ${METRIC_RANGE}`);
  });
}

function readRef(value: unknown): Read<string | undefined> {
  if (value === undefined || value === null) return { ok: true, value: undefined };
  if (typeof value === 'string' && parseMessageRef(value) !== null) return { ok: true, value };
  return refuse('INVALID_FIELD', 'ref must be the reference that the message carried.');
}
