/** What a session says when it begins and ends. */
export interface SessionEvents {
  started(): void;
  /** How long it was, in seconds. */
  ended(seconds: number): void;
}

/**
 * One visit of one customer: while the app is in front and they are signed in. It ends when the app is left, since nothing
 * is sure to run later; whoever comes back after a minute begins another one.
 */
export function createSession(events: SessionEvents, now: () => number) {
  let startedAt: number | null = null;
  return {
    begin(): void {
      if (startedAt !== null) return;
      startedAt = now();
      events.started();
    },
    end(): void {
      if (startedAt === null) return;
      events.ended(Math.max(0, Math.round((now() - startedAt) / 1000)));
      startedAt = null;
    },
  };
}
