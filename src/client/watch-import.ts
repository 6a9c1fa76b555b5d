import { generateClient } from 'aws-amplify/api';
import { createAmplifyFeed } from './amplify-feed.ts';
import type { ClientError } from './client-error.ts';
import { followLive, type LiveRules } from './follow-live.ts';
import type { LiveFeed } from './live-feed.ts';
import { importReport } from './generated/queries.ts';
import { onImportProgress } from './generated/subscriptions.ts';
import type { ImportProgress as Snapshot, OnImportProgressSubscription } from './generated/types.ts';
import { SYSTEM_TIMERS } from './timers.ts';
import { createWatch, type Watch } from './watch.ts';
import { WatchError } from './watch-error.ts';

/** Where an import stands: absolute counts, ordered by `seq`. */
export type ImportProgress = Omit<Snapshot, '__typename'>;

/**
 * Which import to watch, by the id that `bonghwa import` prints when it begins. A network that is away is waited for; what waiting does not
 * change is thrown as a `WatchError`, and `onError` hears it, once and last.
 */
export type WatchImportOptions = {
  readonly importId: string;
  /** Told where the import stands now, then every newer state as it comes; `isDone` is the last. */
  readonly onProgress?: (progress: ImportProgress) => void;
  /** Ends the watch without an error. */
  readonly signal?: AbortSignal | undefined;
  readonly onError?: (error: ClientError) => void;
};

/** A tick may be lost on its way: the stored counts are asked for as often. */
const ASK_EVERY_MS = 5_000;

const RULES: LiveRules<ImportProgress> = {
  merge: (known, heard) => (known === null || heard.seq > known.seq ? heard : null),
  isOver: ({ isDone }) => isDone,
  // Nobody has started it yet.
  whenMissing: () => null,
  quietMs: () => ASK_EVERY_MS,
};

/**
 * Watches an import live until it is done. An import nobody has started yet is waited for.
 *
 * @example
 * for await (const { accepted, rejected } of watchImport({ importId })) console.log(accepted, rejected);
 */
export function watchImport({ importId, onProgress, onError, signal }: WatchImportOptions): Watch<ImportProgress> {
  return createWatch<ImportProgress>(
    {
      follow: (listener) => followLive(feedOf(importId), RULES, SYSTEM_TIMERS, listener),
      errorOf: (failure) => new WatchError(`import ${importId}`, failure),
    },
    { signal, onNews: onProgress, onError },
  );
}

function feedOf(importId: string): LiveFeed<ImportProgress> {
  const client = generateClient();
  const variables = { importId };
  return createAmplifyFeed({
    variables,
    open: () => client.graphql({ query: onImportProgress, variables }),
    stateOf: ({ onImportProgress: tick }: OnImportProgressSubscription) => (tick == null ? null : withoutType(tick)),
    ask: async () => {
      const { data } = await client.graphql({ query: importReport, variables });
      return data.importReport ? withoutType(data.importReport.progress) : null;
    },
    passing: ['NOT_FOUND'],
  });
}

function withoutType({ __typename: _, ...progress }: Snapshot): ImportProgress {
  return progress;
}
