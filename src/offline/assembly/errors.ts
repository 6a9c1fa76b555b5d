/** Something in a template which the sandbox cannot read: names the stack and the logical id, and says what to do. */
export class AssemblyError extends Error {
  override readonly name = 'AssemblyError';
  constructor(
    readonly code:
      | 'UNKNOWN_INTRINSIC'
      | 'BAD_INTRINSIC'
      | 'UNKNOWN_REFERENCE'
      | 'UNKNOWN_ATTRIBUTE'
      | 'CIRCULAR_REFERENCE'
      | 'NOT_AVAILABLE_OFFLINE'
      | 'SECRET_MISSING'
      | 'BAD_PROPERTY'
      | 'BAD_ASSEMBLY',
    message: string,
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}
