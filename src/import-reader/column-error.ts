/** The columns of a file make no sense; nothing of it was read. */
export class ColumnError extends Error {
  override readonly name = 'ColumnError';
  constructor(
    readonly code: 'UNKNOWN_COLUMN' | 'BAD_MAPPING',
    message: string,
  ) {
    super(message);
  }
}
