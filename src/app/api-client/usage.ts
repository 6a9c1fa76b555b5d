import { refuse, type Refused } from '../../domain/result.ts';
import type { Clock } from '../ports.ts';

/** What one client did on a UTC day. */
export type UsageOfDay = {
  /** `2026-11-25`. */
  readonly day: string;
  /** Commands that reached the API with a signature that holds. */
  readonly calls: number;
  /** Of them those that were refused. */
  readonly refused: number;
  /** Recipients that counted for the quota of the day. */
  readonly recipients: number;
};

/** Counts calls of clients by day, and what they have used of their quotas. */
export interface UsageStore {
  count(clientId: string, at: number, call: { readonly isRefused: boolean }): Promise<void>;
  /** The days of a client, in the order that is asked for; days on which nothing happened have zeros. */
  list(clientId: string, days: readonly string[]): Promise<readonly UsageOfDay[]>;
}

/** Days for which usage is kept. */
export const USAGE_KEPT_DAYS = 92;

const DAY_MS = 86_400_000;

/** What a client did in the last days, the latest first; today is not over. */
export async function clientUsage(
  deps: { readonly usage: Pick<UsageStore, 'list'>; readonly clock: Clock },
  { clientId, days = 30 }: { readonly clientId: string; readonly days?: number },
): Promise<{ readonly ok: true; readonly days: readonly UsageOfDay[] } | Refused<'INVALID_INPUT'>> {
  if (!Number.isSafeInteger(days) || days < 1 || days > USAGE_KEPT_DAYS) {
    return refuse('INVALID_INPUT', `days must be a number from 1 to ${USAGE_KEPT_DAYS}.`);
  }
  const now = deps.clock.now();
  const wanted = Array.from({ length: days }, (_, back) => new Date(now - back * DAY_MS).toISOString().slice(0, 10));
  return { ok: true, days: await deps.usage.list(clientId, wanted) };
}
