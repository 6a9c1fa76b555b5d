import { refuse, type Refused } from '../../domain/result.ts';
import { quotaUse, type QuotaStore } from '../external-send/index.ts';
import type { Clock } from '../ports.ts';

/** Ten events a second for a minute: nobody taps so fast, a program that went wrong does. */
const PER_MINUTE = 600;

/** What an app kept while it was offline for weeks fits in, at one event every four seconds around the clock. */
const PER_DAY = 20_000;

/** Takes events from what the apps of one customer may send together; servers have no such limit. */
export async function limitApp(
  { quotas, clock }: { readonly quotas: Pick<QuotaStore, 'take'>; readonly clock: Pick<Clock, 'now'> },
  customerId: string,
  count: number,
): Promise<{ readonly ok: true } | Refused<'OVER_QUOTA'>> {
  const use = quotaUse(count, { perMinute: PER_MINUTE, perDay: PER_DAY }, clock.now());
  // No id of a server has such a sign.
  const taken = await quotas.take(`app#${customerId}`, use);
  if (taken === 'TAKEN') return { ok: true };
  const [limit, window] = taken === 'MINUTE_FULL' ? [PER_MINUTE, 'minute'] : [PER_DAY, 'day'];
  return refuse(
    'OVER_QUOTA',
    `The apps of one customer may record ${limit} events a ${window}. Keep them and try later.`,
  );
}
