/** A request as it was received, whose signature is to be verified. */
export interface SignedRequest {
  readonly method: string;
  /** Path with query string, as received. */
  readonly path: string;
  /** Lower-case names. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer | string;
}
