/** Who is to be told of a signal: one listener for each signal, however many watches share it. */
const waiting = new WeakMap<AbortSignal, Set<() => void>>();

/** Calls back once when the signal aborts, or at once if it has; returns a function that prevents it. */
export function onAbort(signal: AbortSignal, callback: () => void): () => void {
  if (signal.aborted) {
    callback();
    return () => undefined;
  }
  const known = waiting.get(signal);
  const callbacks = known ?? new Set();
  callbacks.add(callback);
  if (known === undefined) {
    waiting.set(signal, callbacks);
    const tellAll = (): void => callbacks.forEach((tell) => tell());
    signal.addEventListener('abort', tellAll, { once: true });
  }
  return () => void callbacks.delete(callback);
}
