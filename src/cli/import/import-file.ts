import * as z from 'zod';
import { RefusedError, type GraphqlSession } from '../graphql-session.ts';
import type { ImportOptions } from '../../import-reader/import-options.ts';
import type { FileRefusal } from '../../import-reader/inspect.ts';
import { inspectFile } from './inspect-file.ts';
import { openFile } from './open-file.ts';
import { IMPORT_CUSTOMERS, IMPORT_REPORT, progressShape, reportShape, type ImportProgress } from './operations.ts';
import { ColumnError } from '../../import-reader/column-error.ts';
import { readRows } from '../../import-reader/read-rows.ts';
import { sendAgain } from './send-again.ts';
import { sliceRows, type Slice } from '../../import-reader/slice-rows.ts';
import { writeRejections } from './write-rejections.ts';

export type { ImportProgress } from './operations.ts';

export interface ImportReport extends Omit<ImportProgress, 'resumeFrom' | 'isDone'> {
  readonly importId: string;
  /** All of it was imported before, and nothing was written now. */
  readonly wasDone: boolean;
  /** The first rows that were not imported, with line number and reason; all of them are in `rejectedFile`. */
  readonly rejections: readonly { readonly line: number; readonly code: string; readonly reason: string }[];
}

export type ImportOutcome = { readonly ok: true; readonly report: ImportReport } | FileRefusal;

export interface ImportFileOptions {
  readonly how?: ImportOptions;
  /** Where every rejected row goes, as CSV; none is written when there is none to write. */
  readonly rejectedFile?: string;
  readonly onProgress?: (bytesRead: number, bytesTotal: number) => void;
  /** Told before anything is sent: with its id the import can be watched. */
  readonly onBegun?: (importId: string) => void;
}

/** Slices on their way at the same time; a server keeps track of up to eight. */
const IN_FLIGHT = 3;

/**
 * Streams a file into `importCustomers`, slice by slice. The import's id follows from the file's content and the options,
 * and every slice is idempotent, so running the same command again after an interruption finishes the job without
 * counting twice; what is done already is not sent again.
 */
export async function importFile(
  session: GraphqlSession,
  file: string,
  { how = {}, rejectedFile, onProgress = () => undefined, onBegun }: ImportFileOptions = {},
): Promise<ImportOutcome> {
  const inspected = await inspectFile(file, how);
  if (!inspected.ok) return inspected;
  const { importId, size } = inspected;
  onBegun?.(importId);
  const opened = await openFile(file);
  const { resumeFrom = 1, isDone: wasDone = false } = (await knownProgress(session, importId)) ?? {};
  let untilLine = 1;
  try {
    const flights = new Set<Promise<void>>();
    for await (const slice of sliceRows(readRows(opened, inspected, how))) {
      untilLine = slice.untilLine;
      onProgress(opened.bytesRead(), size);
      if (untilLine <= resumeFrom) continue;
      const flight: Promise<void> = send(session, importId, slice, how).finally(() => flights.delete(flight));
      flights.add(flight);
      if (flights.size >= IN_FLIGHT) await Promise.race(flights);
    }
    await Promise.all(flights);
  } catch (error) {
    if (!(error instanceof ColumnError)) throw error;
    return { ok: false, error: { code: error.code, message: `${file}: ${error.message}` } };
  }
  const last = { firstLine: untilLine, untilLine, lines: [], lineNumbers: [], rejected: [] };
  if (!wasDone) await send(session, importId, last, how, true);
  return { ok: true, report: { ...(await finish(session, importId, rejectedFile)), wasDone } };
}

async function send(
  session: GraphqlSession,
  importId: string,
  slice: Slice,
  { segmentId, removeFromSegmentId }: ImportOptions,
  isLast = false,
): Promise<void> {
  const variables = {
    ...slice,
    importId,
    isLast,
    ...(segmentId === undefined ? {} : { segmentId }),
    ...(removeFromSegmentId === undefined ? {} : { removeFromSegmentId }),
  };
  await sendAgain(() => session.call(IMPORT_CUSTOMERS, variables, z.object({ accepted: z.number() })));
}

async function knownProgress(session: GraphqlSession, importId: string): Promise<ImportProgress | undefined> {
  try {
    return (await session.call(IMPORT_REPORT, { importId }, z.object({ progress: progressShape }))).progress;
  } catch (error) {
    if (error instanceof RefusedError && error.code === 'NOT_FOUND') return undefined;
    throw error;
  }
}

async function finish(
  session: GraphqlSession,
  importId: string,
  rejectedFile: string | undefined,
): Promise<Omit<ImportReport, 'wasDone'>> {
  const first = await sendAgain(() => session.call(IMPORT_REPORT, { importId }, reportShape));
  const { resumeFrom: _, isDone: __, ...counts } = first.progress;
  if (rejectedFile !== undefined && counts.rejected > 0) {
    await writeRejections(rejectedFile, first, (nextToken) =>
      sendAgain(() => session.call(IMPORT_REPORT, { importId, nextToken }, reportShape)),
    );
  }
  return { importId, ...counts, rejections: first.rejections.slice(0, SHOWN_REJECTIONS) };
}

const SHOWN_REJECTIONS = 50;
