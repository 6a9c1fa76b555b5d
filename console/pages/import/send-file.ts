import type { ImportOptions } from '../../../src/import-reader/import-options.ts';
import type { InspectedFile } from '../../../src/import-reader/inspect.ts';
import { readRows } from '../../../src/import-reader/read-rows.ts';
import { sliceRows, type Slice } from '../../../src/import-reader/slice-rows.ts';
import { ask, RefusedError } from '../../ask/ask.ts';
import { openChosen } from './chosen-file.ts';

/** Slices on their way at the same time; a server keeps track of up to eight. */
const IN_FLIGHT = 3;

/** Where an import stands; null: nobody began it. */
async function knownImport(importId: string) {
  try {
    return await ask('importReport', { importId });
  } catch (error) {
    if (error instanceof RefusedError && error.code === 'NOT_FOUND') return null;
    throw error;
  }
}

/**
 * Sends a file slice by slice. Every slice is idempotent and the id follows from the content, so that the same file chosen
 * again after an interruption goes on where it stopped, and what is done already is not sent again.
 */
export async function sendFile(
  file: File,
  inspected: InspectedFile,
  options: ImportOptions,
  onRead: (share: number) => void,
): Promise<void> {
  const { importId } = inspected;
  const known = (await knownImport(importId))?.progress;
  if (known?.isDone === true) return;
  const resumeFrom = known?.resumeFrom ?? 1;
  const opened = await openChosen(file);
  let untilLine = 1;
  const flights = new Set<Promise<void>>();
  for await (const slice of sliceRows(readRows(opened, inspected, options))) {
    untilLine = slice.untilLine;
    onRead(opened.bytesRead() / inspected.size);
    if (untilLine <= resumeFrom) continue;
    const flight: Promise<void> = sendSlice(importId, slice, options, false).finally(() => flights.delete(flight));
    flights.add(flight);
    if (flights.size >= IN_FLIGHT) await Promise.race(flights);
  }
  await Promise.all(flights);
  const last = { firstLine: untilLine, untilLine, lines: [], lineNumbers: [], rejected: [] };
  await sendSlice(importId, last, options, true);
}

async function sendSlice(importId: string, slice: Slice, { segmentId }: ImportOptions, isLast: boolean): Promise<void> {
  const { lines, lineNumbers, rejected, ...place } = slice;
  const variables = {
    ...{ importId, isLast, ...place, lines: [...lines], lineNumbers: [...lineNumbers], rejected: [...rejected] },
    ...(segmentId === undefined ? {} : { segmentId }),
  };
  for (let attempt = 1; ; attempt += 1) {
    try {
      await ask('importCustomers', variables);
      return;
    } catch (error) {
      // The same slice twice is one: of a lost answer nothing is counted twice.
      const mayPass = error instanceof RefusedError && PASSING.has(error.code);
      if (!mayPass || attempt === TRIES) throw error;
      await new Promise((resolve) => setTimeout(resolve, FIRST_WAIT_MS * 2 ** (attempt - 1)));
    }
  }
}

const TRIES = 5;
const FIRST_WAIT_MS = 500;
const PASSING: ReadonlySet<string> = new Set([
  'NETWORK',
  'INTERNAL',
  'ERROR',
  'ExecutionTimeout',
  'TooManyRequestsException',
]);
