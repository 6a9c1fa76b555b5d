import type {
  ActiveCustomerDimension,
  Dimensions,
  MetricDimension,
  SegmentDefinition,
  SetDimension,
} from './definition.ts';

type Range = { min: number; isMinOpen: boolean; max: number; isMaxOpen: boolean };

function narrow(range: Range, { comparison, value }: MetricDimension): void {
  const raise = (isOpen: boolean): void => {
    if (value > range.min) [range.min, range.isMinOpen] = [value, isOpen];
    else if (value === range.min) range.isMinOpen ||= isOpen;
  };
  const lower = (isOpen: boolean): void => {
    if (value < range.max) [range.max, range.isMaxOpen] = [value, isOpen];
    else if (value === range.max) range.isMaxOpen ||= isOpen;
  };
  switch (comparison) {
    case 'EQUAL':
      raise(false);
      lower(false);
      break;
    case 'GREATER_THAN':
      raise(true);
      break;
    case 'GREATER_THAN_OR_EQUAL':
      raise(false);
      break;
    case 'LESS_THAN':
      lower(true);
      break;
    case 'LESS_THAN_OR_EQUAL':
      lower(false);
      break;
  }
}

function isEmpty({ min, max, isMinOpen, isMaxOpen }: Range): boolean {
  return min > max || (min === max && (isMinOpen || isMaxOpen));
}

/** The entries every member must match. */
function required(definition: SegmentDefinition): readonly Dimensions[] {
  if (definition.include === 'NONE' || (definition.include === 'ANY' && definition.groups.length > 1)) return [];
  return definition.groups.flatMap(({ type, dimensions }) =>
    type === 'ALL' || (type === 'ANY' && dimensions.length === 1) ? dimensions : [],
  );
}

/** The days within which everyone must be ACTIVE (the fewest) and INACTIVE (the most). */
type Activity = { active: number; inactive: number };

function narrowActivity(range: Activity, { type, days }: ActiveCustomerDimension): void {
  if (type === 'ACTIVE') range.active = Math.min(range.active, days);
  else range.inactive = Math.max(range.inactive, days);
}

function metricContradiction(entries: readonly Dimensions[]): string | null {
  const ranges = new Map<string, Range>();
  for (const [name, metric] of entries.flatMap(({ metrics = {} }) => Object.entries(metrics))) {
    const range = ranges.get(name) ?? { min: -Infinity, isMinOpen: false, max: Infinity, isMaxOpen: false };
    narrow(range, metric);
    ranges.set(name, range);
    if (isEmpty(range)) return `the conditions on metric "${name}" contradict each other: nobody can match.`;
  }
  return null;
}

function activityContradiction(entries: readonly Dimensions[]): string | null {
  const recency: Activity = { active: Infinity, inactive: -Infinity };
  const customer: Activity = { active: Infinity, inactive: -Infinity };
  for (const entry of entries) {
    if (entry.recency !== undefined) narrowActivity(recency, entry.recency);
    if (entry.activeCustomer !== undefined) narrowActivity(customer, entry.activeCustomer);
  }
  // An active customer is recently active too; not the other way round, for recency falls back on the endpoint's date.
  const active = Math.min(recency.active, customer.active);
  for (const { active: within, inactive: since } of [{ ...recency, active }, customer]) {
    if (since >= within) return `nobody is active within ${within} days and inactive for ${since} days.`;
  }
  return null;
}

/** Conditions on the same thing that an entry may repeat: what must, and what must not be. */
function eventContradiction(entries: readonly Dimensions[]): string | null {
  const events = entries.flatMap((entry) => entry.events ?? []);
  for (const did of events) {
    for (const didNot of events) {
      if (did.type !== 'DID' || didNot.type !== 'DID_NOT' || did.event !== didNot.event) continue;
      if (JSON.stringify(did.attribute) !== JSON.stringify(didNot.attribute)) continue;
      if (did.atLeast < didNot.atLeast || did.withinDays > didNot.withinDays) continue;
      return `nobody did and did not do "${did.event}" within ${did.withinDays} days.`;
    }
  }
  return null;
}

function consentContradiction(entries: readonly Dimensions[]): string | null {
  const states = new Map<string, string>();
  for (const { channel, kind, type } of entries.flatMap((entry) => entry.consent ?? [])) {
    const known = states.get(`${channel} ${kind}`) ?? type;
    if (known !== type) return `nobody's ${kind} consent on ${channel} is both ${known} and ${type}.`;
    states.set(`${channel} ${kind}`, type);
  }
  return null;
}

type NamedSet = readonly [name: string, set: SetDimension];

/** Conditions on fields of which an endpoint has one value, or none. */
function setsOf({ demographic = {}, location = {} }: Dimensions): NamedSet[] {
  const { channel, appVersion, make, model, platform } = demographic;
  const { country, region, city } = location;
  const named = { channel, appVersion, make, model, platform, country, region, city };
  return Object.entries(named).flatMap(([name, set]): NamedSet[] => (set === undefined ? [] : [[name, set]]));
}

function setContradiction(entries: readonly Dimensions[]): string | null {
  const allowed = new Map<string, readonly string[]>();
  const sets = entries.flatMap(setsOf);
  for (const type of ['INCLUSIVE', 'EXCLUSIVE'] as const) {
    for (const [name, { values }] of sets.filter(([, set]) => set.type === type)) {
      const left = allowed.get(name);
      // Nothing is required of the field: whatever is excluded, many values are left.
      if (left === undefined && type === 'EXCLUSIVE') continue;
      const next = (left ?? values).filter((value) => values.includes(value) === (type === 'INCLUSIVE'));
      if (next.length === 0) return `the conditions on ${name} leave no value: nobody can match.`;
      allowed.set(name, next);
    }
  }
  return null;
}

/** Conditions on things of which one may have several: whoever has one of these must have none of those. */
function listsOf({ attributes = {}, userAttributes = {}, reach, importedSegments }: Dimensions): NamedSet[] {
  const named = { reach, importedSegments };
  const lists = Object.entries(named).flatMap(([name, set]): NamedSet[] => (set === undefined ? [] : [[name, set]]));
  for (const [kind, map] of Object.entries({ attribute: attributes, 'user attribute': userAttributes })) {
    for (const [name, { type, values }] of Object.entries(map)) {
      if (type === 'INCLUSIVE' || type === 'EXCLUSIVE') lists.push([`${kind} "${name}"`, { type, values }]);
    }
  }
  return lists;
}

function listContradiction(entries: readonly Dimensions[]): string | null {
  const lists = entries.flatMap(listsOf);
  for (const [name, wanted] of lists) {
    for (const [other, unwanted] of lists) {
      if (name !== other || wanted.type !== 'INCLUSIVE' || unwanted.type !== 'EXCLUSIVE') continue;
      if (wanted.values.every((value) => unwanted.values.includes(value))) {
        return `the conditions on ${name} ask for what they exclude: nobody can match.`;
      }
    }
  }
  return null;
}

/** Names conditions that nobody can meet together, or null. Only what is provably empty is named. */
export function findContradiction(definition: SegmentDefinition): string | null {
  const entries = required(definition);
  return (
    metricContradiction(entries) ??
    activityContradiction(entries) ??
    eventContradiction(entries) ??
    consentContradiction(entries) ??
    setContradiction(entries) ??
    listContradiction(entries)
  );
}
