import type { Changes, FieldChanges } from '../customer-change.ts';

/** Sets what is given, takes away what is null, and leaves the rest. */
export function applyChanges<T>(known: Readonly<Record<string, T>>, changes: Changes<T>): Readonly<Record<string, T>> {
  const merged = new Map(Object.entries(known));
  for (const [name, value] of Object.entries(changes)) {
    if (value === null) merged.delete(name);
    else merged.set(name, value);
  }
  return Object.fromEntries(merged);
}

/** The same for fields that are known by name: undefined says nothing of one. */
export function applyFields<T extends object>(known: Partial<T>, changes: FieldChanges<T>): Partial<T> {
  const merged: Partial<T> = { ...known };
  for (const name in changes) {
    const value = changes[name];
    if (value === null) delete merged[name];
    else if (value !== undefined) merged[name] = value;
  }
  return merged;
}
