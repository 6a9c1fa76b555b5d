import { ByteReader } from './byte-reader.ts';
import { maskedCrc32c } from './crc32c.ts';
import { snappyDecompress } from './snappy.ts';

/** https://github.com/google/leveldb/blob/main/doc/table_format.md */
const FOOTER_BYTES = 48;
const MAGIC = 0xdb4775248b80fb57n;
/** Behind each block: how it is compressed, and its checksum. */
const TRAILER_BYTES = 5;
const SNAPPY = 1;

interface BlockHandle {
  readonly offset: number;
  readonly size: number;
}

/** Whether every block of a sorted table is as it was written. */
export function isTableWhole(bytes: Buffer): boolean {
  if (bytes.length < FOOTER_BYTES || bytes.readBigUInt64LE(bytes.length - 8) !== MAGIC) return false;
  try {
    const footer = new ByteReader(bytes, bytes.length - FOOTER_BYTES);
    return [readHandle(footer), readHandle(footer)].every((index) =>
      handlesIn(readBlock(bytes, index)).every((handle) => isBlockWhole(bytes, handle)),
    );
  } catch (error) {
    if (error instanceof RangeError) return false;
    throw error;
  }
}

function readHandle(reader: ByteReader): BlockHandle {
  return { offset: reader.varint(), size: reader.varint() };
}

function isBlockWhole(bytes: Buffer, { offset, size }: BlockHandle): boolean {
  const end = offset + size;
  if (end + TRAILER_BYTES > bytes.length) return false;
  return bytes.readUInt32LE(end + 1) === maskedCrc32c(bytes, offset, end + 1);
}

function readBlock(bytes: Buffer, handle: BlockHandle): Buffer {
  if (!isBlockWhole(bytes, handle)) throw new RangeError('The checksum of a block is wrong.');
  const end = handle.offset + handle.size;
  const block = bytes.subarray(handle.offset, end);
  return bytes[end] === SNAPPY ? snappyDecompress(block) : block;
}

/** The values of an index are where its blocks are. */
function handlesIn(block: Buffer): BlockHandle[] {
  const restarts = block.readUInt32LE(block.length - 4);
  const reader = new ByteReader(block, 0, block.length - 4 * (restarts + 1));
  const handles: BlockHandle[] = [];
  while (!reader.isAtEnd) {
    reader.varint();
    const keyBytes = reader.varint();
    const valueBytes = reader.varint();
    reader.take(keyBytes);
    handles.push(readHandle(new ByteReader(reader.take(valueBytes))));
  }
  return handles;
}
