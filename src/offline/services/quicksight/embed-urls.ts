import { randomUUID } from 'node:crypto';
import type { Clock } from '../../clock.ts';

/** What an address shows, and to whom. */
export interface Embedded {
  readonly dashboardId: string;
  readonly userName: string;
  readonly sessionMinutes: number;
  /** Pages that it may be embedded in, as sources of a content security policy. */
  readonly allowedDomains: readonly string[];
}

/** Addresses that open once, and within five minutes. */
export interface EmbedUrls {
  /** The code of a new address. */
  issue(embedded: Embedded): string;
  /** What the address of a code shows; undefined when it was opened before, is too old, or never was. */
  open(code: string): Embedded | undefined;
}

/** https://docs.aws.amazon.com/quicksight/latest/APIReference/API_GenerateEmbedUrlForRegisteredUser.html */
const GOOD_FOR_MS = 5 * 60_000;

/** Keeps addresses in memory: they are not good for longer than a start takes. */
export function createEmbedUrls(clock: Clock): EmbedUrls {
  const issued = new Map<string, Embedded & { readonly until: number }>();
  return {
    issue(embedded) {
      const now = clock.now();
      for (const [code, { until }] of issued) if (until <= now) issued.delete(code);
      const code = randomUUID();
      issued.set(code, { ...embedded, until: now + GOOD_FOR_MS });
      return code;
    },
    open(code) {
      const found = issued.get(code);
      issued.delete(code);
      return found === undefined || found.until <= clock.now() ? undefined : found;
    },
  };
}
