import { useMemo, useSyncExternalStore } from 'react';
import { NOTHING, type Live, type LiveStore } from './live-store.ts';

/** What a store has of a key, live. A page that a server has rendered begins as it was rendered, whatever is known by then. */
export function useLive<State>(storeOf: (key: string) => LiveStore<State>, key: string): Live<State> {
  const { subscribe, read } = useMemo(() => storeOf(key), [storeOf, key]);
  return useSyncExternalStore(subscribe, read, () => NOTHING);
}
