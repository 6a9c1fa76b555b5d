import type { ArrivingTableName, LakeRows } from '../../domain/lake/index.ts';
import { bytesOf } from '../../domain/limits.ts';
import type { Clock, Ids } from '../ports.ts';
import { packRecords } from './pack-records.ts';
import { MAX_CALL_BYTES, MAX_RECORDS, type LakeStreams } from './ports.ts';

/** The lake takes nothing at present: whoever has the rows keeps them and comes again. */
export class LakeBusyError extends Error {
  override readonly name = 'LakeBusyError';
  readonly code = 'LAKE_BUSY';
  constructor(
    readonly table: ArrivingTableName,
    readonly left: number,
    options?: ErrorOptions,
  ) {
    super(`${left} records for the table ${table} of the lake were not taken. They are kept and put again.`, options);
  }
}

const MAX_TRIES = 5;
const FIRST_WAIT_MS = 100;

/** Some of a call is not the records. */
const ROOM = MAX_CALL_BYTES - 64 * 1024;

/**
 * Puts rows into a table of the lake, in as few records and calls as there can be. Of a call that was taken in part only
 * the rest is put again. Resolves when all are taken; an answer that was lost means that some are there twice, which
 * whoever reads the lake sees by their ids.
 */
export async function putRows<T extends ArrivingTableName>(
  deps: { readonly streams: LakeStreams; readonly clock: Pick<Clock, 'sleep'>; readonly ids: Pick<Ids, 'random'> },
  table: T,
  rows: readonly LakeRows[T][],
): Promise<void> {
  for (const call of callsOf(packRecords(rows))) {
    let left = call;
    for (let attempt = 1; left.length > 0; attempt += 1) {
      let cause: unknown;
      try {
        const failed = await deps.streams.put(table, left);
        left = failed.flatMap((place) => left[place] ?? []);
      } catch (error) {
        cause = error;
      }
      if (left.length === 0) break;
      if (attempt === MAX_TRIES) throw new LakeBusyError(table, left.length, { cause });
      await deps.clock.sleep(FIRST_WAIT_MS * 2 ** (attempt - 1) * (0.5 + deps.ids.random()));
    }
  }
}

function callsOf(records: readonly string[]): readonly (readonly string[])[] {
  const calls: string[][] = [];
  let bytes = 0;
  for (const record of records) {
    const size = bytesOf(record);
    const last = calls.at(-1);
    if (last === undefined || last.length === MAX_RECORDS || bytes + size > ROOM) {
      calls.push([record]);
      bytes = size;
    } else {
      last.push(record);
      bytes += size;
    }
  }
  return calls;
}
