import type { ApiClient } from '../../domain/api-client/index.ts';
import { refuse, type Refused } from '../../domain/result.ts';
import type { QuotaStore, QuotaUse } from './ports.ts';

const MINUTE = 60_000;
const DAY = 86_400_000;

/** What is taken of the minute and of the (UTC) day of `now`, both in milliseconds. */
export function quotaUse(
  count: number,
  { perMinute, perDay }: Pick<QuotaUse, 'perMinute' | 'perDay'>,
  now: number,
): QuotaUse {
  return { count, minute: now - (now % MINUTE), day: now - (now % DAY), perMinute, perDay };
}

export type QuotaTaken = { readonly ok: true; readonly use: QuotaUse };

/** Takes recipients from a client's quotas of the minute and of the day: from both, or from none. */
export async function takeQuota(
  { quotas }: { readonly quotas: QuotaStore },
  client: ApiClient,
  count: number,
  now: number,
): Promise<QuotaTaken | Refused<'OVER_QUOTA'>> {
  const { recipientsPerMinute: perMinute, messagesPerDay: perDay } = client;
  const use = quotaUse(count, { perMinute, perDay }, now);
  const taken = await quotas.take(client.id, use);
  if (taken === 'TAKEN') return { ok: true, use };
  const [limit, window] = taken === 'MINUTE_FULL' ? [perMinute, 'minute'] : [perDay, 'day'];
  return refuse(
    'OVER_QUOTA',
    `${client.id} may send ${limit} messages a ${window}, and ${count} more would exceed it.`,
  );
}
