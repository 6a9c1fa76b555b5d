/** Something is wrong with one chunk, not with the store or the provider: trying again here will hardly help. */
export class ChunkFaultError extends Error {
  readonly code = 'CHUNK_FAULT';
  constructor(reason: string, options?: ErrorOptions) {
    super(reason, options);
    this.name = 'ChunkFaultError';
  }
}
