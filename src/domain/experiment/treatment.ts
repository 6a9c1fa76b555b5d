/** Other words for one step of a campaign. */
export type TreatmentTemplate = {
  /** Of the campaign's steps, from 0. */
  readonly stepIndex: number;
  readonly templateId: string;
  /** Absent: the version that is active when the run begins. */
  readonly templateVersion?: number;
};

/**
 * One variant of a run's words. Its `name` says who gets it (`createAssignment`): another name is another group of
 * people. Steps for which it has no template use their own.
 */
export type Treatment = {
  readonly name: string;
  /** All shares of a campaign add up to exactly 100. */
  readonly sharePercent: number;
  readonly templates?: readonly TreatmentTemplate[];
};
