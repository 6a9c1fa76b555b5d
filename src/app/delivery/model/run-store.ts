import type { Run } from '../../../domain/run/index.ts';

/** A page of runs; `nextToken` is absent on the last. */
export type RunPage = { readonly runs: readonly Run[]; readonly nextToken?: string };

/** Runs of campaigns, each with the `seq` that the next write must name. */
export interface RunRecords {
  /** Writes a new run; false when its id is taken, by whatever it is. */
  create(run: Run): Promise<boolean>;
  /** Consistent read. */
  get(runId: string): Promise<Run | null>;
  /** Replaces the run if its seq is still `expectedSeq`, or if it is this very run already; false otherwise. */
  save(run: Run, expectedSeq: number): Promise<boolean>;
  /** The runs of all campaigns, the newest first, back to those of two years ago; null: the token is none that this gave. */
  listAll(page: { readonly limit: number; readonly nextToken?: string }, now: number): Promise<RunPage | null>;
  /** The runs of a campaign, the newest first; null: the token is none that this gave. */
  list(campaignId: string, page: { readonly limit: number; readonly nextToken?: string }): Promise<RunPage | null>;
}
