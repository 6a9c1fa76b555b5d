/** Wall-clock time of the sandbox. It follows the machine's clock plus an offset, so that a test can move it forward. */
export interface Clock {
  /** Milliseconds since the epoch. */
  now(): number;
}

export interface MovableClock extends Clock {
  /** Moves the clock forward; it never goes back. */
  advance(milliseconds: number): void;
}

export function createClock(base: () => number = Date.now): MovableClock {
  let offset = 0;
  return {
    now: () => base() + offset,
    advance(milliseconds) {
      if (!(milliseconds >= 0)) throw new RangeError(`The clock only moves forward; got ${milliseconds} ms.`);
      offset += milliseconds;
    },
  };
}
