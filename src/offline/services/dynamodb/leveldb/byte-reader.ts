/** Reads LevelDB's encodings one after another; throws a RangeError where the bytes end too early. */
export class ByteReader {
  #at: number;

  constructor(
    readonly bytes: Buffer,
    start = 0,
    readonly end = bytes.length,
  ) {
    this.#at = start;
  }

  get at(): number {
    return this.#at;
  }

  get isAtEnd(): boolean {
    return this.#at >= this.end;
  }

  /** An integer of seven bits a byte, the lowest first. */
  varint(): number {
    let value = 0;
    for (let scale = 1; ; scale *= 128) {
      if (this.#at >= this.end || scale > 2 ** 56) throw new RangeError('An integer goes on beyond its end.');
      const byte = this.bytes[this.#at] ?? 0;
      this.#at += 1;
      value += (byte & 0x7f) * scale;
      if (byte < 0x80) return value;
    }
  }

  take(length: number): Buffer {
    if (this.#at + length > this.end) throw new RangeError('A text goes on beyond its end.');
    const part = this.bytes.subarray(this.#at, this.#at + length);
    this.#at += length;
    return part;
  }

  /** Bytes that stand behind their length. */
  prefixed(): Buffer {
    return this.take(this.varint());
  }
}
