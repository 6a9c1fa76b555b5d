import type { ImportOptions } from '../../import-reader/import-options.ts';
import { refuseFile, type FileRefusal } from '../../import-reader/inspect.ts';
import { readRows } from '../../import-reader/read-rows.ts';
import type { BadRow } from '../../import-reader/row.ts';
import type { EventInput, EventOutcomes, ServerClient } from '../../server/index.ts';
import { inspectFile } from '../import/inspect-file.ts';
import { openFile } from '../import/open-file.ts';
import { readEventRow } from './read-event-row.ts';
import { RejectedRows } from './rejected-rows.ts';

/** What became of the events of a file. */
export type EventImport = {
  readonly accepted: number;
  /** They were known before: by an earlier run, or by whoever recorded them when they happened. */
  readonly duplicates: number;
  /** Of those accepted: too old to change anything but reports. */
  readonly late: number;
  readonly rejected: number;
  /** The first of the rejected rows. */
  readonly rejections: readonly BadRow[];
};

/** Limits of one call: AppSync takes requests of up to 1 MB, `recordEvents` 100 events. */
const EVENTS_PER_CALL = 100;
const BYTES_PER_CALL = 600_000;
const IN_FLIGHT = 4;

type Sent = { readonly line: number; readonly event: EventInput };

/**
 * Streams a file of events into `recordEvents`. Each event has an id of its own, so that a run that was interrupted is
 * simply run again.
 * @param rejectedFile where every rejected row goes, as CSV; none is written when there is none to write
 */
export async function importEvents(
  client: Pick<ServerClient, 'recordEvents'>,
  file: string,
  {
    how,
    rejectedFile,
    onProgress,
  }: {
    readonly how: Pick<ImportOptions, 'format' | 'encoding'>;
    readonly rejectedFile: string;
    readonly onProgress: (bytesRead: number, bytesTotal: number) => void;
  },
): Promise<{ readonly ok: true; readonly imported: EventImport } | FileRefusal> {
  const inspected = await inspectFile(file, how);
  if (!inspected.ok) return inspected;
  if (inspected.format === 'csv') {
    return refuseFile('NOT_TEXT', `${file} is no file of JSON: events are one JSON object a line, or a list of them.`);
  }
  const opened = await openFile(file);
  const rejected = new RejectedRows(rejectedFile);
  const counts = { accepted: 0, duplicates: 0, late: 0 };
  const tell = async (batch: readonly Sent[]): Promise<void> => {
    const events = batch.map(({ event }) => event);
    const outcomes = await client.recordEvents(events, { areWrittenDown: true });
    for (const outcome of outcomes) count(counts, rejected, batch, outcome);
  };
  const flights = new Set<Promise<void>>();
  try {
    for await (const batch of batchesOf(readRows(opened, inspected, how), rejected)) {
      onProgress(opened.bytesRead(), inspected.size);
      const flight: Promise<void> = tell(batch).finally(() => flights.delete(flight));
      flights.add(flight);
      if (flights.size >= IN_FLIGHT) await Promise.race(flights);
    }
    await Promise.all(flights);
  } finally {
    await Promise.allSettled(flights);
    await rejected.close();
  }
  return { ok: true, imported: { ...counts, rejected: rejected.count, rejections: rejected.first } };
}

/** Those events of a file that can be told, as many as a call takes; the other rows are rejected here. */
async function* batchesOf(rows: ReturnType<typeof readRows>, rejected: RejectedRows): AsyncGenerator<readonly Sent[]> {
  let batch: Sent[] = [];
  let bytes = 0;
  for await (const row of rows) {
    if (!('text' in row)) {
      rejected.add(row);
      continue;
    }
    if (row.text.trim() === '') continue;
    const read = readEventRow(row.text);
    if (!read.ok) {
      rejected.add({ line: row.line, code: read.error.code, reason: read.error.message });
      continue;
    }
    const length = Buffer.byteLength(row.text);
    if (batch.length === EVENTS_PER_CALL || (batch.length > 0 && bytes + length > BYTES_PER_CALL)) {
      yield batch;
      batch = [];
      bytes = 0;
    }
    batch.push({ line: row.line, event: read.event });
    bytes += length;
  }
  if (batch.length > 0) yield batch;
}

function count(
  counts: { accepted: number; duplicates: number; late: number },
  rejected: RejectedRows,
  batch: readonly Sent[],
  { place, outcome, isLate, code, message }: EventOutcomes[number],
): void {
  if (outcome === 'DUPLICATE') counts.duplicates += 1;
  else if (outcome === 'ACCEPTED') {
    counts.accepted += 1;
    if (isLate === true) counts.late += 1;
  } else rejected.add({ line: batch[place]?.line ?? 0, code: code ?? 'REJECTED', reason: message ?? '' });
}
