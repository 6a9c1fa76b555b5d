import { setTimeout as delay } from 'node:timers/promises';
import { startEventSources, type StartEventSourcesOptions } from './start-event-sources.ts';

/** The queues, schedules and events of a sandbox. */
export interface Work {
  /** Starts them; does nothing the second time. */
  release(): void;
  /** Waits a moment for what streams tell to have been handed over; what is held or keeps failing is not waited for. */
  settleStreams(): Promise<void>;
  /** Takes no more, and waits a moment for what is under way. */
  drain(): Promise<void>;
  /** After the functions were stopped: waits for the last of it. */
  stop(): Promise<void>;
}

const DRAIN_MS = 3000;
const SETTLE_MS = 10_000;

/** Holds the work of a sandbox until it is released: the functions it calls need the endpoint first. */
export function holdWork(options: StartEventSourcesOptions): Work {
  let sources: ReturnType<typeof startEventSources> | undefined;
  let stopped: Promise<void> | undefined;
  const stop = (): Promise<void> => (stopped ??= sources?.stop() ?? Promise.resolve());
  return {
    release() {
      if (stopped === undefined) sources ??= startEventSources(options);
    },
    settleStreams: () =>
      Promise.race([sources?.settleStreams() ?? Promise.resolve(), delay(SETTLE_MS, undefined, { ref: false })]),
    // Messages not handled in time become visible again at the next start, as after a crash.
    drain: () => Promise.race([stop(), delay(DRAIN_MS, undefined, { ref: false })]),
    stop,
  };
}
