/** When a change is made, and how far it is to be believed. */
export type ApplyOptions = {
  /** Milliseconds since the epoch. */
  readonly now: number;
  /**
   * Whether an undated `optOut: NONE` opts an address in again. A person's call may; a list of unknown age must not
   * undo what they said since.
   */
  readonly mayOptIn: boolean;
};
