export const JOB_PHASES = [
  'PLANNING',
  'PLANNED',
  'SCHEDULED',
  'SENDING',
  'PAUSED',
  'COMPLETED',
  'CANCELLED',
  'FAILED',
] as const;
export type JobPhase = (typeof JOB_PHASES)[number];

export const JOB_COMMANDS = [
  'PLAN_READY',
  'SCHEDULE',
  'LAUNCH',
  'PAUSE',
  'RESUME',
  'COMPLETE',
  'RETRY',
  'CANCEL',
  'FAIL',
] as const;
export type JobCommand = (typeof JOB_COMMANDS)[number];
