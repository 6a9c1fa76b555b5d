import { refuse, type Refused } from '../../domain/result.ts';
import { compileSegment, parseSegmentDefinition, type SegmentDefinition } from '../../domain/segment/index.ts';
import type { Clock, CustomerSource, SegmentStore } from '../ports.ts';
import { loadSources } from './load-sources.ts';

/** A saved segment, or a definition that is not saved yet. */
export type EstimateSegmentCommand = {
  readonly source: { readonly segmentId: string } | { readonly definition: unknown };
  /** Stop reading after this many customers and project from them. */
  readonly maxScanned?: number;
};

export type SegmentEstimate = {
  readonly ok: true;
  readonly matched: number;
  readonly scanned: number;
  /** Everyone was read: `estimate` is exact as of now. */
  readonly isExact: boolean;
  readonly estimate: number;
};

const DEFAULT_MAX_SCANNED = 50_000;

/** Counts who belongs to a segment, exactly when the audience is small, otherwise projected from a part of it. */
export async function estimateSegment(
  deps: { segments: SegmentStore; customers: CustomerSource; clock: Clock },
  command: EstimateSegmentCommand,
): Promise<SegmentEstimate | Refused> {
  const read = await readDefinition(deps.segments, command.source);
  if (!read.ok) return read;
  const loaded = await loadSources(deps.segments, read.definition);
  if (!loaded.ok) return loaded;
  const compiled = compileSegment(read.definition, {
    now: deps.clock.now(),
    resolveSource: (id) => loaded.sources[id],
  });
  if (!compiled.ok) return compiled;
  const { isMember } = compiled;
  const maxScanned = command.maxScanned ?? DEFAULT_MAX_SCANNED;
  let scanned = 0;
  let matched = 0;
  let cursor: string | null = null;
  do {
    const page: Awaited<ReturnType<CustomerSource['scan']>> = await deps.customers.scan(0, 1, cursor);
    scanned += page.customers.length;
    for (const customer of page.customers) if (isMember(customer)) matched += 1;
    cursor = page.cursor;
  } while (cursor !== null && scanned < maxScanned);
  if (cursor === null) return { ok: true, matched, scanned, isExact: true, estimate: matched };
  const population = Math.max(await deps.customers.estimateCount(), scanned);
  return { ok: true, matched, scanned, isExact: false, estimate: Math.round((matched / scanned) * population) };
}

async function readDefinition(
  segments: SegmentStore,
  source: EstimateSegmentCommand['source'],
): Promise<{ readonly ok: true; readonly definition: SegmentDefinition } | Refused> {
  if ('definition' in source) return parseSegmentDefinition(source.definition);
  const known = await segments.get(source.segmentId);
  if (known === null) return refuse('NOT_FOUND', `There is no segment ${source.segmentId}.`);
  return { ok: true, definition: known.value.definition };
}
