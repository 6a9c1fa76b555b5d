/** What the caller of a write is told when there is no room for it. */
export const DISK_FULL =
  'The disk that holds the data folder is full (or a quota of it is used up): this was not saved. Free some space; if the tables stay read-only, start the sandbox again.';

const CODES: readonly unknown[] = ['ENOSPC', 'EDQUOT', 'EFBIG'];
/** LevelDB hands on the words of the operating system, without its code. */
const WORDS = /No space left on device|Disk quota exceeded|File too large/;

/** Whether a write failed because there is no room for more. */
export function isDiskFull(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  if ('code' in error && CODES.includes(error.code)) return true;
  return WORDS.test(error.message) || isDiskFull(error.cause);
}
