/** Something that a person chose for this browser. */
export interface Preference<Value extends string> {
  readonly read: () => Value;
  readonly choose: (value: Value) => void;
  /** Tells of every choice; returns what ends that. */
  readonly onChange: (listener: () => void) => () => void;
}

/** A choice among few, kept in this browser; where nothing can be kept it holds until the page is closed. */
export function createPreference<Value extends string>(
  name: string,
  values: readonly Value[],
  otherwise: Value,
): Preference<Value> {
  const key = `bonghwa.${name}`;
  const listeners = new Set<() => void>();
  let value = values.find((one) => one === kept(key)) ?? otherwise;
  return {
    read: () => value,
    choose(chosen) {
      value = chosen;
      keep(key, chosen);
      for (const listener of listeners) listener();
    },
    onChange(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}

/** A private window may forbid it, by throwing. */
function kept(key: string): string | null {
  try {
    return localStorage.getItem(key);
  } catch {
    return null;
  }
}

function keep(key: string, value: string): void {
  try {
    localStorage.setItem(key, value);
  } catch {
    // It holds until the page is closed.
  }
}
