import type { Run } from '../../../domain/run/index.ts';
import type { RunRecords } from '../model/run-store.ts';

/** Orders and waves race for the same row; each loser reads again. */
const MAX_TRIES = 20;

/** The run as stored, and whether this call changed it. */
export type RunChange = { readonly run: Run; readonly isChanged: boolean };

/** Applies a change to a run under its `seq`; `change` answers null to leave it as it is. Null: no such run. */
export async function changeRun(
  runs: RunRecords,
  runId: string,
  change: (run: Run) => Omit<Run, 'seq'> | null,
  { seen }: { readonly seen?: Run } = {},
): Promise<RunChange | null> {
  for (let attempt = 0; attempt < MAX_TRIES; attempt += 1) {
    const run = (attempt === 0 ? seen : undefined) ?? (await runs.get(runId));
    if (run === null) return null;
    const changed = change(run);
    if (changed === null) return { run, isChanged: false };
    const next: Run = { ...changed, seq: run.seq + 1 };
    if (await runs.save(next, run.seq)) return { run: next, isChanged: true };
  }
  throw new Error(`Run ${runId} changed ${MAX_TRIES} times while one change was to be made to it.`);
}
