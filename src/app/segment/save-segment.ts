import { refuse, type Refused } from '../../domain/result.ts';
import { compileSegment, parseSegmentDefinition, type Segment } from '../../domain/segment/index.ts';
import type { Actor, Clock, Ids, SegmentStore } from '../ports.ts';
import { loadSources } from './load-sources.ts';

export type SaveSegmentCommand = {
  readonly actor: Actor;
  /** Absent: a new segment. */
  readonly segmentId?: string;
  readonly name: string;
  /** Not checked yet: it comes from outside as it is. */
  readonly definition: unknown;
};

const MAX_NAME_LENGTH = 128;

/** Checks a definition of who belongs together, and keeps it. */
export async function saveSegment(
  deps: { segments: SegmentStore; ids: Ids; clock: Clock },
  command: SaveSegmentCommand,
): Promise<{ readonly ok: true; readonly segment: Segment } | Refused> {
  const name = command.name.trim();
  if (name === '' || name.length > MAX_NAME_LENGTH) {
    return refuse('INVALID_SEGMENT', `A segment needs a name of 1 to ${MAX_NAME_LENGTH} characters.`);
  }
  const parsed = parseSegmentDefinition(command.definition);
  if (!parsed.ok) return parsed;
  const id = command.segmentId ?? deps.ids.next();
  const sources = await loadSources(deps.segments, parsed.definition, id);
  if (!sources.ok) return sources;
  const compiled = compileSegment(parsed.definition, {
    now: deps.clock.now(),
    resolveSource: (sourceId) => sources.sources[sourceId],
    segmentId: id,
  });
  if (!compiled.ok) return compiled;
  const known = await deps.segments.get(id);
  if (known === null && command.segmentId !== undefined) return refuse('NOT_FOUND', `There is no segment ${id}.`);
  const segment: Segment = { id, name, type: 'DYNAMIC', definition: parsed.definition };
  if (await deps.segments.put(segment, known?.revision ?? 0, command.actor)) return { ok: true, segment };
  return refuse('CONFLICT', `Segment ${id} is being changed by somebody else; try again.`);
}
