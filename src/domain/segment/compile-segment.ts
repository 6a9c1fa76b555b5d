import type { Customer } from '../customer/customer.ts';
import { refuse, type Refused } from '../result.ts';
import { combine, compileDimensions, type Predicate } from './compile-dimensions.ts';
import type { SegmentDefinition, SegmentGroup } from './definition.ts';

/** Segments built on segments are hard to reason about well before this. */
const MAX_DEPTH = 5;

/** Source segments unfold: what is evaluated per endpoint must stay small. */
const MAX_UNFOLDED = 500;

class CompileStop extends Error {}

type Compilation = {
  readonly now: number;
  readonly resolveSource: (segmentId: string) => SegmentDefinition | undefined;
  readonly path: string[];
  unfolded: number;
};

function compileSource(segmentId: string, compilation: Compilation): Predicate {
  const { path } = compilation;
  if (path.includes(segmentId)) {
    throw new CompileStop(`Segment "${segmentId}" builds on itself (${[...path, segmentId].join(' > ')}).`);
  }
  if (path.length >= MAX_DEPTH) {
    throw new CompileStop(`Segments build on each other more than ${MAX_DEPTH} deep (${path.join(' > ')}).`);
  }
  const definition = compilation.resolveSource(segmentId);
  if (definition === undefined) {
    throw new CompileStop(`Source segment "${segmentId}" does not exist. Remove it or save it first.`);
  }
  path.push(segmentId);
  const predicate = compileDefinition(definition, compilation);
  path.pop();
  return predicate;
}

function compileGroup(group: SegmentGroup, compilation: Compilation): Predicate {
  compilation.unfolded += 1;
  if (compilation.unfolded > MAX_UNFOLDED) {
    throw new CompileStop(`The source segments unfold to more than ${MAX_UNFOLDED} groups. Make them simpler.`);
  }
  const parts: Predicate[] = [];
  if (group.dimensions.length > 0) {
    parts.push(
      combine(
        group.type,
        group.dimensions.map((entry) => compileDimensions(entry, compilation.now)),
      ),
    );
  }
  if (group.sourceSegmentIds.length > 0) {
    parts.push(
      combine(
        group.sourceType,
        group.sourceSegmentIds.map((id) => compileSource(id, compilation)),
      ),
    );
  }
  return combine('ALL', parts);
}

function compileDefinition(definition: SegmentDefinition, compilation: Compilation): Predicate {
  return combine(
    definition.include,
    definition.groups.map((group) => compileGroup(group, compilation)),
  );
}

/**
 * Compiles a definition to closures that allocate nothing, for millions of customers. A customer is a member when at
 * least one endpoint satisfies the whole expression (Pinpoint evaluates endpoints), source segments included.
 */
export function compileSegment(
  definition: SegmentDefinition,
  options: {
    readonly now: number;
    readonly resolveSource?: (segmentId: string) => SegmentDefinition | undefined;
    /** The segment's own id, to notice that it builds on itself. */
    readonly segmentId?: string;
  },
): { readonly ok: true; readonly isMember: (customer: Customer) => boolean } | Refused<'INVALID_SEGMENT'> {
  const { now, resolveSource = () => undefined, segmentId } = options;
  try {
    const path = segmentId === undefined ? [] : [segmentId];
    const matches = compileDefinition(definition, { now, resolveSource, path, unfolded: 0 });
    const isMember = (customer: Customer): boolean => {
      for (const endpoint of customer.endpoints) if (matches(customer, endpoint)) return true;
      return false;
    };
    return { ok: true, isMember };
  } catch (error) {
    if (error instanceof CompileStop) return refuse('INVALID_SEGMENT', error.message);
    throw error;
  }
}
