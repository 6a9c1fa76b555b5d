import { useState } from 'react';

/** What is saved, and how new it is: a later save has a higher revision. */
export interface Saved<Value> {
  readonly value: Value;
  readonly revision: number;
}

/** What somebody is writing: kept in this browser with every change, until it is saved or thrown away. */
export interface Draft<Value> {
  readonly value: Value;
  readonly change: (changed: Partial<Value>) => void;
  /** Whether it differs from what is saved. */
  readonly isChanged: boolean;
  /** Milliseconds since the epoch at which it was last changed; null when it was not. */
  readonly changedAt: number | null;
  /** What was saved when it was begun: whoever has saved since is not to be written over. */
  readonly revision: number;
  /** Forgets it: from now on it is what is saved. */
  readonly forget: (saved?: Saved<Value>) => void;
}

interface Kept<Value> {
  readonly value: Value;
  readonly at: number;
  /** The revision that it was begun on; drafts of earlier versions of the console do not say. */
  readonly of: number | null;
}

/**
 * A draft by its name. What was kept of an earlier visit is taken up again; `isWhole` says whether that still fits. Where
 * nothing is written it follows what is saved, whoever saved it.
 */
export function useDraft<Value extends object>(
  name: string,
  saved: Saved<Value>,
  isWhole: (value: object) => value is Value,
): Draft<Value> {
  const key = `bonghwa.draft.${name}`;
  const [kept, setKept] = useState<Kept<Value> | null>(() => {
    const found = read(key);
    return found !== null && isWhole(found.value) ? { ...found, value: found.value } : null;
  });
  // What was saved from here stands until it has been read again.
  const [own, setOwn] = useState<Saved<Value> | null>(null);
  const base = own !== null && own.revision > saved.revision ? own : saved;
  return {
    value: kept?.value ?? base.value,
    isChanged: kept !== null,
    changedAt: kept?.at ?? null,
    revision: kept?.of ?? base.revision,
    change: (changed) =>
      setKept((before) => {
        const next = {
          value: { ...(before?.value ?? base.value), ...changed },
          at: Date.now(),
          of: before?.of ?? base.revision,
        };
        write(key, next);
        return next;
      }),
    forget: (stored) => {
      write(key, null);
      if (stored !== undefined) setOwn(stored);
      setKept(null);
    },
  };
}

/** Whether two drafts say the same, whatever the order in which they say it. */
export function isSameDraft(a: unknown, b: unknown): boolean {
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return a === b;
  const theirs = new Map(Object.entries(b));
  const mine = Object.entries(a);
  return mine.length === theirs.size && mine.every(([name, value]) => isSameDraft(value, theirs.get(name)));
}

function read(key: string): Kept<object> | null {
  try {
    const found: unknown = JSON.parse(localStorage.getItem(key) ?? 'null');
    if (typeof found !== 'object' || found === null || !('value' in found) || !('at' in found)) return null;
    if (typeof found.value !== 'object' || found.value === null || typeof found.at !== 'number') return null;
    const of = 'of' in found && typeof found.of === 'number' ? found.of : null;
    return { value: found.value, at: found.at, of };
  } catch {
    return null;
  }
}

function write(key: string, kept: Kept<object> | null): void {
  try {
    if (kept === null) localStorage.removeItem(key);
    else localStorage.setItem(key, JSON.stringify(kept));
  } catch {
    // It is kept as long as the page is open.
  }
}
