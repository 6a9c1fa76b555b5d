/** Lets one at a time through, in the order they came. */
export type Gate = <T>(work: () => Promise<T>) => Promise<T>;

/** An open gate. */
export function createGate(): Gate {
  let tail: Promise<unknown> = Promise.resolve();
  return (work) => {
    const turn = tail.then(work);
    tail = turn.catch(() => undefined);
    return turn;
  };
}
