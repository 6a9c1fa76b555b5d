import type { ApiClient } from '../../domain/api-client/index.ts';
import { refuse, type Refused } from '../../domain/result.ts';
import type { QuotaStore } from './ports.ts';

const MINUTE = 60_000;
const DAY = 86_400_000;

/**
 * Takes recipients from a client's quotas of the minute and of the (UTC) day. What the minute had room for and the day
 * had not stays taken from the minute.
 */
export async function takeQuota(
  { quotas }: { readonly quotas: QuotaStore },
  client: ApiClient,
  count: number,
  now: number,
): Promise<{ readonly ok: true } | Refused<'OVER_QUOTA'>> {
  const windows = [
    { name: 'minute', length: MINUTE, limit: client.recipientsPerMinute },
    { name: 'day', length: DAY, limit: client.messagesPerDay },
  ];
  for (const { name, length, limit } of windows) {
    const start = Math.floor(now / length) * length;
    const window = `${name}#${new Date(start).toISOString()}`;
    if (await quotas.take(client.id, { window, count, limit, expiresAt: start + 2 * length })) continue;
    return refuse(
      'OVER_QUOTA',
      `${client.id} may send ${limit} messages a ${name}, and ${count} more would exceed it.`,
    );
  }
  return { ok: true };
}
