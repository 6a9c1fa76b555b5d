import type { Run } from '../../../domain/run/index.ts';
import type { RunRecords } from '../model/run-store.ts';
import { changeRun } from './change-run.ts';

/**
 * Says of a run that it has begun, once the job of its first wave is launched. Whoever dies before it has lost nothing: such
 * a run is led on and ordered as one that runs.
 */
export async function startRun(runs: RunRecords, seen: Run): Promise<void> {
  const start = (run: Run): Omit<Run, 'seq'> | null => (run.phase === 'PLANNED' ? { ...run, phase: 'RUNNING' } : null);
  await changeRun(runs, seen.id, start, { seen });
}
