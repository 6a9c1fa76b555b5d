import { readNameText } from '../name.ts';
import { refuse, type Refused } from '../result.ts';
import { MESSAGE_OPENED } from './answer.ts';
import type { SaidEvent } from './event.ts';
import { isSystemName } from './system-name.ts';

/** The names of `EventCatalogueMode`. */
export const CATALOGUE_MODES = [
  /** Any event may be recorded. */
  'OFF',
  /** What is not in the catalogue counts, with a flag. */
  'WARN',
  /** What is not in the catalogue is rejected. */
  'REFUSE',
] as const;

/** How events are held against the catalogue. */
export type CatalogueMode = (typeof CATALOGUE_MODES)[number];

/** An attribute or a metric of an event, and what it says. */
export type DefinedField = { readonly name: string; readonly meaning: string };

/** What an event of a name means, which attributes and metrics it may have, and who answers for it. */
export type EventDefinition = {
  readonly name: string;
  readonly meaning: string;
  /** Whom to ask: a team or a person of the company. */
  readonly owner: string;
  readonly attributes: readonly DefinedField[];
  readonly metrics: readonly DefinedField[];
  /** No longer to be recorded; segments and reports may still ask for what was. */
  readonly isRetired: boolean;
};

/** What an event lacks in the catalogue. */
export type CatalogueProblem = { readonly code: 'NOT_IN_CATALOGUE' | 'UNDEFINED_FIELD'; readonly message: string };

const MAX_FIELDS = 40;
const MAX_TEXT = 500;

/** What the client library records by itself belongs to every catalogue. */
const OWN_EVENTS: ReadonlySet<string> = new Set(['session_started', 'session_ended', 'events_dropped', MESSAGE_OPENED]);

/** Reads a definition as a person writes it: its names as names are kept. */
export function createEventDefinition(
  input: EventDefinition,
): { readonly ok: true; readonly definition: EventDefinition } | Refused<'INVALID_EVENT_DEFINITION'> {
  const name = readNameText(input.name);
  if (!name.ok) return invalid(`name ${name.error.message}`);
  if (isSystemName(name.name)) return invalid(`name: ${JSON.stringify(name.name)} is one of the system's own.`);
  for (const field of ['meaning', 'owner'] as const) {
    const text = input[field].trim();
    if (text === '' || text.length > MAX_TEXT) return invalid(`${field}: must have 1 to ${MAX_TEXT} characters.`);
  }
  const attributes = readFields('attributes', input.attributes);
  if (!attributes.ok) return attributes;
  const metrics = readFields('metrics', input.metrics);
  if (!metrics.ok) return metrics;
  const texts = { meaning: input.meaning.trim(), owner: input.owner.trim(), isRetired: input.isRetired };
  return {
    ok: true,
    definition: { name: name.name, ...texts, attributes: attributes.fields, metrics: metrics.fields },
  };
}

/** What is wrong with an event by its definition, or null; `undefined`: its name has none. */
export function holdAgainst(definition: EventDefinition | undefined, event: SaidEvent): CatalogueProblem | null {
  const shown = JSON.stringify(event.name);
  if (definition === undefined) {
    if (OWN_EVENTS.has(event.name)) return null;
    return { code: 'NOT_IN_CATALOGUE', message: `name: the catalogue has no event ${shown}. Define it first.` };
  }
  if (definition.isRetired) {
    return { code: 'NOT_IN_CATALOGUE', message: `name: ${shown} is retired. Ask ${definition.owner} what to record.` };
  }
  for (const kind of ['attributes', 'metrics'] as const) {
    const known = new Set(definition[kind].map(({ name }) => name));
    const unknown = Object.keys(event[kind]).find((name) => !known.has(name));
    if (unknown === undefined) continue;
    const message = `${kind}: the catalogue knows no ${JSON.stringify(unknown)} of ${shown}. Ask ${definition.owner}.`;
    return { code: 'UNDEFINED_FIELD', message };
  }
  return null;
}

function invalid(message: string): Refused<'INVALID_EVENT_DEFINITION'> {
  return refuse('INVALID_EVENT_DEFINITION', message);
}

function readFields(
  kind: 'attributes' | 'metrics',
  fields: readonly DefinedField[],
): { readonly ok: true; readonly fields: readonly DefinedField[] } | Refused<'INVALID_EVENT_DEFINITION'> {
  if (fields.length > MAX_FIELDS) return invalid(`${kind}: has ${fields.length} entries; at most ${MAX_FIELDS}.`);
  const read: DefinedField[] = [];
  for (const field of fields) {
    const name = readNameText(field.name);
    if (!name.ok) return invalid(`${kind}: a name ${name.error.message}`);
    if (read.some((one) => one.name === name.name))
      return invalid(`${kind}: ${JSON.stringify(name.name)} is there twice.`);
    const meaning = field.meaning.trim();
    if (meaning === '' || meaning.length > MAX_TEXT) {
      return invalid(`${kind}.${name.name}: its meaning must have 1 to ${MAX_TEXT} characters.`);
    }
    read.push({ name: name.name, meaning });
  }
  return { ok: true, fields: read };
}
