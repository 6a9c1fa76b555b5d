/** A resolver module that APPSYNC_JS would not accept. */
export class ResolverModuleError extends Error {
  override readonly name = 'ResolverModuleError';
  readonly code = 'INVALID_RESOLVER_CODE';
  constructor(
    readonly source: string,
    readonly line: number,
    problem: string,
    options?: ErrorOptions,
  ) {
    super(`${source}:${line}: ${problem}`, options);
  }
}
