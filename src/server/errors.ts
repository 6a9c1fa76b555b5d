/** A call that was refused, or that failed however often it was tried. */
export class BonghwaError extends Error {
  override readonly name = 'BonghwaError';
  constructor(
    /** Stable: `OVER_QUOTA`, `UNKNOWN_RECIPIENT`, `IDEMPOTENCY_CONFLICT`, ...; `UNREACHABLE`: no answer came; docs/client.md has them. */
    readonly code: string,
    message: string,
    options: { readonly cause?: unknown; readonly mayRepeat: boolean },
  ) {
    super(message, { cause: options.cause });
    this.mayRepeat = options.mayRepeat;
  }

  /** Whether repeating the call, with the same idempotencyKey, can change the outcome. */
  readonly mayRepeat: boolean;
}
