import type { ClientError } from './client-error.ts';
import type { LiveListener } from './follow-live.ts';
import type { WatchFailure } from './live-feed.ts';
import { onAbort } from './on-abort.ts';

/** Something that is watched live. Iterate it, or give a callback and await `done`; it begins with the first of these. */
export interface Watch<State> extends AsyncIterable<State> {
  /** The last state when it is over; null when the watch was cancelled. Rejects with what the iterator throws. */
  readonly done: Promise<State | null>;
  /** Ends it at once, without an error. */
  cancel(): void;
}

/** What every watch may be given. */
export interface WatchOptions<State> {
  /** Ends the watch without an error. */
  readonly signal?: AbortSignal | undefined;
  /** Called with every newer state, besides the iterator; the watch begins at once. */
  readonly onNews?: ((state: State) => void) | undefined;
  /** Hears, once and last, why it cannot be watched any further, besides what is thrown. */
  readonly onError?: ((error: ClientError) => void) | undefined;
}

/** How a watch follows its thing, and what it throws when that cannot be watched any further. */
export type WatchSource<State> = {
  readonly follow: (listener: LiveListener<State>) => () => void;
  readonly errorOf: (failure: WatchFailure) => Error;
};

/**
 * A watch of anything that can be followed. States arrive in order; a slow reader gets the newest one, not all of them.
 * Leaving the loop ends it at once, also while it waits for news; nothing is subscribed to before somebody listens.
 */
export function createWatch<State>(
  source: WatchSource<State>,
  { signal, onNews, onError }: WatchOptions<State>,
): Watch<State> {
  let latest: { readonly state: State; readonly version: number } | null = null;
  let outcome: { readonly error: Error | null; readonly isCancelled: boolean } | null = null;
  let stop: (() => void) | null = null;
  const sleeping = new Set<() => void>();
  let resolve: (last: State | null) => void;
  let reject: (error: Error) => void;
  const done = new Promise<State | null>((onResolve, onReject) => {
    resolve = onResolve;
    reject = onReject;
  });
  // Whoever iterates does not await `done`; the iterator throws the same error.
  done.catch(() => undefined);

  const wake = (): void => {
    for (const rise of sleeping) rise();
    sleeping.clear();
  };
  const finish = (error: Error | null, isCancelled: boolean): void => {
    if (outcome !== null) return;
    outcome = { error, isCancelled };
    forget();
    if (error === null) resolve(isCancelled ? null : (latest?.state ?? null));
    else reject(error);
    wake();
  };
  const begin = (): void => {
    if (stop !== null || outcome !== null) return;
    stop = () => undefined;
    const stopFollowing = source.follow({
      onNews: (state) => {
        latest = { state, version: (latest?.version ?? 0) + 1 };
        tell(onNews, state);
        wake();
      },
      onEnd: (failure) => {
        if (failure === null) return finish(null, false);
        tell(onError, { code: failure.code, message: failure.message });
        finish(source.errorOf(failure), false);
      },
    });
    stop = stopFollowing;
    // It may have been cancelled while it began.
    if (outcome !== null) stopFollowing();
  };
  const cancel = (): void => {
    stop?.();
    finish(null, true);
  };
  let forget = (): void => undefined;
  if (signal !== undefined) forget = onAbort(signal, cancel);
  if (onNews !== undefined) begin();

  return {
    get done() {
      begin();
      return done;
    },
    cancel,
    [Symbol.asyncIterator]: (): AsyncIterator<State, undefined> => {
      let seen = 0;
      let isThrown = false;
      return {
        next: async () => {
          begin();
          for (;;) {
            if (latest !== null && latest.version > seen && outcome?.isCancelled !== true) {
              seen = latest.version;
              return { done: false, value: latest.state };
            }
            if (outcome !== null) {
              if (outcome.error === null || isThrown) return { done: true, value: undefined };
              isThrown = true;
              throw outcome.error;
            }
            await new Promise<void>((rise) => sleeping.add(rise));
          }
        },
        // Not a generator's: that one would wait for the news that `next` waits for.
        return: async () => {
          cancel();
          return { done: true, value: undefined };
        },
      };
    },
  };
}

/** What a callback throws is as if nobody had called it from here: nobody's to catch, and the watch goes on. */
function tell<Told>(callback: ((told: Told) => void) | undefined, told: Told): void {
  try {
    callback?.(told);
  } catch (error) {
    queueMicrotask(() => {
      throw error;
    });
  }
}
