import { holds } from './conditions.ts';
import { isAttributes, partsAt, type DocumentPath } from './document-paths.ts';

/** Holds for every item, so that dynalite gives the whole page. */
const ALWAYS: DynaliteCondition = { type: 'always', args: [{}] };

interface Parsed {
  readonly filter: DynaliteCondition | undefined;
  readonly paths: readonly DocumentPath[] | undefined;
}

/**
 * A query or scan in two: what dynalite reads, and what is done with its page here, where filters hold as those of
 * DynamoDB (`holds`) and projections keep names such as `__proto__`.
 */
export function splitPage(data: Readonly<Record<string, unknown>>): {
  readonly read: Record<string, unknown>;
  readonly finish: (page: Record<string, unknown>) => Record<string, unknown>;
} {
  const { filter, paths } = parsedOf(data);
  const isCount = data['Select'] === 'COUNT';
  const { Select: select, ...rest } = data;
  const read = {
    ...rest,
    // A page that is only counted is filtered first.
    ...(select === undefined || (isCount && filter !== undefined) ? {} : { Select: select }),
    ...(filter === undefined ? {} : { _filter: { ...recordOf(data['_filter']), expression: ALWAYS } }),
    ...(paths === undefined ? {} : { _projection: { ...recordOf(data['_projection']), paths: undefined } }),
  };
  const finish = (page: Record<string, unknown>): Record<string, unknown> => {
    const { Items: all, ...about } = page;
    if (!Array.isArray(all)) return page;
    const items = all.filter(isAttributes);
    const matching = filter === undefined ? items : items.filter((item) => holds(filter, item));
    const shown = paths === undefined ? matching : matching.map((item) => partsAt(paths, item));
    return { ...about, Count: matching.length, ...(isCount ? {} : { Items: shown }) };
  };
  return { read, finish };
}

function parsedOf({ _filter: filter, _projection: projection }: Readonly<Record<string, unknown>>): Parsed {
  return {
    filter: isParsedCondition(filter) ? filter.expression : undefined,
    paths: isProjection(projection) ? projection.paths : undefined,
  };
}

/** An expression as dynalite's parser leaves it in a request. */
export function isParsedCondition(value: unknown): value is { readonly expression: DynaliteCondition } {
  return isAttributes(value) && isAttributes(value['expression']);
}

function isProjection(value: unknown): value is { readonly paths: readonly DocumentPath[] } {
  return isAttributes(value) && Array.isArray(value['paths']);
}

function recordOf(value: unknown): Readonly<Record<string, unknown>> {
  return isAttributes(value) ? value : {};
}
