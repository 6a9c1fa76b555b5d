import type { Refused } from '../../domain/result.ts';
import { askLake, type DoneQuery, type LakeDeps, type RunningQuery } from './ask-lake.ts';
import type { AnswerColumn, LakeCell, SelectReader } from './ports.ts';

/** A page of what an analyst's SQL answered; without rows while it runs. */
export type RanReport =
  | ((DoneQuery | RunningQuery) & {
      readonly columns: readonly AnswerColumn[];
      readonly rows: readonly (readonly LakeCell[])[];
      /** Goes on after these rows, together with `queryId`. */
      readonly cursor: string | null;
    })
  | Refused;

export type RunReportQuery = {
  readonly sql: string;
  /** The query that an earlier call began with the same SQL. */
  readonly queryId?: string;
  readonly cursor?: string;
};

/** Runs one SELECT over the lake's tables, or reads on in what it answered. What is no such SELECT is refused unrun. */
export async function runReport(
  deps: LakeDeps & { readonly selects: SelectReader },
  { sql, queryId, cursor }: RunReportQuery,
): Promise<RanReport> {
  const read = deps.selects.read(sql);
  if (!read.ok) return read;
  const answered = await askLake(deps, { sql: read.sql, parameters: [] }, queryId);
  if (!answered.ok) return answered;
  if (answered.state === 'RUNNING') return { ...answered, columns: [], rows: [], cursor: null };
  const { columns, rows, next = null } = await deps.lake.read(answered.queryId, cursor);
  return { ...answered, columns, rows, cursor: next };
}
