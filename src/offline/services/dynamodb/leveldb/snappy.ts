import { ByteReader } from './byte-reader.ts';

/** What Snappy has compressed; throws a RangeError for what it has not. https://github.com/google/snappy/blob/main/format_description.txt */
export function snappyDecompress(bytes: Buffer): Buffer {
  const reader = new ByteReader(bytes);
  const output = Buffer.alloc(reader.varint());
  let at = 0;
  const number = (length: number): number => reader.take(length).readUIntLE(0, length);
  while (!reader.isAtEnd) {
    const tag = number(1);
    const kind = tag & 3;
    const upper = tag >> 2;
    if (kind === 0) {
      const length = upper < 60 ? upper + 1 : number(upper - 59) + 1;
      if (at + length > output.length) throw new RangeError('More was written than there is room for.');
      at += reader.take(length).copy(output, at);
      continue;
    }
    const length = kind === 1 ? (upper & 7) + 4 : upper + 1;
    const offset = kind === 1 ? ((upper >> 3) << 8) + number(1) : number(kind === 2 ? 2 : 4);
    if (offset === 0 || offset > at || at + length > output.length)
      throw new RangeError('A copy of what is not there.');
    // Byte by byte: a copy may overlap what it writes.
    for (let copied = 0; copied < length; copied += 1, at += 1) output[at] = output[at - offset] ?? 0;
  }
  return output;
}
