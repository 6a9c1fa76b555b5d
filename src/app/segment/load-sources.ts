import { exceeds, jsonBytes } from '../../domain/limits.ts';
import { refuse, type Refused } from '../../domain/result.ts';
import {
  compileSegment,
  importedSegmentIds,
  sourceSegmentIds,
  type SegmentDefinition,
} from '../../domain/segment/index.ts';
import type { SegmentStore } from '../ports.ts';

/** As deep as a definition can be compiled; a circle of other segments ends here and is named by the compiler. */
const MAX_DEPTH = 5;

export type Sources = { readonly ok: true; readonly sources: Readonly<Record<string, SegmentDefinition>> };

/**
 * Reads every segment a definition builds on, each once and level by level, and makes sure that all compile together: a
 * missing segment or list, a circle, too many and too much are refused.
 */
export async function loadSources(
  segments: SegmentStore,
  definition: SegmentDefinition,
  ownId?: string,
): Promise<Sources | Refused> {
  const sources = new Map<string, SegmentDefinition>();
  let bytes = jsonBytes(definition);
  let level = sourceSegmentIds(definition);
  for (let depth = 0; depth < MAX_DEPTH && level.length > 0; depth += 1) {
    const next = new Set<string>();
    for (const id of level) {
      if (id === ownId || sources.has(id)) continue;
      const source = (await segments.get(id))?.value.definition;
      if (source === undefined) return refuse('INVALID_SEGMENT', `There is no source segment ${id}. Save it first.`);
      sources.set(id, source);
      bytes += jsonBytes(source);
      const tooLarge = exceeds('definitionWithSources', bytes);
      if (tooLarge !== null) return refuse('SEGMENT_LIMIT', `Use fewer or shorter source segments: ${tooLarge}`);
      for (const deeper of sourceSegmentIds(source)) next.add(deeper);
    }
    level = [...next];
  }
  const missing = await findMissingList(segments, [definition, ...sources.values()], ownId);
  if (missing !== undefined) return missing;
  const compiled = compileSegment(definition, {
    now: 0,
    resolveSource: (id) => (id === ownId ? definition : sources.get(id)),
    ...(ownId === undefined ? {} : { segmentId: ownId }),
  });
  return compiled.ok ? { ok: true, sources: Object.fromEntries(sources) } : compiled;
}

/**
 * A condition on an imported list that is none would hold for nobody or, where it leaves people out, for everybody: a
 * misspelt id must not widen an audience without a word.
 */
async function findMissingList(
  segments: SegmentStore,
  definitions: readonly SegmentDefinition[],
  ownId: string | undefined,
): Promise<Refused | undefined> {
  for (const id of new Set(definitions.flatMap(importedSegmentIds))) {
    if (id === ownId) continue;
    const type = (await segments.get(id))?.value.type;
    if (type === undefined) return refuse('INVALID_SEGMENT', `There is no imported segment ${id}. Save it first.`);
    if (type !== 'IMPORTED') {
      return refuse(
        'INVALID_SEGMENT',
        `Segment ${id} is no imported list: name it in sourceSegmentIds of a group instead.`,
      );
    }
  }
  return undefined;
}
