import type { Dimensions } from '../../../src/domain/segment/definition.ts';

/** The kinds of sentence that a segment is built of. */
export const KINDS = ['ACTIVE', 'ATTRIBUTE', 'EVENT', 'CONSENT', 'REACH', 'CITY'] as const;

/** One of `KINDS`. */
export type Kind = (typeof KINDS)[number];

/** One sentence about a customer. `is`: whether it has to be so, or must not be so. */
export interface Condition {
  readonly kind: Kind;
  readonly is: boolean;
  /** An attribute, an event or a channel. */
  readonly subject: string;
  /** Values of an attribute, or cities. */
  readonly values: readonly string[];
  readonly days: number;
  readonly times: number;
}

/** How the sentences of a group combine. */
export const COMBINED = ['ALL', 'ANY', 'NONE'] as const;

/** Some sentences and how they combine. */
export interface Group {
  readonly type: (typeof COMBINED)[number];
  readonly conditions: readonly Condition[];
}

/** A segment as it is built: groups, all of which or at least one of which have to hold. */
export interface Built {
  readonly include: 'ALL' | 'ANY';
  readonly groups: readonly Group[];
}

/** A sentence of a kind before anything is filled in. */
export function emptyCondition(kind: Kind): Condition {
  const subject = kind === 'CONSENT' || kind === 'REACH' ? 'PUSH' : '';
  return { kind, is: true, subject, values: [], days: 30, times: 1 };
}

/** Whether everything that a sentence needs is filled in. */
function isFilled({ kind, subject, values }: Condition): boolean {
  if (kind === 'ATTRIBUTE') return subject !== '' && written(values).length > 0;
  if (kind === 'CITY') return written(values).length > 0;
  return kind === 'EVENT' ? subject !== '' : true;
}

/** The definition that the API takes: the sentences that are filled in. */
export function definitionOf({ include, groups }: Built): string {
  return JSON.stringify({
    include,
    groups: groups
      .map(({ type, conditions }) => ({
        type,
        sourceType: 'ANY',
        sourceSegmentIds: [],
        dimensions: conditions.filter(isFilled).map(dimensionOf),
      }))
      .filter(({ dimensions }) => dimensions.length > 0),
  });
}

/** While somebody types there are values that are nothing yet. */
function written(values: readonly string[]): readonly string[] {
  return values.map((value) => value.trim()).filter((value) => value !== '');
}

function dimensionOf({ kind, is, subject, values: typed, days, times }: Condition): object {
  const values = written(typed);
  const type = is ? 'INCLUSIVE' : 'EXCLUSIVE';
  switch (kind) {
    case 'ACTIVE':
      return { activeCustomer: { type: is ? 'ACTIVE' : 'INACTIVE', days } };
    case 'ATTRIBUTE':
      return { userAttributes: { [subject]: { type, values } } };
    case 'EVENT':
      return { events: [{ type: is ? 'DID' : 'DID_NOT', event: subject, atLeast: times, withinDays: days }] };
    case 'CONSENT':
      return { consent: [{ channel: subject, kind: 'AD', type: is ? 'GRANTED' : 'NOT_GRANTED' }] };
    case 'REACH':
      return { reach: { type, values: [subject] } };
    case 'CITY':
      return { location: { city: { type, values } } };
  }
}

/** A stored definition as sentences; null when it says something that these sentences cannot. */
export function builtOf(json: string): Built | null {
  const parsed: unknown = JSON.parse(json);
  if (!isObject(parsed) || !Array.isArray(parsed['groups']) || hasAny(parsed['exclude'])) return null;
  const include = parsed['include'] ?? 'ALL';
  if (include !== 'ALL' && include !== 'ANY') return null;
  const groups = parsed['groups'].map(groupOf);
  return groups.every((group) => group !== null) ? { include, groups } : null;
}

function groupOf(value: unknown): Group | null {
  if (!isObject(value) || hasAny(value['sourceSegmentIds']) || !Array.isArray(value['dimensions'])) return null;
  const type = COMBINED.find((one) => one === value['type']);
  const conditions = value['dimensions'].map(conditionOf);
  if (type === undefined || !conditions.every((one) => one !== null)) return null;
  return { type, conditions };
}

/** One sentence has one condition; what has several, or others, is not one. */
function conditionOf(value: unknown): Condition | null {
  if (!isObject(value) || Object.keys(value).length !== 1) return null;
  for (const kind of KINDS) {
    const found = READERS[kind](value);
    if (found !== null && sameAs(dimensionOf(found), value)) return found;
  }
  return null;
}

const READERS: Readonly<Record<Kind, (value: Dimensions & Readonly<Record<string, unknown>>) => Condition | null>> = {
  ACTIVE: ({ activeCustomer: one }) =>
    one === undefined ? null : { ...emptyCondition('ACTIVE'), is: one.type === 'ACTIVE', days: one.days },
  ATTRIBUTE: ({ userAttributes }) => {
    const [entry, ...others] = Object.entries(userAttributes ?? {});
    if (entry === undefined || others.length > 0) return null;
    const [subject, { type, values }] = entry;
    return { ...emptyCondition('ATTRIBUTE'), subject, values, is: type === 'INCLUSIVE' };
  },
  EVENT: ({ events }) => {
    const [one, ...others] = events ?? [];
    if (one === undefined || others.length > 0) return null;
    const { type, event, atLeast, withinDays } = one;
    return { ...emptyCondition('EVENT'), subject: event, is: type === 'DID', times: atLeast, days: withinDays };
  },
  CONSENT: ({ consent }) => {
    const [one, ...others] = consent ?? [];
    if (one === undefined || others.length > 0) return null;
    return { ...emptyCondition('CONSENT'), subject: one.channel, is: one.type === 'GRANTED' };
  },
  REACH: ({ reach }) => {
    const [subject, ...others] = reach?.values ?? [];
    if (reach === undefined || subject === undefined || others.length > 0) return null;
    return { ...emptyCondition('REACH'), subject, is: reach.type === 'INCLUSIVE' };
  },
  CITY: ({ location }) => {
    const city = location?.city;
    return city === undefined
      ? null
      : { ...emptyCondition('CITY'), values: city.values, is: city.type === 'INCLUSIVE' };
  },
};

/** Equal whatever the order of their fields. */
function sameAs(a: unknown, b: unknown): boolean {
  if (!isObject(a) || !isObject(b)) return JSON.stringify(a) === JSON.stringify(b);
  const names = Object.keys(a);
  return names.length === Object.keys(b).length && names.every((name) => sameAs(a[name], b[name]));
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function hasAny(list: unknown): boolean {
  return Array.isArray(list) && list.length > 0;
}
