/** Where events wait between visits. What throws or rejects is taken for no storage: events then wait in memory. */
export interface EventStorage {
  /** Whether others, such as other tabs, may be using it at the same time. */
  readonly isShared: boolean;
  keys(): readonly string[] | Promise<readonly string[]>;
  getItem(key: string): string | null | Promise<string | null>;
  setItem(key: string, value: string): unknown;
  removeItem(key: string): unknown;
}

/** The part of `localStorage` that is used. */
export type WebStorage = Pick<Storage, 'length' | 'key' | 'getItem' | 'setItem' | 'removeItem'>;

/** Events in `localStorage`, which all tabs of a site share. */
export function webStorage(storage: WebStorage): EventStorage {
  return {
    isShared: true,
    keys: () => Array.from({ length: storage.length }, (_, index) => storage.key(index) ?? ''),
    getItem: (key) => storage.getItem(key),
    setItem: (key, value) => storage.setItem(key, value),
    removeItem: (key) => storage.removeItem(key),
  };
}

/** The part of React Native's `AsyncStorage` that is used. */
export interface AsyncStorage {
  getAllKeys(): Promise<readonly string[]>;
  getItem(key: string): Promise<string | null>;
  setItem(key: string, value: string): Promise<void>;
  removeItem(key: string): Promise<void>;
}

/** Events in `@react-native-async-storage/async-storage`, which one app has for itself. */
export function asyncStorage(storage: AsyncStorage): EventStorage {
  return {
    isShared: false,
    keys: () => storage.getAllKeys(),
    getItem: (key) => storage.getItem(key),
    setItem: (key, value) => storage.setItem(key, value),
    removeItem: (key) => storage.removeItem(key),
  };
}

/** The browser's `localStorage`, or null: there is none, or looking at it is forbidden. */
export function defaultStorage(): EventStorage | null {
  try {
    return typeof localStorage === 'undefined' ? null : webStorage(localStorage);
  } catch {
    return null;
  }
}
