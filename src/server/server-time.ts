/** Closer than this, a difference is taken for the way of the answer: `Date` knows whole seconds. */
const SAME_TIME_MS = 5_000;

/** The time of the server as far as its answers have told it; until then that of this machine. */
export class ServerTime {
  #aheadMs = 0;

  now(): number {
    return Date.now() + this.#aheadMs;
  }

  /**
   * Takes over the time of an answer (its header `date`). Whether what was signed at `signedAt` was signed by another one;
   * false when the answer tells none.
   */
  learn(date: string | null, signedAt: number): boolean {
    const told = date === null ? Number.NaN : Date.parse(date);
    if (Number.isNaN(told) || Math.abs(told - signedAt) < SAME_TIME_MS) return false;
    this.#aheadMs = told - Date.now();
    return true;
  }
}
