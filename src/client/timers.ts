/** Time as a watcher uses it; tests supply their own. */
export interface Timers {
  /** Calls back once after a while; returns a function that prevents it. */
  after(milliseconds: number, callback: () => void): () => void;
}

/** The runtime's own time. */
export const SYSTEM_TIMERS: Timers = {
  after(milliseconds, callback) {
    const timer = setTimeout(callback, milliseconds);
    return () => clearTimeout(timer);
  },
};

/** What is asked for, or a rejection when it has not come in time. */
export async function inTime<Answer>(timers: Timers, milliseconds: number, asked: Promise<Answer>): Promise<Answer> {
  let cancel = (): void => undefined;
  const late = new Promise<never>((_resolve, reject) => {
    cancel = timers.after(milliseconds, () => reject(new Error(`No answer came within ${milliseconds} ms.`)));
  });
  try {
    return await Promise.race([asked, late]);
  } finally {
    cancel();
  }
}

const FIRST_RETRY_MS = 500;
const LAST_RETRY_MS = 30_000;

/** How long to wait after so many failures in a row: half a second, twice as long each time, at most half a minute. */
export function retryDelayMs(failures: number): number {
  return Math.min(FIRST_RETRY_MS * 2 ** Math.min(failures - 1, 20), LAST_RETRY_MS);
}
