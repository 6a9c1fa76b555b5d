import { bytesOf } from '../../domain/limits.ts';

/**
 * Firehose bills each record as whole steps of 5 KB: one event (0.5 KB) for itself costs ten times its share. Of records of
 * a quarter of a megabyte the last step is 2 % at most, and Firehose takes four times as much.
 */
const RECORD_BYTES = 256 * 1024;

/**
 * Packs rows into records: JSON objects that follow one another, a line each, in their order. A row that is larger than
 * a record should be gets one of its own.
 */
export function packRecords(rows: readonly object[], maxBytes = RECORD_BYTES): readonly string[] {
  const records: string[] = [];
  let lines: string[] = [];
  let bytes = 0;
  for (const row of rows) {
    const line = `${JSON.stringify(row)}\n`;
    const size = bytesOf(line);
    if (lines.length > 0 && bytes + size > maxBytes) {
      records.push(lines.join(''));
      lines = [];
      bytes = 0;
    }
    lines.push(line);
    bytes += size;
  }
  if (lines.length > 0) records.push(lines.join(''));
  return records;
}
