import { refuse, type Refused } from '../../domain/result.ts';
import type { SegmentDefinition } from '../../domain/segment/index.ts';
import type { SegmentStore } from '../ports.ts';

const MAX_DEPTH = 5;

export type Sources = { readonly ok: true; readonly sources: Readonly<Record<string, SegmentDefinition>> };

/** Reads every segment a definition builds on, however deep; a missing one or a circle is refused. */
export async function loadSources(
  segments: SegmentStore,
  definition: SegmentDefinition,
  ownId?: string,
): Promise<Sources | Refused> {
  const sources: Record<string, SegmentDefinition> = {};
  const visit = async (current: SegmentDefinition, path: readonly string[]): Promise<Refused | null> => {
    for (const id of current.groups.flatMap((group) => group.sourceSegmentIds)) {
      if (id === ownId || path.includes(id)) {
        return refuse('INVALID_SEGMENT', `Segment ${id} would build on itself (${[...path, id].join(' → ')}).`);
      }
      if (path.length >= MAX_DEPTH) {
        return refuse('INVALID_SEGMENT', `Segments may build on one another at most ${MAX_DEPTH} deep.`);
      }
      const source = sources[id] ?? (await segments.get(id))?.value.definition;
      if (source === undefined) return refuse('INVALID_SEGMENT', `There is no source segment ${id}.`);
      sources[id] = source;
      const refusal = await visit(source, [...path, id]);
      if (refusal !== null) return refusal;
    }
    return null;
  };
  return (await visit(definition, [])) ?? { ok: true, sources };
}
