/** @module Runs: one occurrence of a campaign, wave by wave, from its plan to everybody's one outcome. */
export { isRunOver, RUN_COMMANDS, RUN_PHASES, transitionRun, type RunCommand, type RunPhase } from './phase.ts';
export { waveJobId, type Run } from './run.ts';
export { runTotals, type PlannedWave, type RunTotals } from './run-totals.ts';
export { whyLeft } from './why-left.ts';
export { REACH_REASONS, reasonsTaken, whyOut, type BeforeWave } from './why-out.ts';
