import type { DroppedCounts } from './event-queue.ts';
import type { EventStorage } from './event-storage.ts';
import { isRecord, readQueued, type QueuedEvent } from './queued-event.ts';

/** What waits, as it is kept between visits. */
export interface KeptEvents {
  readonly events: readonly QueuedEvent[];
  readonly dropped: DroppedCounts;
}

const PREFIX = 'bonghwa.events.';
/** Beside it, when the page was there last: small, since it is written again and again. */
const ALIVE = 'bonghwa.alive.';

/** A page says more often than this that it is there; one that has not is gone. */
const GONE_AFTER_MS = 60_000;

/**
 * Keeps the events of one page (tab, app) in an item of its own, so that pages beside each other do not overwrite what the
 * other keeps, and takes over what pages that are gone have left. Two that take over the same send the same ids, which
 * count once. Nothing here throws: what storage refuses stays in memory.
 */
export function createKeptQueue(storage: EventStorage | null, pageId: string, now: () => number) {
  const own = PREFIX + pageId;
  let written = { version: 0, isClosing: false };
  const set = (key: string, value: string | null): boolean => {
    try {
      ignore(value === null ? storage?.removeItem(key) : storage?.setItem(key, value));
      return true;
    } catch {
      return false;
    }
  };
  const beat = (): void => {
    if (storage?.isShared === true && written.version > 0) set(ALIVE + pageId, String(now()));
  };
  return {
    /** Tells other pages that this one is there. */
    beat,
    /** Writes what waits, if it has changed, at once where the storage can. `isClosing`: another page may take over. */
    write({ version, events, dropped }: KeptEvents & { readonly version: number }, isClosing = false): void {
      if (storage === null || (version === written.version && isClosing === written.isClosing)) return;
      written = { version, isClosing };
      if (events.length === 0 && dropped.size === 0) {
        set(own, null);
        set(ALIVE + pageId, null);
        return;
      }
      beat();
      const kept = JSON.stringify({ isClosing, events, dropped: Object.fromEntries(dropped) });
      // Full, or forbidden. What is there takes room from the shop's own things, and is in memory all the same.
      if (!set(own, kept)) set(own, null);
    },
    /** What pages that are gone have left; `release` takes it away from there, once it is kept here. */
    async takeOver(): Promise<KeptEvents & { readonly release: () => Promise<void> }> {
      const taken: string[] = [];
      const events: QueuedEvent[] = [];
      const dropped = new Map<string, number>();
      try {
        for (const key of (await storage?.keys()) ?? []) {
          if (storage === null || !key.startsWith(PREFIX) || key === own) continue;
          const alive = ALIVE + key.slice(PREFIX.length);
          const kept = readKept(await storage.getItem(key));
          const isThere = Math.abs(now() - Number(await storage.getItem(alive))) <= GONE_AFTER_MS;
          if (storage.isShared && isThere && kept?.isClosing === false) continue;
          taken.push(key, alive);
          events.push(...(kept?.events ?? []));
          for (const [customerId, count] of kept?.dropped ?? []) {
            dropped.set(customerId, (dropped.get(customerId) ?? 0) + count);
          }
        }
      } catch {
        // What was read until here is good.
      }
      const release = async (): Promise<void> => {
        for (const key of taken) await attempt(() => storage?.removeItem(key));
      };
      return { events, dropped, release };
    },
  };
}

async function attempt(work: () => unknown): Promise<void> {
  try {
    await work();
  } catch {
    // It is taken over again, and counts once.
  }
}

function ignore(result: unknown): void {
  if (result instanceof Promise) result.catch(() => undefined);
}

function readKept(text: string | null): (KeptEvents & { readonly isClosing: boolean }) | null {
  try {
    const value: unknown = JSON.parse(text ?? 'null');
    if (!isRecord(value) || !Array.isArray(value['events'])) return null;
    const events = value['events'].flatMap((one) => readQueued(one) ?? []);
    const dropped = Object.entries(isRecord(value['dropped']) ? value['dropped'] : {}).flatMap(([id, count]) =>
      typeof count === 'number' ? [[id, count] as const] : [],
    );
    return { isClosing: value['isClosing'] === true, events, dropped: new Map(dropped) };
  } catch {
    return null;
  }
}
