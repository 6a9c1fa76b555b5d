import { useMemo, useSyncExternalStore } from 'react';
import { NOTHING, UNASKED, type Live, type LiveAgain, type LiveStore } from './live-store.ts';

/** Of a key that is not known yet: nothing is watched. */
const NO_STORE: LiveStore<never> = {
  subscribe: () => () => undefined,
  read: () => UNASKED,
  retry: () => undefined,
};

/**
 * What a store has of a key, live; without a key nothing. A page that a server has rendered begins as it was rendered,
 * whatever is known by then.
 */
export function useLive<State>(
  storeOf: (key: string) => LiveStore<State>,
  key: string | null | undefined,
): LiveAgain<State> {
  const isAsked = typeof key === 'string' && key !== '';
  const { subscribe, read, retry } = useMemo(
    (): LiveStore<State> => (isAsked ? storeOf(key) : NO_STORE),
    [storeOf, key, isAsked],
  );
  const live = useSyncExternalStore(subscribe, read, (): Live<State> => (isAsked ? NOTHING : UNASKED));
  return useMemo(() => ({ ...live, retry }), [live, retry]);
}
