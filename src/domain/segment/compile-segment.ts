import type { Customer } from '../customer/customer.ts';
import { refuse, type Refused } from '../result.ts';
import { compileDimensions } from './compile-dimensions.ts';
import type { SegmentDefinition, SegmentGroup } from './definition.ts';
import { combine, type Predicate } from './predicate.ts';
import type { SegmentErrorCode } from './read-fields.ts';

/** Segments built on segments are hard to reason about well before this. */
const MAX_DEPTH = 5;

/** Source segments unfold: what is evaluated per endpoint must stay small. */
const MAX_UNFOLDED = 500;

class CompileStop extends Error {
  readonly code: SegmentErrorCode;

  constructor(code: SegmentErrorCode, message: string) {
    super(message);
    this.code = code;
  }
}

type Compilation = {
  readonly now: number;
  readonly resolveSource: (segmentId: string) => SegmentDefinition | undefined;
  readonly path: string[];
  unfolded: number;
};

/** A definition in two parts: what one endpoint must satisfy, and who is out whatever their endpoints satisfy. */
type Compiled = { readonly matches: Predicate; readonly isExcluded: ((customer: Customer) => boolean) | null };

function compileSource(segmentId: string, compilation: Compilation): Predicate {
  const { path } = compilation;
  if (path.includes(segmentId)) {
    const circle = [...path, segmentId].join(' > ');
    throw new CompileStop('SEGMENT_CYCLE', `Segment "${segmentId}" builds on itself (${circle}). Remove one of these.`);
  }
  if (path.length >= MAX_DEPTH) {
    throw new CompileStop(
      'SEGMENT_LIMIT',
      `Segments build on each other more than ${MAX_DEPTH} deep (${path.join(' > ')}).`,
    );
  }
  const definition = compilation.resolveSource(segmentId);
  if (definition === undefined) {
    throw new CompileStop(
      'INVALID_SEGMENT',
      `Source segment "${segmentId}" does not exist. Remove it or save it first.`,
    );
  }
  path.push(segmentId);
  const { matches, isExcluded } = compileDefinition(definition, compilation);
  path.pop();
  if (isExcluded === null) return matches;
  return (customer, endpoint) => matches(customer, endpoint) && !isExcluded(customer);
}

function compileGroup(group: SegmentGroup, compilation: Compilation): Predicate {
  compilation.unfolded += 1;
  if (compilation.unfolded > MAX_UNFOLDED) {
    throw new CompileStop(
      'SEGMENT_LIMIT',
      `The source segments unfold to more than ${MAX_UNFOLDED} groups. Make them simpler.`,
    );
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

function anyEndpoint(matches: Predicate): (customer: Customer) => boolean {
  return (customer) => {
    const { endpoints } = customer;
    for (let index = 0; index < endpoints.length; index += 1) {
      const endpoint = endpoints[index];
      if (endpoint !== undefined && matches(customer, endpoint)) return true;
    }
    return false;
  };
}

function compileDefinition({ include, groups, exclude = [] }: SegmentDefinition, compilation: Compilation): Compiled {
  const predicates = groups.map((group) => compileGroup(group, compilation));
  const excluding = exclude.map((group) => compileGroup(group, compilation));
  return {
    matches: combine(include, predicates),
    isExcluded: excluding.length === 0 ? null : anyEndpoint(combine('ANY', excluding)),
  };
}

/**
 * Compiles a definition to closures that allocate nothing, for millions of customers. A customer is a member when at
 * least one endpoint satisfies the whole expression (Pinpoint evaluates endpoints), source segments included, and no
 * endpoint satisfies what the definition excludes.
 */
export function compileSegment(
  definition: SegmentDefinition,
  options: {
    readonly now: number;
    readonly resolveSource?: (segmentId: string) => SegmentDefinition | undefined;
    /** The segment's own id, to notice that it builds on itself. */
    readonly segmentId?: string;
  },
): { readonly ok: true; readonly isMember: (customer: Customer) => boolean } | Refused<SegmentErrorCode> {
  const { now, resolveSource = () => undefined, segmentId } = options;
  try {
    const path = segmentId === undefined ? [] : [segmentId];
    const { matches, isExcluded } = compileDefinition(definition, { now, resolveSource, path, unfolded: 0 });
    const isIncluded = anyEndpoint(matches);
    if (isExcluded === null) return { ok: true, isMember: isIncluded };
    return { ok: true, isMember: (customer) => isIncluded(customer) && !isExcluded(customer) };
  } catch (error) {
    if (error instanceof CompileStop) return refuse(error.code, error.message);
    throw error;
  }
}
