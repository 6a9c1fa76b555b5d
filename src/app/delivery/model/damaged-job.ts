/** What of a job cannot be read: its row, or the item of one of its shards. */
export type DamageCode = 'JOB_DAMAGED' | 'SHARD_DAMAGED';

/** A job cannot be worked, because somebody or something damaged what is stored of it. */
export class DamagedJobError extends Error {
  override readonly name = 'DamagedJobError';
  constructor(
    readonly jobId: string,
    readonly code: DamageCode,
    options?: ErrorOptions,
  ) {
    super(`Job ${jobId} cannot be read: ${code}.`, options);
  }
}
