import { maskedCrc32c } from './crc32c.ts';

/** https://github.com/google/leveldb/blob/main/doc/log_format.md */
export const BLOCK_BYTES = 32 * 1024;
export const HEADER_BYTES = 7;
const CHECKSUM_AND_LENGTH_BYTES = 6;

/** Kinds of a fragment: a whole record, or the first, a middle or the last part of one. */
export const FULL = 1;
export const FIRST = 2;
const MIDDLE = 3;
const LAST = 4;

export interface LogRecord {
  /** Where it begins in the file. */
  readonly start: number;
  readonly payload: Buffer;
}

export interface LogContents {
  readonly records: readonly LogRecord[];
  /** Where something cannot be read, although more follows. */
  readonly damagedAt: readonly number[];
  /** Up to here the log is whole: the end of its last record, or where one begins that its writer did not finish. */
  readonly wholeUntil: number;
}

/**
 * Reads a log of LevelDB as LevelDB recovers one, but says what it leaves out. A record at the very end that is not all
 * there is no damage: the process or the machine stopped while writing it.
 */
export function readLogRecords(bytes: Buffer): LogContents {
  const records: LogRecord[] = [];
  const damagedAt: number[] = [];
  let parts: Buffer[] = [];
  let start = -1;
  let at = 0;
  let wholeUntil = 0;
  const damage = (): void => {
    damagedAt.push(start === -1 ? at : start);
    start = -1;
    at = nextBlock(at);
  };
  while (at < bytes.length) {
    if (BLOCK_BYTES - (at % BLOCK_BYTES) < HEADER_BYTES) {
      at = nextBlock(at);
      continue;
    }
    if (bytes.length - at < HEADER_BYTES) break;
    const length = bytes.readUInt16LE(at + 4);
    const type = bytes[at + CHECKSUM_AND_LENGTH_BYTES] ?? 0;
    const end = at + HEADER_BYTES + length;
    // The rest was made room for, and never written.
    if (type === 0 && length === 0 && bytes.subarray(at).every((byte) => byte === 0)) break;
    if (end > bytes.length && nextBlock(at) > bytes.length) break;
    if (end > nextBlock(at) || !isWhole(bytes, at, end)) {
      damage();
      continue;
    }
    const isBeginning = type === FULL || type === FIRST;
    if (isBeginning ? start !== -1 : start === -1 || (type !== MIDDLE && type !== LAST)) {
      // What follows a damaged part of its own record was told already.
      if (start !== -1 || damagedAt.length === 0) damagedAt.push(start === -1 ? at : start);
      start = -1;
      if (!isBeginning) {
        at = end;
        continue;
      }
    }
    if (isBeginning) {
      start = at;
      parts = [];
    }
    parts.push(bytes.subarray(at + HEADER_BYTES, end));
    at = end;
    if (type === FULL || type === LAST) {
      records.push({ start, payload: Buffer.concat(parts) });
      start = -1;
      wholeUntil = end;
    }
  }
  return { records, damagedAt, wholeUntil };
}

function nextBlock(at: number): number {
  return (Math.floor(at / BLOCK_BYTES) + 1) * BLOCK_BYTES;
}

function isWhole(bytes: Buffer, at: number, end: number): boolean {
  return bytes.readUInt32LE(at) === maskedCrc32c(bytes, at + CHECKSUM_AND_LENGTH_BYTES, end);
}
