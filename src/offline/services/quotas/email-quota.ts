import type { Clock } from '../../clock.ts';
import type { Outbox } from '../outbox/create-outbox.ts';
import type { QuotaDocument } from './document.ts';
import { createRateBucket } from './rate-bucket.ts';
import { createRollingCount, type RollingCount } from './rolling-count.ts';

export interface EmailQuota {
  /** Whether SES takes a mail to so many recipients now, or which quota is in the way. */
  admit(recipients: number): 'OK' | 'RATE' | 'DAY';
  /** Counts what was sent. */
  count(recipients: number): void;
  sentLast24Hours(): number;
}

const DAY_MS = 86_400_000;
const MINUTE_MS = 60_000;

/** SES's quotas. What was sent before the start is known from the outbox. */
export function createEmailQuota(quotas: () => QuotaDocument['email'], clock: Clock, outbox: Outbox): EmailQuota {
  const rate = createRateBucket(clock);
  let known: RollingCount | undefined;
  const day = (): RollingCount => {
    if (known !== undefined) return known;
    known = createRollingCount(DAY_MS, MINUTE_MS);
    for (const { provider, at } of outbox.all({ channel: 'EMAIL', accepted: true }))
      if (provider === 'ses') known.add(at, 1);
    return known;
  };
  return {
    admit(recipients) {
      const { perDay, perSecond } = quotas();
      if (day().total(clock.now()) + recipients > perDay) return 'DAY';
      return rate.take(recipients, perSecond) ? 'OK' : 'RATE';
    },
    count: (recipients) => day().add(clock.now(), recipients),
    sentLast24Hours: () => day().total(clock.now()),
  };
}
