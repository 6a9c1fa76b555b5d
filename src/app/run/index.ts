/** @module Use cases of runs: the occurrences of a campaign, over all their waves. */
export { cancelRun, pauseRun, resumeRun } from './control-run.ts';
export { decideLook } from './decide-look.ts';
export { listRuns, recentRuns } from './list-runs.ts';
export { runProgress, type RunProgress } from './run-progress.ts';
