import type { Customer } from '../../domain/customer/index.ts';
import { refuse, type Refused } from '../../domain/result.ts';
import {
  compileSegment,
  parseSegmentDefinition,
  refuseFutureDates,
  type SegmentDefinition,
} from '../../domain/segment/index.ts';
import type { SegmentStore, SegmentVersionStore } from '../ports.ts';
import { loadSources } from './load-sources.ts';

/** A saved segment, one of its versions, or a definition that is not saved yet. */
export type SegmentReference =
  { readonly segmentId: string; readonly version?: number } | { readonly definition: unknown };

/** A definition, compiled together with its sources. */
export type SegmentQuestion = {
  readonly ok: true;
  readonly definition: SegmentDefinition;
  readonly isMember: (customer: Customer) => boolean;
  /** Definition and sources as text: two questions of the same text are the same. */
  readonly text: string;
};

type Stores = { readonly segments: SegmentStore; readonly segmentVersions: SegmentVersionStore };

/** Reads who is asked for, as of a moment. */
export async function readQuestion(
  stores: Stores,
  reference: SegmentReference,
  now: number,
): Promise<SegmentQuestion | Refused> {
  const read = await readDefinition(stores, reference, now);
  if (!read.ok) return read;
  const { definition } = read;
  const loaded = await loadSources(stores.segments, definition);
  if (!loaded.ok) return loaded;
  const { sources } = loaded;
  const compiled = compileSegment(definition, { now, resolveSource: (id) => sources[id] });
  if (!compiled.ok) return compiled;
  return { ok: true, definition, isMember: compiled.isMember, text: JSON.stringify([definition, sources]) };
}

async function readDefinition(
  { segments, segmentVersions }: Stores,
  reference: SegmentReference,
  now: number,
): Promise<{ readonly ok: true; readonly definition: SegmentDefinition } | Refused> {
  if ('definition' in reference) {
    const parsed = parseSegmentDefinition(reference.definition);
    return parsed.ok ? (refuseFutureDates(parsed.definition, now) ?? parsed) : parsed;
  }
  const { segmentId, version } = reference;
  const known = (await segments.get(segmentId))?.value;
  if (known === undefined) return refuse('NOT_FOUND', `There is no segment ${segmentId}.`);
  if (version === undefined || version === known.version) return { ok: true, definition: known.definition };
  const kept = await segmentVersions.get(segmentId, version);
  if (kept !== null) return { ok: true, definition: kept.definition };
  return refuse('NOT_FOUND', `Segment ${segmentId} has no version ${version}; the present one is ${known.version}.`);
}
