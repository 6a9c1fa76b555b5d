import { generateClient } from 'aws-amplify/api';
import { clientErrors, type ClientError } from './client-error.ts';
import { importReport } from './generated/queries.ts';
import { onImportProgress } from './generated/subscriptions.ts';
import type { ImportProgress as Snapshot } from './generated/types.ts';

/** Where an import stands: absolute counts, ordered by `seq`. */
export type ImportProgress = Omit<Snapshot, '__typename'>;

/** Which import to watch, by the id that `bonghwa import` prints, and who is told. */
export type WatchImportOptions = {
  readonly importId: string;
  /** Told where the import stands now, then every newer state as it comes; `isDone` is the last. */
  readonly onProgress: (progress: ImportProgress) => void;
  readonly onError?: (error: ClientError) => void;
};

/** A tick may be lost on its way: the stored counts are asked for as often. */
const ASK_EVERY_MS = 5_000;

/**
 * Watches an import live until it is done; returns what ends it sooner. An import nobody has started yet is waited for.
 *
 * @example
 * const stop = watchImport({ importId, onProgress: ({ accepted, rejected }) => console.log(accepted, rejected) });
 */
export function watchImport({ importId, onProgress, onError }: WatchImportOptions): () => void {
  const client = generateClient();
  let seq = 0;
  let isOver = false;
  const report = (error: unknown): void => {
    for (const each of clientErrors(error)) if (each.code !== 'NOT_FOUND') onError?.(each);
  };
  const hear = ({ __typename: _, ...progress }: Snapshot): void => {
    if (isOver || progress.seq <= seq) return;
    seq = progress.seq;
    if (progress.isDone) stop();
    onProgress(progress);
  };
  const subscription = client.graphql({ query: onImportProgress, variables: { importId } }).subscribe({
    next: ({ data }) => hear(data.onImportProgress),
    error: report,
  });
  const ask = async (): Promise<void> => {
    try {
      const { data } = await client.graphql({ query: importReport, variables: { importId } });
      if (data.importReport) hear(data.importReport.progress);
    } catch (error) {
      report(error);
    }
  };
  const timer = setInterval(() => void ask(), ASK_EVERY_MS);
  void ask();
  function stop(): void {
    isOver = true;
    clearInterval(timer);
    subscription.unsubscribe();
  }
  return stop;
}
