/** A template the sandbox cannot run: a syntax error, or a construct AppSync's VTL does not have. */
export class TemplateError extends Error {
  override readonly name = 'TemplateError';
  readonly code = 'INVALID_MAPPING_TEMPLATE';
}
