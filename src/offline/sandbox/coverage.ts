import type { GraphqlApi, ResolverCode } from '../assembly/resources.ts';

export interface CoverageReport {
  readonly executed: number;
  readonly total: number;
  /** Templates that nothing has executed yet, by source. */
  readonly missing: readonly string[];
}

function* sourcesOf(code: ResolverCode): Generator<string> {
  if (code.runtime === 'APPSYNC_JS') {
    yield code.code.source;
    return;
  }
  if (code.request !== undefined) yield code.request.source;
  if (code.response !== undefined) yield code.response.source;
}

/** Counts which of an API's resolver templates have run: how a test proves that none was left out. */
export function createCoverage(apis: readonly GraphqlApi[]): {
  readonly onEvaluate: (source: string) => void;
  readonly report: () => CoverageReport;
} {
  const total = new Set(
    apis.flatMap((api) => [...api.functions, ...api.resolvers].flatMap((part) => [...sourcesOf(part.code)])),
  );
  const executed = new Set<string>();
  return {
    onEvaluate: (source) => void executed.add(source),
    report: () => {
      const missing = [...total].filter((source) => !executed.has(source)).sort();
      return { executed: total.size - missing.length, total: total.size, missing };
    },
  };
}
