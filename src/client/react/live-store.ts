import type { Watch } from '../watch.ts';

/** What a component sees of something that is watched. */
export type Live<State> = {
  /** The newest state; null until the first is there. */
  readonly data: State | null;
  /** Why it cannot be watched any further; its `code` is stable. */
  readonly error: Error | null;
  /** Whether news still come. */
  readonly isLive: boolean;
};

/**
 * The same with a way to watch anew what is no longer watched: what could not be, such as before signing in, and what was over
 * and goes on, such as a job after `retryFailed`.
 */
export type LiveAgain<State> = Live<State> & { readonly retry: () => void };

/** A store for `useSyncExternalStore`. */
export type LiveStore<State> = {
  readonly subscribe: (listener: () => void) => () => void;
  readonly read: () => Live<State>;
  /** Watches anew when it failed or is over; otherwise nothing. */
  readonly retry: () => void;
};

/** React mounts, unmounts and mounts again within a tick, and a route gives way to one that shows the same. */
const LINGER_MS = 1_000;

/** Before the first news, and in the HTML of a server. */
export const NOTHING: Live<never> = { data: null, error: null, isLive: true };

/** Of a key that is not known yet. */
export const UNASKED: Live<never> = { data: null, error: null, isLive: false };

/**
 * One watch for each key, however many components show it: it begins with the first of them and ends a second after the
 * last has gone. What is only rendered, as on a server or by a render that React gives up, leaves nothing behind.
 */
export function createLiveStores<State>(
  open: (key: string, onNews: (state: State) => void) => Watch<State>,
): (key: string) => LiveStore<State> {
  const watched = new Map<string, LiveStore<State>>();
  const storeOf = (key: string): LiveStore<State> => {
    const known = watched.get(key);
    if (known !== undefined) return known;
    const store = createLiveStore<State>(
      (onNews) => open(key, onNews),
      () => watched.delete(key),
    );
    watched.set(key, store);
    return store;
  };
  return (key) => ({
    subscribe: (listener) => storeOf(key).subscribe(listener),
    read: () => watched.get(key)?.read() ?? NOTHING,
    retry: () => watched.get(key)?.retry(),
  });
}

function createLiveStore<State>(
  open: (onNews: (state: State) => void) => Watch<State>,
  onClosed: () => void,
): LiveStore<State> {
  const listeners = new Set<() => void>();
  let shown: Live<State> = NOTHING;
  let watch: Watch<State> | null = null;
  let lingering: ReturnType<typeof setTimeout> | undefined;
  const show = (next: Live<State>): void => {
    shown = next;
    for (const tell of listeners) tell();
  };
  const retry = (): void => {
    if (watch === null || shown.isLive) return;
    show({ ...shown, error: null, isLive: true });
    begin();
  };
  const begin = (): void => {
    const mine = open((data) => show({ data, error: null, isLive: true }));
    watch = mine;
    mine.done.then(
      () => watch === mine && show({ ...shown, isLive: false }),
      (error: unknown) =>
        watch === mine &&
        show({ ...shown, error: error instanceof Error ? error : new Error(String(error)), isLive: false }),
    );
  };
  const close = (): void => {
    const ended = watch;
    watch = null;
    shown = NOTHING;
    onClosed();
    ended?.cancel();
  };
  return {
    subscribe(listener) {
      clearTimeout(lingering);
      listeners.add(listener);
      if (watch === null) begin();
      // Whoever shows it anew after it failed, as after signing in, asks for it anew, also where others still show it.
      else if (shown.error !== null) retry();
      return () => {
        listeners.delete(listener);
        if (listeners.size > 0) return;
        if (shown.error !== null) close();
        else lingering = setTimeout(close, LINGER_MS);
      };
    },
    read: () => shown,
    retry,
  };
}
