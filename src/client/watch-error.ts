import type { WatchFailure } from './live-feed.ts';

/** Something cannot be watched any further; `code` is stable, and the message begins with what was watched. */
export class WatchError extends Error {
  override readonly name = 'WatchError';
  readonly code: string;

  constructor(what: string, { code, message }: WatchFailure) {
    super(`${what}: ${message}`);
    this.code = code;
  }
}
