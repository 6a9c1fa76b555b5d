import { idOfSaved } from '../../domain/imported-id.ts';
import { refuse, type Refused } from '../../domain/result.ts';
import {
  collectNames,
  importedSegmentDefinition,
  parseSegmentDefinition,
  refuseFutureDates,
  warnOfUnknownNames,
  type Segment,
  type SegmentDefinition,
  type SegmentType,
  type SegmentWarning,
} from '../../domain/segment/index.ts';
import type { Actor, Clock, CustomerSource, Ids, SegmentStore, SegmentVersionStore } from '../ports.ts';
import { loadSources } from './load-sources.ts';

export type SaveSegmentDeps = {
  readonly segments: SegmentStore;
  readonly segmentVersions: SegmentVersionStore;
  readonly customers: CustomerSource;
  readonly ids: Ids;
  readonly clock: Clock;
};

export type SaveSegmentCommand = {
  readonly actor: Actor;
  /** Absent: a new segment. */
  readonly segmentId?: string;
  /** What it is called where it comes from: it is updated when it was saved under this key before, and created else. */
  readonly importKey?: string;
  readonly name: string;
  /** Absent: as it is, and DYNAMIC when new. */
  readonly type?: SegmentType;
  /** Not checked yet: it comes from outside as it is. An imported segment has none: its members are imported. */
  readonly definition?: unknown;
};

const MAX_NAME_LENGTH = 128;
/** Somebody else saving the same segment at the same moment takes a version number; then the next one is tried. */
const MAX_TRIES = 5;

type Read = { readonly ok: true; readonly definition: SegmentDefinition };

/** Checks a definition of who belongs together, and keeps it; what has changed becomes a new version. */
export async function saveSegment(
  deps: SaveSegmentDeps,
  command: SaveSegmentCommand,
): Promise<{ readonly ok: true; readonly segment: Segment } | Refused> {
  const name = command.name.trim();
  if (name === '' || name.length > MAX_NAME_LENGTH) {
    return refuse('INVALID_SEGMENT', `A segment needs a name of 1 to ${MAX_NAME_LENGTH} characters.`);
  }
  const given = idOfSaved(command.segmentId, command.importKey);
  if (!given.ok) return given;
  const id = given.id ?? deps.ids.next();
  for (let attempt = 0; attempt < MAX_TRIES; attempt += 1) {
    const known = await deps.segments.get(id);
    if (known === null && command.segmentId !== undefined) return refuse('NOT_FOUND', `There is no segment ${id}.`);
    const type = command.type ?? known?.value.type ?? 'DYNAMIC';
    if (known !== null && type !== known.value.type) {
      return refuse('INVALID_SEGMENT', `Segment ${id} is ${known.value.type}; save a ${type} one as a new segment.`);
    }
    const read = type === 'IMPORTED' ? readImported(id, command) : await readDynamic(deps, id, command);
    if (!read.ok) return read;
    const { definition } = read;
    const isChanged = known === null || JSON.stringify(known.value.definition) !== JSON.stringify(definition);
    const version = isChanged ? (known?.value.version ?? 0) + 1 + attempt : known.value.version;
    const kept = { segmentId: id, version, definition };
    if (isChanged && !(await deps.segmentVersions.put(kept, command.actor))) continue;
    const segment: Segment = { id, name, type, version, definition, warnings: await warningsOf(deps, definition) };
    if (await deps.segments.put(segment, known?.revision ?? 0, command.actor)) return { ok: true, segment };
  }
  return refuse('CONFLICT', `Segment ${id} is being changed by somebody else; try again.`);
}

function readImported(id: string, command: SaveSegmentCommand): Read | Refused {
  if (command.definition === undefined) return { ok: true, definition: importedSegmentDefinition(id) };
  return refuse('INVALID_SEGMENT', 'An imported segment has no definition: import its members instead.');
}

async function readDynamic(deps: SaveSegmentDeps, id: string, command: SaveSegmentCommand): Promise<Read | Refused> {
  const parsed = parseSegmentDefinition(command.definition);
  if (!parsed.ok) return parsed;
  const refused = refuseFutureDates(parsed.definition, deps.clock.now());
  if (refused !== null) return refused;
  const sources = await loadSources(deps.segments, parsed.definition, id);
  return sources.ok ? parsed : sources;
}

/** Looks at one page of customers; pages come by the hash of the id, which makes any of them a fair sample. */
async function warningsOf(deps: SaveSegmentDeps, definition: SegmentDefinition): Promise<SegmentWarning[]> {
  const { customers } = await deps.customers.scan(0, 1, null);
  const collected = collectNames();
  for (const customer of customers) collected.add(customer);
  return warnOfUnknownNames(definition, collected.names());
}
