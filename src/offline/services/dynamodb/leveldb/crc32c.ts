/** Sixteen bytes in one step, by sixteen tables. */
const STEP = 16;
const TABLES = makeTables();

function makeTables(): Int32Array {
  const tables = new Int32Array(STEP * 256);
  for (let byte = 0; byte < 256; byte += 1) {
    let crc = byte;
    for (let bit = 0; bit < 8; bit += 1) crc = (crc & 1) === 1 ? (crc >>> 1) ^ 0x82f63b78 : crc >>> 1;
    tables[byte] = crc;
  }
  for (let index = 256; index < tables.length; index += 1) {
    const crc = tables[index - 256] ?? 0;
    tables[index] = (crc >>> 8) ^ (tables[crc & 0xff] ?? 0);
  }
  return tables;
}

/** What the four bytes of a word do to the checksum, by the first of their four tables. */
function word(t: Int32Array, bytes: number, table: number): number {
  return (
    (t[table + 768 + (bytes & 0xff)] ?? 0) ^
    (t[table + 512 + ((bytes >>> 8) & 0xff)] ?? 0) ^
    (t[table + 256 + ((bytes >>> 16) & 0xff)] ?? 0) ^
    (t[table + (bytes >>> 24)] ?? 0)
  );
}

/** CRC-32C, which LevelDB puts before every record and behind every block, of bytes from `start` up to `end`. A view reads words four times as fast as `readUInt32LE`. */
function crc32c(bytes: Buffer, start: number, end: number): number {
  const t = TABLES;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  let crc = -1;
  let at = start;
  for (; at + STEP <= end; at += STEP) {
    crc =
      word(t, crc ^ view.getInt32(at, true), 3_072) ^
      word(t, view.getInt32(at + 4, true), 2_048) ^
      word(t, view.getInt32(at + 8, true), 1_024) ^
      word(t, view.getInt32(at + 12, true), 0);
  }
  for (; at < end; at += 1) crc = (crc >>> 8) ^ (t[(crc ^ (bytes[at] ?? 0)) & 0xff] ?? 0);
  return (crc ^ -1) >>> 0;
}

/** As LevelDB stores it, so that bytes which contain checksums can be checksummed. */
export function maskedCrc32c(bytes: Buffer, start: number, end: number): number {
  const crc = crc32c(bytes, start, end);
  return (((crc >>> 15) | (crc << 17)) + 0xa282ead8) >>> 0;
}
