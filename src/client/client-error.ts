/** Why an operation gave no answer. `code` is stable: the server's `errorType`, or NETWORK when no answer came. */
export interface ClientError {
  readonly code: string;
  readonly message: string;
  /** What else the server said, such as the fields of an INVALID_INPUT. */
  readonly details?: unknown;
}

/** Reads the errors out of what `aws-amplify` answers or throws: it throws the response itself when it has errors. */
export function clientErrors(answer: unknown): readonly ClientError[] {
  if (typeof answer === 'object' && answer !== null && 'errors' in answer && Array.isArray(answer.errors)) {
    return answer.errors.map(toClientError);
  }
  return [toClientError(answer)];
}

function toClientError(error: unknown): ClientError {
  const code = textOf(error, 'errorType') ?? codeOf(error);
  const message = textOf(error, 'message') ?? 'No answer came.';
  const details: unknown = typeof error === 'object' && error !== null && 'errorInfo' in error ? error.errorInfo : null;
  return details === null || details === undefined ? { code, message } : { code, message, details };
}

/** Errors made by `aws-amplify` itself carry their cause, not an errorType. */
function codeOf(error: unknown): string {
  const name = textOf(error, 'name');
  const text = textOf(error, 'message') ?? '';
  if (name === 'NoSignedUser' || /no current user|not authenticated/i.test(text)) return 'NOT_SIGNED_IN';
  if (/unauthorized|\b40[13]\b/i.test(text)) return 'Unauthorized';
  // The server's errors are data. What is thrown on this side of the network arrives wrapped in a GraphQLError, which has
  // a path, too (`handleGraphQLError` of @aws-amplify/api-graphql).
  const isTold = typeof error === 'object' && error !== null && 'path' in error && !(error instanceof Error);
  return isTold ? 'GRAPHQL' : 'NETWORK';
}

function textOf(value: unknown, key: 'errorType' | 'message' | 'name'): string | undefined {
  if (typeof value !== 'object' || value === null || !(key in value)) return undefined;
  const text: unknown = Reflect.get(value, key);
  return typeof text === 'string' && text !== '' ? text : undefined;
}
