import type { Clock } from '../../clock.ts';
import type { Outbox } from '../outbox/create-outbox.ts';
import { encodingOf } from '../sms/sms-encoding.ts';
import type { QuotaDocument } from './document.ts';
import { createRateBucket } from './rate-bucket.ts';

export interface SmsQuota {
  /** Whether a text is taken now, or which quota is in the way. */
  admit(body: string): 'OK' | 'RATE' | 'MONTH';
  /** Counts what was sent. */
  count(body: string): void;
}

/** The calendar month in UTC, as AWS counts. */
const monthOf = (at: number): string => new Date(at).toISOString().slice(0, 7);

/** The quotas of texts, whichever API sends them. What was sent before the start is known from the outbox. */
export function createSmsQuota(quotas: () => QuotaDocument['sms'], clock: Clock, outbox: Outbox): SmsQuota {
  const rate = createRateBucket(clock);
  let known: { readonly month: string; parts: number } | undefined;
  const thisMonth = (): { readonly month: string; parts: number } => {
    const month = monthOf(clock.now());
    if (known?.month === month) return known;
    known = { month, parts: 0 };
    for (const { provider, at, body } of outbox.all({ channel: 'SMS', accepted: true }))
      if (provider !== 'cognito' && monthOf(at) === month) known.parts += encodingOf(body).parts;
    return known;
  };
  return {
    admit(body) {
      const { partsPerSecond, usdPerMonth, usdPerPart } = quotas();
      const { parts } = encodingOf(body);
      if (usdPerMonth !== null && (thisMonth().parts + parts) * usdPerPart > usdPerMonth) return 'MONTH';
      return rate.take(parts, partsPerSecond) ? 'OK' : 'RATE';
    },
    // Before the text is in the outbox: a month that is counted from it must not count the text twice.
    count: (body) => void (thisMonth().parts += encodingOf(body).parts),
  };
}
