import { Hub } from 'aws-amplify/utils';
import { useSyncExternalStore } from 'react';

/** Whether what is pushed can arrive. */
export type Connection = 'OPEN' | 'CUT';

/** States of `aws-amplify`'s one socket in which nothing arrives although somebody listens. */
const CUT_STATES: ReadonlySet<string> = new Set(['ConnectionDisrupted', 'ConnectionDisruptedPendingNetwork']);

let isSocketCut = false;
const listeners = new Set<() => void>();
const tell = (): void => {
  for (const listener of listeners) listener();
};

Hub.listen('api', ({ payload }) => {
  if (payload.event !== 'ConnectionStateChange') return;
  const data: unknown = payload.data;
  if (typeof data !== 'object' || data === null || !('connectionState' in data)) return;
  isSocketCut = CUT_STATES.has(String(data.connectionState));
  tell();
});
addEventListener('online', tell);
addEventListener('offline', tell);

function onChange(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** Whether the server can be heard now; what was last heard stays on the screen meanwhile. */
export function useConnection(): Connection {
  return useSyncExternalStore(onChange, () => (isSocketCut || !navigator.onLine ? 'CUT' : 'OPEN'));
}
