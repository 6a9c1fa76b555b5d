/**
 * Where a job stands, from its beginning to its end. (SCHEDULED →) PLANNING → PLANNED → (SCHEDULED →) SENDING ⇄ PAUSED → COMPLETED,
 * CANCELLED or FAILED; `transitions.ts` has every way between them. What a phase means to whoever waits for the job:
 */
export const JOB_PHASES = [
  /**
   * Its audience is being decided, one customer at a time: included with a channel and an address, or excluded with one
   * reason. Nothing is sent; counts rise and are not final.
   */
  'PLANNING',
  /**
   * The audience is decided and frozen. It can be looked at, priced and explained; nothing is sent until a person
   * launches it. A plan waits as long as it is left alone.
   */
  'PLANNED',
  /**
   * It begins by itself at a moment to come (`sendAt`): a direct send to send, a later wave of a run to have its audience
   * decided. Until then it can be cancelled.
   */
  'SCHEDULED',
  /** Messages are going out. A customer who withdrew, opted out or came into quiet hours since the plan is SKIPPED. */
  'SENDING',
  /**
   * Nothing new is sent, and what was with a provider when it stopped is still recorded. A person stopped it, or the
   * system did, because no channel could be sent on (bad credentials, a used-up quota): `phaseReason` says which.
   */
  'PAUSED',
  /**
   * Everybody planned has an outcome, and the counts add up exactly. Receipts may still turn ACCEPTED into DELIVERED,
   * OPENED or FAILED; another round, for those who failed or are in doubt, makes it SENDING again.
   */
  'COMPLETED',
  /** A person ended it for good. What had gone out has gone out; nobody else of it ever gets a message. */
  'CANCELLED',
  /** The system ended it for good, since it could not go on: `phaseReason` says why. What had gone out is counted. */
  'FAILED',
] as const;

/** Where a job stands; `JOB_PHASES` says what each phase means. The last three are ends. */
export type JobPhase = (typeof JOB_PHASES)[number];

/**
 * What moves a job from one phase to another. People give LAUNCH, PAUSE, RESUME, CANCEL and RETRY; the engine gives the
 * others. A command that has taken effect may be repeated, which changes nothing; one that the phase does not allow is
 * refused with `JOB_PHASE` and the list of those that it does.
 */
export const JOB_COMMANDS = [
  /** Every shard of the audience is decided. */
  'PLAN_READY',
  /** Begin later, at the job's `sendAt`. */
  'SCHEDULE',
  /** Decide the audience of a wave whose time has come. */
  'PLAN',
  /** Begin to send now: the plan has been looked at, or its moment has come. */
  'LAUNCH',
  /** Begin nothing new. What a provider has been asked to send is waited for and recorded. */
  'PAUSE',
  /** Go on where PAUSE stopped; nobody gets a message again for it. */
  'RESUME',
  /** Everybody has an outcome. */
  'COMPLETE',
  /** Send once more, to those who failed in a way that can be mended or are in doubt, and to nobody else. */
  'RETRY',
  /** End it for good; it cannot be taken back. */
  'CANCEL',
  /** End it for good because it cannot go on. */
  'FAIL',
] as const;

/** What moves a job on; `JOB_COMMANDS` says what each command means and who gives it. */
export type JobCommand = (typeof JOB_COMMANDS)[number];
