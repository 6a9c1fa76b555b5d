import type { Clock } from '../../clock.ts';
import type { QuotaDocument } from './document.ts';
import { createRateBucket } from './rate-bucket.ts';

export interface PushQuota {
  /** Whether another call of SendMessages is taken now. */
  admitCall(): boolean;
  /** Whether one more recipient of a push is taken now. */
  admit(): boolean;
}

/** The quotas of SendMessages. */
export function createPushQuota(quotas: () => QuotaDocument['push'], clock: Clock): PushQuota {
  const calls = createRateBucket(clock);
  const recipients = createRateBucket(clock);
  return {
    admitCall: () => calls.take(1, quotas().callsPerSecond),
    admit: () => recipients.take(1, quotas().perSecond),
  };
}
