/** Wall-clock time of the sandbox. It follows the machine's clock plus an offset, so that a test can move it forward. */
export interface Clock {
  /** Milliseconds since the epoch. */
  now(): number;
  /**
   * What it would show without the moves of the last minute. Whoever signed a request just before a move signed by one of
   * these.
   */
  beforeMoves?(): readonly number[];
}

export interface MovableClock extends Clock {
  beforeMoves(): readonly number[];
  /** Moves the clock forward; it never goes back. */
  advance(milliseconds: number): void;
}

/** A request that was signed before a move has arrived by then, in time that passes for everybody. */
const UNDER_WAY_MS = 60_000;

export function createClock(base: () => number = Date.now): MovableClock {
  let offset = 0;
  let moves: readonly { readonly at: number; readonly from: number }[] = [];
  const recent = () => moves.filter(({ at }) => base() - at < UNDER_WAY_MS);
  return {
    now: () => base() + offset,
    beforeMoves: () => recent().map(({ from }) => base() + from),
    advance(milliseconds) {
      if (!(milliseconds >= 0)) throw new RangeError(`The clock only moves forward; got ${milliseconds} ms.`);
      moves = [...recent(), { at: base(), from: offset }];
      offset += milliseconds;
    },
  };
}
