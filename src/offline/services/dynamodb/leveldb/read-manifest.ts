import { ByteReader } from './byte-reader.ts';
import { readLogRecords } from './log-records.ts';

/** Which files a LevelDB consists of. */
export interface Manifest {
  /** Sizes in bytes by the number of the file. */
  readonly tables: ReadonlyMap<number, number>;
  /** Logs from this number on hold what the tables do not. */
  readonly firstLog: number;
  /** Up to here it is whole; one more change may have been under way. */
  readonly wholeUntil: number;
}

/** Tags of `VersionEdit`. https://github.com/google/leveldb/blob/main/db/version_edit.cc */
const COMPARATOR = 1;
const LOG_NUMBER = 2;
const NEXT_FILE = 3;
const LAST_SEQUENCE = 4;
const COMPACT_POINTER = 5;
const DELETED_FILE = 6;
const NEW_FILE = 7;
const PREVIOUS_LOG = 9;

/** Reads a manifest; undefined when it is damaged. */
export function readManifest(bytes: Buffer): Manifest | undefined {
  const { records, damagedAt, wholeUntil } = readLogRecords(bytes);
  if (damagedAt.length > 0 || records.length === 0) return undefined;
  const tables = new Map<number, number>();
  let firstLog = 0;
  try {
    for (const { payload } of records) {
      const reader = new ByteReader(payload);
      while (!reader.isAtEnd) {
        const tag = reader.varint();
        if (tag === LOG_NUMBER) firstLog = reader.varint();
        else if (!applyTag(tag, reader, tables)) return undefined;
      }
    }
  } catch (error) {
    if (error instanceof RangeError) return undefined;
    throw error;
  }
  return { tables, firstLog, wholeUntil };
}

function applyTag(tag: number, reader: ByteReader, tables: Map<number, number>): boolean {
  switch (tag) {
    case COMPARATOR:
      reader.prefixed();
      return true;
    case NEXT_FILE:
    case LAST_SEQUENCE:
    case PREVIOUS_LOG:
      reader.varint();
      return true;
    case COMPACT_POINTER:
      reader.varint();
      reader.prefixed();
      return true;
    case DELETED_FILE:
      reader.varint();
      tables.delete(reader.varint());
      return true;
    case NEW_FILE: {
      reader.varint();
      const number = reader.varint();
      tables.set(number, reader.varint());
      reader.prefixed();
      reader.prefixed();
      return true;
    }
    default:
      return false;
  }
}
