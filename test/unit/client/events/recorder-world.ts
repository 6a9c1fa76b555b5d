import { webcrypto } from 'node:crypto';
import type { Timers } from '../../../../src/client/timers.ts';
import type { AppLife, EventRecorderOptions, WebStorage } from '../../../../src/client/index.ts';
import { createEventRecorder } from '../../../../src/client/index.ts';
import { webStorage } from '../../../../src/client/events/event-storage.ts';

/** `localStorage` as browsers make it: synchronous, and full at a number of characters of keys and values together. */
export function createLocalStorage(quota = 5_000_000): WebStorage & { readonly used: () => number } {
  const items = new Map<string, string>();
  const used = (): number => [...items].reduce((sum, [key, value]) => sum + key.length + value.length, 0);
  return {
    used,
    get length() {
      return items.size;
    },
    key: (index) => [...items.keys()][index] ?? null,
    getItem: (key) => items.get(key) ?? null,
    setItem: (key, value) => {
      const more = key.length + value.length - (items.has(key) ? key.length + (items.get(key) ?? '').length : 0);
      if (used() + more > quota) throw new DOMException('The quota has been exceeded.', 'QuotaExceededError');
      items.set(key, value);
    },
    removeItem: (key) => void items.delete(key),
  };
}

interface Sent {
  readonly eventId: string;
  readonly customerId: string;
  readonly name: string;
  readonly sentAt: number;
  readonly metrics?: Readonly<Record<string, number>>;
}

/** A server that counts each id of each customer once, and believes the token which customer calls. */
export function createServer() {
  const counted = new Map<string, Sent>();
  const bodies: { readonly size: number; readonly isLast: boolean; readonly events: readonly Sent[] }[] = [];
  let fault: 'NONE' | 'DOWN' | 'SILENT' | 'ANSWER_LOST' = 'NONE';
  const reject = new Map<string, string>();
  const fetch = async (_: unknown, init: RequestInit = {}): Promise<Response> => {
    const body = typeof init.body === 'string' ? init.body : '';
    const { variables } = JSON.parse(body) as { variables: { events: string[] } };
    const events = variables.events.map((text) => JSON.parse(text) as Sent);
    bodies.push({ size: Buffer.byteLength(body), isLast: init.keepalive === true, events });
    if (fault === 'SILENT') await new Promise(() => undefined);
    if (fault === 'DOWN') throw new TypeError('Failed to fetch');
    const own = new Headers(init.headers).get('authorization')?.replace('BonghwaApp token-of-', '');
    const rows = events.map((event, place) => {
      const key = `${event.customerId} ${event.eventId}`;
      const code = reject.get(event.name) ?? (event.customerId === own ? undefined : 'CUSTOMER_MISMATCH');
      if (code !== undefined) return { place, outcome: 'REJECTED', code, message: 'no' };
      if (counted.has(key)) return { place, outcome: 'DUPLICATE', code: null, message: null };
      counted.set(key, event);
      return { place, outcome: 'ACCEPTED', code: null, message: null };
    });
    if (fault === 'ANSWER_LOST') throw new TypeError('Failed to fetch');
    return Response.json({ data: { recordEvents: rows } });
  };
  return { counted, bodies, reject, fetch, setFault: (next: typeof fault) => void (fault = next) };
}

/** Time that stands until it is moved. */
export function createTime(start = Date.UTC(2026, 10, 28, 3)) {
  let now = start;
  const waiting = new Set<{ readonly at: number; readonly callback: () => void }>();
  const timers: Timers = {
    after: (milliseconds, callback) => {
      const timer = { at: now + milliseconds, callback };
      waiting.add(timer);
      return () => void waiting.delete(timer);
    },
  };
  const pass = async (milliseconds: number): Promise<void> => {
    const end = now + milliseconds;
    for (;;) {
      await new Promise((resolve) => setImmediate(resolve));
      const [next] = [...waiting].filter(({ at }) => at <= end).sort((a, b) => a.at - b.at);
      if (next === undefined) break;
      waiting.delete(next);
      now = Math.max(now, next.at);
      next.callback();
    }
    now = end;
  };
  return { timers, now: () => now, pass, waiting: () => waiting.size };
}

/** An app in front, until it is left. */
function createLife() {
  let isShown = true;
  const shows = new Set<() => void>();
  const hides = new Set<() => void>();
  const on = (listeners: Set<() => void>) => (listener: () => void) => {
    listeners.add(listener);
    return () => void listeners.delete(listener);
  };
  const life: AppLife = { isShown: () => isShown, onShow: on(shows), onHide: on(hides) };
  return {
    life,
    leave: () => {
      isShown = false;
      hides.forEach((tell) => tell());
    },
    open: () => {
      isShown = true;
      shows.forEach((tell) => tell());
    },
  };
}

/** A visit to an app: a recorder over a server and a storage that outlive it. */
export function visit(
  world: { readonly server: ReturnType<typeof createServer>; readonly time: ReturnType<typeof createTime> },
  storage: WebStorage | null,
  options: Partial<EventRecorderOptions> = {},
) {
  const { life, leave, open } = createLife();
  const recorder = createEventRecorder(
    {
      url: 'https://api.example/graphql',
      authorize: async (customerId) => ({ appToken: `token-of-${customerId}` }),
      storage: storage === null ? null : webStorage(storage),
      life,
      sessions: false,
      ...options,
    },
    { fetch: world.server.fetch, timers: world.time.timers, now: world.time.now, crypto: webcrypto },
  );
  return { recorder, leave, open };
}
