/** Something in the data folder is not as it was written. Going on without it would lose data silently. */
export class StateDamagedError extends Error {
  override readonly name: string = 'StateDamagedError';
  readonly code = 'STATE_DAMAGED';

  /**
   * @param place the file or folder
   * @param damage what is wrong with it, and what is lost, as sentences
   * @param remedy what helps besides `--fresh`
   */
  constructor(
    readonly place: string,
    damage: string,
    remedy: string,
  ) {
    super(
      `${place} is damaged: ${damage} Nothing was changed. ${remedy}, or start with --fresh, which removes all local data.`,
    );
  }
}
