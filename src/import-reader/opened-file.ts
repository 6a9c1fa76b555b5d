/** A file that is read once from its start, unpacked. */
export interface OpenedFile {
  readonly bytes: AsyncIterable<unknown>;
  /** Bytes of the file as stored (compressed or not) that were read so far. */
  readonly bytesRead: () => number;
}

/** A gzip file that ends early or is damaged; what came before was read. */
export class TruncatedFileError extends Error {
  override readonly name = 'TruncatedFileError';
}
