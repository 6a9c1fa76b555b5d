import { CONSENT_KINDS } from '../consent/consent.ts';
import { CHANNELS } from '../customer/channel.ts';
import {
  ACTIVE_CUSTOMER_DAYS,
  ACTIVITY_STATES,
  CONSENT_STATES,
  EVENT_COMPARISONS,
  EVENT_DAYS,
  type ActiveCustomerDimension,
  type ConsentDimension,
  type EventDimension,
  type ImportedSegmentsDimension,
  type ReachDimension,
} from './definition.ts';
import { MAX_DAYS, readSet, readValues } from './parse-values.ts';
import {
  DefinitionStop,
  readChoice,
  readFields,
  readList,
  readName,
  readNumber,
  readSegmentId,
  type Fields,
} from './read-fields.ts';

/** Every condition counts against the limit of the whole definition; this one only keeps a list short before that. */
const MAX_LIST = 100;
const MAX_TIMES = 1_000_000;

/** Reads the active-customer flag; without days, monthly active. */
export function readActiveCustomer(value: unknown, path: string): ActiveCustomerDimension {
  const fields = readFields(value, path, ['type', 'days']);
  const type = fields['type'] === undefined ? 'ACTIVE' : readChoice(fields['type'], `${path}.type`, ACTIVITY_STATES);
  const { days } = fields;
  return { type, days: days === undefined ? ACTIVE_CUSTOMER_DAYS : readNumber(days, `${path}.days`, 1, MAX_DAYS) };
}

function readWhole(fields: Fields, name: string, path: string, whenAbsent: number, max: number): number {
  if (fields[name] === undefined) return whenAbsent;
  const number = readNumber(fields[name], `${path}.${name}`, 1, max);
  if (Number.isInteger(number)) return number;
  throw new DefinitionStop(`${path}.${name}`, 'must be a whole number.');
}

function readEvent(value: unknown, path: string): EventDimension {
  const fields = readFields(value, path, ['type', 'event', 'atLeast', 'withinDays', 'attribute']);
  const event: EventDimension = {
    type: fields['type'] === undefined ? 'DID' : readChoice(fields['type'], `${path}.type`, EVENT_COMPARISONS),
    event: readName(fields['event'], `${path}.event`),
    atLeast: readWhole(fields, 'atLeast', path, 1, MAX_TIMES),
    // Longer ago is not kept: to answer anyway would be to answer wrongly.
    withinDays: readWhole(fields, 'withinDays', path, EVENT_DAYS, EVENT_DAYS),
  };
  if (fields['attribute'] === undefined) return event;
  const at = `${path}.attribute`;
  const attribute = readFields(fields['attribute'], at, ['name', 'values']);
  return {
    ...event,
    attribute: {
      name: readName(attribute['name'], `${at}.name`),
      values: [
        ...new Set(
          readValues(attribute['values'], `${at}.values`).map((one, index) => readName(one, `${at}.values[${index}]`)),
        ),
      ],
    },
  };
}

/** Reads what the customer must have done or not done. */
export function readEvents(value: unknown, path: string): EventDimension[] {
  return readList(value, path, MAX_LIST).map((entry, index) => readEvent(entry, `${path}[${index}]`));
}

function readDecision(value: unknown, path: string): ConsentDimension {
  const fields = readFields(value, path, ['channel', 'kind', 'type']);
  const channel = readChoice(fields['channel'], `${path}.channel`, CHANNELS);
  const kind = fields['kind'] === undefined ? 'AD' : readChoice(fields['kind'], `${path}.kind`, CONSENT_KINDS);
  const type = fields['type'] === undefined ? 'GRANTED' : readChoice(fields['type'], `${path}.type`, CONSENT_STATES);
  if (channel === 'EMAIL' && kind === 'NIGHT') {
    throw new DefinitionStop(`${path}.kind`, 'e-mail needs no consent for the night. Use AD.');
  }
  return { channel, kind, type };
}

/** Reads what the customer must have decided on advertising. */
export function readConsent(value: unknown, path: string): ConsentDimension[] {
  return readList(value, path, MAX_LIST).map((entry, index) => readDecision(entry, `${path}[${index}]`));
}

/** Reads on which channels the customer must, or must not, be reachable. */
export function readReach(value: unknown, path: string): ReachDimension {
  const { type, values } = readSet(value, path);
  return { type, values: values.map((entry, index) => readChoice(entry, `${path}.values[${index}]`, CHANNELS)) };
}

/** Reads which imported lists the customer must, or must not, be on. */
export function readImportedSegments(value: unknown, path: string): ImportedSegmentsDimension {
  const { type, values } = readSet(value, path, Infinity);
  return { type, values: values.map((id, index) => readSegmentId(id, `${path}.values[${index}]`)) };
}
