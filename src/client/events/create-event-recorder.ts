import { retryDelayMs, SYSTEM_TIMERS, type Timers } from '../timers.ts';
import { defaultLife, type AppLife } from './app-life.ts';
import { createCredentials, type Authorize } from './credentials.ts';
import { newEventId, randomSource } from './event-id.ts';
import { droppedEvent, EventQueue, type QueueLimits } from './event-queue.ts';
import { defaultStorage, type EventStorage } from './event-storage.ts';
import { createKeptQueue } from './kept-queue.ts';
import type { QueuedEvent } from './queued-event.ts';
import { createQueueSender, type RejectedEvent } from './send-queue.ts';
import { createSession } from './session.ts';

/** What belongs to an event besides its name and its time. */
export interface EventDetails {
  /** Up to 40 texts by name. */
  readonly attributes?: Readonly<Record<string, string>> | undefined;
  /** Up to 40 finite numbers by name. */
  readonly metrics?: Readonly<Record<string, number>> | undefined;
  /** The reference that a message carried which the event answers. */
  readonly ref?: string | undefined;
}

/** Where events go, who may say so, and where they wait. */
export interface EventRecorderOptions {
  /** The GraphQL endpoint: `data.url` of amplify_outputs.json. */
  readonly url: string;
  /** Gets an app token from the app's own server (`issueAppToken`), or the access token of a user pool. */
  readonly authorize: Authorize;
  /** Where events wait between visits; absent: `localStorage`. Null: in memory alone. */
  readonly storage?: EventStorage | null;
  /** When the app is in front; absent: the page's visibility. React Native: `reactNativeLife(AppState)`. */
  readonly life?: AppLife;
  /** Whether sessions are recorded by themselves (`session_started`, `session_ended`); they are unless this is false. */
  readonly sessions?: boolean;
  /** Attributes of each `session_started`, such as `platform` and `appVersion`. */
  readonly sessionAttributes?: Readonly<Record<string, string>>;
  /** At most so much waits: 5,000 events, 500,000 bytes. */
  readonly limits?: Partial<QueueLimits>;
  /** How long events are gathered, in milliseconds: 10,000. */
  readonly sendEveryMs?: number;
  /** Is told of each event that the server will never take. */
  readonly onRejected?: (rejected: RejectedEvent) => void;
}

/** The platform's parts; tests supply their own. */
export interface EventPlatform {
  readonly fetch: typeof fetch;
  readonly timers: Timers;
  readonly now: () => number;
  readonly crypto: unknown;
}

/** Records what the customer of an app does. Nothing but `createEventRecorder` itself ever throws or rejects. */
export interface EventRecorder {
  /** From now on events are this customer's. What waits of them from before is sent. */
  signIn(customerId: string): void;
  /** Sends what waits of the customer, as long as `waitMs` (2,000) at most; what is left waits until they sign in again. */
  signOut(waitMs?: number): Promise<void>;
  /** Records an event of the customer who is signed in; answers its id, or null when nobody is, and nothing is kept. */
  record(name: string, details?: EventDetails): string | null;
  /** Sends what waits of the customer now; false: some of it has to wait. */
  flush(): Promise<boolean>;
  /** How many events wait, of whomever. */
  readonly waiting: number;
  /** Ends timers and listeners; what waits is kept. */
  stop(): void;
}

const DEFAULT_LIMITS: QueueLimits = { maxEvents: 5_000, maxBytes: 500_000 };
const SEND_EVERY_MS = 10_000;
/** So many are sent at once, without waiting for more. */
const FULL_BATCH = 50;
/** Storage is written once for all that is recorded within so long. */
const WRITE_AFTER_MS = 100;
/** Tells other pages that this one is there. */
const BEAT_EVERY_MS = 30_000;
const SIGN_OUT_MS = 2_000;

/**
 * Makes the recorder of an app: it queues events, sends them in batches, tries again with the same ids, keeps them over
 * visits, and gives each to the customer whose it is. Throws when the platform cannot make ids.
 *
 * @example
 * const events = createEventRecorder({ url: outputs.data.url, authorize });
 * events.signIn('c-1042');
 * events.record('cart_added', { attributes: { category: '식품' }, metrics: { priceKrw: 9_900 } });
 */
export function createEventRecorder(
  options: EventRecorderOptions,
  platform: Partial<EventPlatform> = {},
): EventRecorder {
  const { fetch: send = (...call) => fetch(...call), timers = SYSTEM_TIMERS, now = Date.now } = platform;
  const random = randomSource('crypto' in platform ? platform.crypto : Reflect.get(globalThis, 'crypto'));
  const { url, authorize, life = defaultLife(), sendEveryMs = SEND_EVERY_MS } = options;
  const queue = new EventQueue({ ...DEFAULT_LIMITS, ...options.limits });
  const storage = options.storage === undefined ? defaultStorage() : options.storage;
  const kept = createKeptQueue(storage, newEventId(random), now);
  const credentials = createCredentials(authorize, timers);
  const tellRejected = (rejected: RejectedEvent): void => {
    try {
      options.onRejected?.(rejected);
    } catch {
      // The app's own trouble must not stop what it is told of.
    }
  };
  const sender = createQueueSender({ url, fetch: send, timers, queue, credentials, now, tellRejected });
  let customerId: string | null = null;
  /** Which call of `signOut` is sending what waits: by then nobody does anything any more. */
  let leaving: symbol | null = null;
  let sending: Promise<boolean> | null = null;
  let sendingOf: string | null = null;
  let failures = 0;
  let isStopped = false;

  const write = (isClosing = false): void => kept.write(queue, isClosing);
  let cancelWrite: (() => void) | null = null;
  const writeSoon = (): void => {
    cancelWrite ??= timers.after(WRITE_AFTER_MS, () => {
      cancelWrite = null;
      write();
    });
  };

  const push = (event: Omit<QueuedEvent, 'eventId' | 'occurredAt'>): string => {
    const eventId = newEventId(random);
    queue.push({ ...event, eventId, occurredAt: now() });
    writeSoon();
    return eventId;
  };
  const record = (name: string, { attributes, metrics, ref }: EventDetails = {}): string | null => {
    if (customerId === null || leaving !== null || isStopped) return null;
    try {
      return push({
        customerId,
        name,
        ...(attributes === undefined ? {} : { attributes: { ...attributes } }),
        ...(metrics === undefined ? {} : { metrics: { ...metrics } }),
        ...(ref === undefined ? {} : { ref }),
      });
    } catch {
      // What is no JSON, such as an object that contains itself, where types are not checked.
      return null;
    }
  };

  const sendOnce = async (whose: string): Promise<boolean> => {
    let isAll = (await sender.sendAll(whose)) === 'ALL';
    // Only when somebody hears it: told again and again while offline, it would take the place of others.
    if (isAll && queue.dropped.has(whose)) {
      queue.tellDropped(whose, (count) => {
        return droppedEvent({ eventId: newEventId(random), customerId: whose, occurredAt: now() }, count);
      });
      isAll = (await sender.sendAll(whose)) === 'ALL';
    }
    failures = isAll ? 0 : failures + 1;
    write();
    return isAll;
  };
  const flush = async (): Promise<boolean> => {
    if (customerId === null) return queue.size === 0;
    await loaded;
    // Of somebody else's there may be some under way.
    while (sending !== null && sendingOf !== customerId) await sending;
    if (customerId === null) return queue.size === 0;
    sendingOf = customerId;
    sending ??= sendOnce(customerId).finally(() => {
      sending = null;
    });
    return sending;
  };

  let cancelSend: (() => void) | null = null;
  const sendLater = (waitMs: number): void => {
    cancelSend?.();
    cancelSend = timers.after(waitMs, () => {
      void flush().then(() => {
        if (!isStopped) sendLater(failures === 0 ? sendEveryMs : Math.max(sendEveryMs, retryDelayMs(failures)));
      });
    });
  };
  let cancelBeat: (() => void) | null = null;
  const beat = (): void => {
    cancelBeat = timers.after(BEAT_EVERY_MS, () => {
      kept.beat();
      beat();
    });
  };
  /** Timers begin when there is something to keep or to send: a server that renders the app's pages never comes to that. */
  const keepBeating = (): void => {
    if (cancelBeat === null && !isStopped) beat();
  };

  /** What pages that are gone have left is older than all that is recorded here. */
  const loaded = kept.takeOver().then(async ({ events, dropped, release }) => {
    queue.adopt(events, dropped);
    if (events.length === 0 && dropped.size === 0) return;
    write();
    keepBeating();
    await release();
  });

  const session = createSession(
    {
      started: () => {
        const { sessionAttributes: attributes } = options;
        record('session_started', attributes === undefined ? {} : { attributes });
      },
      ended: (durationSeconds) => void record('session_ended', { metrics: { durationSeconds } }),
    },
    now,
  );
  const beginSession = (): void => {
    if (options.sessions !== false && customerId !== null && leaving === null && life.isShown()) session.begin();
  };
  // A page that is closed is hidden as well: what has room in its last requests goes out once.
  let isLeft = false;
  const stopListening = [
    life.onShow(() => {
      isLeft = false;
      beginSession();
      write();
    }),
    life.onHide(() => {
      session.end();
      write(true);
      if (customerId !== null && !isLeft) sender.sendLast(customerId, () => write(!life.isShown()));
      isLeft = true;
    }),
  ];

  return {
    signIn: (next) => {
      leaving = null;
      if (next === customerId) return beginSession();
      session.end();
      credentials.forget();
      customerId = next;
      beginSession();
      // So that the credential is at hand when the page is left.
      void credentials.get(next);
      sendLater(0);
      keepBeating();
    },
    signOut: async (waitMs = SIGN_OUT_MS) => {
      session.end();
      const mine = Symbol('leaving');
      leaving = mine;
      await Promise.race([flush(), new Promise<void>((resolve) => void timers.after(waitMs, resolve))]);
      // Somebody has signed in meanwhile, and stays so.
      if (leaving !== mine) return;
      leaving = null;
      customerId = null;
      credentials.forget();
      write();
    },
    record: (name, details) => {
      const eventId = record(name, details);
      if (eventId !== null && queue.size >= FULL_BATCH && failures === 0) sendLater(0);
      return eventId;
    },
    flush,
    get waiting() {
      return queue.size;
    },
    stop: () => {
      isStopped = true;
      for (const end of [cancelSend, cancelBeat, cancelWrite, ...stopListening]) end?.();
      write(true);
    },
  };
}
