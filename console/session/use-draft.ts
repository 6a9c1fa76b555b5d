import { useCallback, useState } from 'react';

/** What somebody is writing: kept in this browser with every change, until it is saved or thrown away. */
export interface Draft<Value> {
  readonly value: Value;
  readonly change: (changed: Partial<Value>) => void;
  /** Whether it differs from what is saved. */
  readonly isChanged: boolean;
  /** Milliseconds since the epoch at which it was last changed; null when it was not. */
  readonly changedAt: number | null;
  /** Forgets it: from now on it is what is saved. */
  readonly forget: (saved?: Value) => void;
}

interface Kept {
  readonly value: object;
  readonly at: number;
}

/**
 * A draft by its name. What was kept of an earlier visit is taken up again; `isWhole` says whether that still fits.
 */
export function useDraft<Value extends object>(
  name: string,
  saved: Value,
  isWhole: (value: object) => value is Value,
): Draft<Value> {
  const key = `bonghwa.draft.${name}`;
  const [kept, setKept] = useState<{ readonly value: Value; readonly at: number } | null>(() => {
    const found = read(key);
    return found !== null && isWhole(found.value) ? { value: found.value, at: found.at } : null;
  });
  const [base, setBase] = useState(saved);
  const value = kept?.value ?? base;
  const change = useCallback(
    (changed: Partial<Value>) =>
      setKept((before) => {
        const next = { value: { ...(before?.value ?? base), ...changed }, at: Date.now() };
        write(key, next);
        return next;
      }),
    [key, base],
  );
  const forget = useCallback(
    (stored?: Value) => {
      write(key, null);
      if (stored !== undefined) setBase(stored);
      setKept(null);
    },
    [key],
  );
  return { value, change, isChanged: kept !== null, changedAt: kept?.at ?? null, forget };
}

function read(key: string): Kept | null {
  try {
    const found: unknown = JSON.parse(localStorage.getItem(key) ?? 'null');
    if (typeof found !== 'object' || found === null || !('value' in found) || !('at' in found)) return null;
    if (typeof found.value !== 'object' || found.value === null || typeof found.at !== 'number') return null;
    return { value: found.value, at: found.at };
  } catch {
    return null;
  }
}

function write(key: string, kept: Kept | null): void {
  try {
    if (kept === null) localStorage.removeItem(key);
    else localStorage.setItem(key, JSON.stringify(kept));
  } catch {
    // It is kept as long as the page is open.
  }
}
