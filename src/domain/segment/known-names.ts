import type { Customer } from '../customer/customer.ts';
import type { Dimensions, SegmentDefinition, SegmentWarning } from './definition.ts';
import { nearest } from '../nearest-name.ts';

/** Names beyond this come from customers who use names as values; the nearest is then found among the first. */
const MAX_NAMES = 2_000;

/** The names that some customers were seen to use. */
export type KnownNames = {
  readonly customers: number;
  readonly userAttributes: ReadonlySet<string>;
  readonly attributes: ReadonlySet<string>;
  readonly metrics: ReadonlySet<string>;
  readonly events: ReadonlySet<string>;
  readonly eventAttributes: ReadonlySet<string>;
};

type Names = Record<Exclude<keyof KnownNames, 'customers'>, Set<string>>;

/** Collects the names that customers use, a few customers at a time. */
export function collectNames(): { readonly add: (customer: Customer) => void; readonly names: () => KnownNames } {
  let customers = 0;
  const names: Names = {
    userAttributes: new Set(),
    attributes: new Set(),
    metrics: new Set(),
    events: new Set(),
    eventAttributes: new Set(),
  };
  const addAll = (set: Set<string>, map: Readonly<Record<string, unknown>>): void => {
    for (const name in map) if (set.size < MAX_NAMES) set.add(name);
  };
  return {
    add: ({ attributes, endpoints, activity: { events = {} } }) => {
      customers += 1;
      addAll(names.userAttributes, attributes);
      for (const endpoint of endpoints) {
        addAll(names.attributes, endpoint.attributes);
        addAll(names.metrics, endpoint.metrics);
      }
      addAll(names.events, events);
      for (const event of Object.values(events)) addAll(names.eventAttributes, event.attributes ?? {});
    },
    names: () => ({ customers, ...names }),
  };
}

type Use = {
  readonly code: SegmentWarning['code'];
  readonly path: string;
  readonly name: string;
  readonly kind: Exclude<keyof KnownNames, 'customers'>;
};

const WORDS: Readonly<Record<Use['kind'], string>> = {
  userAttributes: 'user attribute',
  attributes: 'endpoint attribute',
  metrics: 'metric',
  events: 'event',
  eventAttributes: 'event attribute',
};

/** Kinds that are easily mistaken for each other. */
const TWINS: { readonly [K in Use['kind']]?: 'attributes' | 'userAttributes' } = {
  attributes: 'userAttributes',
  userAttributes: 'attributes',
};

function usesOf({ attributes, userAttributes, metrics, events = [] }: Dimensions, path: string): Use[] {
  const named = (kind: Use['kind'], code: Use['code'], map: object = {}): Use[] =>
    Object.keys(map).map((name) => ({ code, path: `${path}.${kind}.${name}`, name, kind }));
  return [
    ...named('attributes', 'UNKNOWN_ATTRIBUTE', attributes),
    ...named('userAttributes', 'UNKNOWN_ATTRIBUTE', userAttributes),
    ...named('metrics', 'UNKNOWN_METRIC', metrics),
    ...events.flatMap(({ event, attribute }, index): Use[] => {
      const at = `${path}.events[${index}]`;
      const used: Use = { code: 'UNKNOWN_EVENT', path: `${at}.event`, name: event, kind: 'events' };
      if (attribute === undefined) return [used];
      const { name } = attribute;
      return [used, { code: 'UNKNOWN_ATTRIBUTE', path: `${at}.attribute.name`, name, kind: 'eventAttributes' }];
    }),
  ];
}

/** What was probably meant: the same name elsewhere, or the nearest one of its own kind. */
function advice({ kind, name }: Use, known: KnownNames): string {
  const twin = TWINS[kind];
  if (twin !== undefined && known[twin].has(name)) return ` It is a known ${WORDS[twin]}: use ${twin}.`;
  const closest = nearest(name, [...known[kind]]);
  return closest === '' ? '' : ` The nearest known name is "${closest}".`;
}

/**
 * Warns of names that none of the customers looked at uses. Only a warning: a new attribute has no users yet, and a rare
 * one may not have been among those looked at.
 */
export function warnOfUnknownNames(definition: SegmentDefinition, known: KnownNames): SegmentWarning[] {
  if (known.customers === 0) return [];
  const uses = (['groups', 'exclude'] as const).flatMap((list) =>
    (definition[list] ?? []).flatMap(({ dimensions }, group) =>
      dimensions.flatMap((entry, index) => usesOf(entry, `${list}[${group}].dimensions[${index}]`)),
    ),
  );
  return uses
    .filter(({ kind, name }) => !known[kind].has(name))
    .map((use) => {
      const message = `None of the ${known.customers} customers looked at has ${WORDS[use.kind]} "${use.name}".`;
      return { code: use.code, path: use.path, message: message + advice(use, known) };
    });
}
