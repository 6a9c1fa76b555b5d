import { leastTries } from './choose-places.ts';
import type { AttemptDeps } from './attempt.ts';
import type { SendResult } from '../model/sender.ts';

/** When a chunk is due again whose call left some to be tried again. */
export type Retry = { readonly stalls: number; readonly retryAt: number };

/**
 * A provider that is busy sets the pace of the whole shard, and nobody waits besides. Who was tried waits longer each
 * time; a chunk of which a provider takes nothing at all waits longer as a whole; others of the chunk who were tried as
 * seldom go on at once.
 */
export function retryAfter(
  deps: Pick<AttemptDeps, 'clock' | 'settings' | 'ids'>,
  answers: readonly SendResult[],
  {
    stalls,
    pending,
    tries,
    areOthersAsFresh,
  }: {
    readonly stalls: number;
    /** Who is still to be sent to, and how often each was tried. */
    readonly pending: readonly number[];
    readonly tries: readonly number[];
    readonly areOthersAsFresh: boolean;
  },
): Retry {
  const isBusy = answers.every(
    (answer) => answer.kind === 'NOT_SENT' && answer.cause === 'THROTTLED' && answer.isOwn !== true,
  );
  if (isBusy) return { stalls, retryAt: deps.clock.now() };
  const next = answers.every(({ kind }) => kind === 'NOT_SENT') ? stalls + 1 : 0;
  const times = Math.max(next, areOthersAsFresh ? 0 : leastTries(pending, tries));
  return { stalls: next, retryAt: deps.clock.now() + backoff(deps, times) };
}

/** A chunk that came to no call, because it took too long to get there. */
export function retryLater(deps: Pick<AttemptDeps, 'clock' | 'settings' | 'ids'>, stalls: number): Retry {
  return { stalls: stalls + 1, retryAt: deps.clock.now() + backoff(deps, stalls + 1) };
}

/** Doubling with half of it random, so that shards do not come back all at once. */
function backoff({ settings, ids }: Pick<AttemptDeps, 'settings' | 'ids'>, times: number): number {
  if (times === 0) return 0;
  const full = Math.min(settings.maxBackoffMs, settings.backoffMs * 2 ** Math.min(times - 1, 20));
  return Math.round(full * (0.5 + ids.random() / 2));
}
