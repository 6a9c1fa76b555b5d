import { Amplify } from 'aws-amplify';

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
  const refusal = refusalOfConnection(error);
  if (refusal !== null) return toClientError(refusal);
  const told = textOf(error, 'errorType');
  const code = told === undefined || told === 'UnauthorizedException' ? codeOf(error) : told;
  const message = OWN_WORDS.get(code) ?? (code === told ? undefined : NOT_TOLD.get(code)) ?? textOf(error, 'message');
  const details: unknown = typeof error === 'object' && error !== null && 'errorInfo' in error ? error.errorInfo : null;
  const said = { code, message: message ?? 'No answer came.' };
  return details === null || details === undefined ? said : { ...said, details };
}

/**
 * What the server said of a subscription: `aws-amplify` tells it as the text behind "Connection failed: ", as it came over
 * the socket.
 */
function refusalOfConnection(error: unknown): unknown {
  const [, json] = /^Connection failed: (\{.*\})$/s.exec(textOf(error, 'message') ?? '') ?? [];
  if (json === undefined) return null;
  try {
    const errors = fieldOf(JSON.parse(json), 'errors');
    return Array.isArray(errors) ? (errors[0] ?? null) : null;
  } catch {
    return null;
  }
}

/** What `aws-amplify` says in words that help nobody who has not read its source (`No federated jwt`, `No credentials`). */
const OWN_WORDS: ReadonlyMap<string, string> = new Map([
  ['NOT_SIGNED_IN', 'Nobody is signed in.'],
  [
    'NOT_CONFIGURED',
    'aws-amplify has no GraphQL endpoint: call configureBonghwa(outputs) first. Where that was done, there are two copies ' +
      'of aws-amplify, and this one was not configured: `npm ls aws-amplify` says who brings the other.',
  ],
]);

/** Where nobody but `aws-amplify` says why, and it says "Connection failed: UnauthorizedException". */
const NOT_TOLD: ReadonlyMap<string, string> = new Map([
  ['Unauthorized', 'Nobody is signed in, or whoever is signed in may not do this.'],
]);

/** Nobody said that the tokens are no good: `aws-amplify` keeps them, and renews them the next time. */
const NOT_RENEWED: ReadonlySet<string> = new Set([
  'NetworkError',
  'TooManyRequestsException',
  'InternalErrorException',
]);

/** Errors made by `aws-amplify` itself carry their cause, not an errorType. */
function codeOf(error: unknown): string {
  const name = textOf(error, 'name');
  const text = textOf(error, 'message') ?? '';
  if (OF_NO_CONFIGURATION.has(name ?? '') || /^subscribe only available/i.test(text)) return 'NOT_CONFIGURED';
  if (name === 'NoSignedUser' && NOT_RENEWED.has(textOf(fieldOf(error, 'underlyingError'), 'name') ?? '')) {
    return 'NETWORK';
  }
  if (OF_NOBODY.has(name ?? '') || /no current user|not authenticated/i.test(text)) {
    // Without an endpoint it is not even asked for: credentials are the first thing that is missing.
    return Amplify.getConfig().API?.GraphQL === undefined ? 'NOT_CONFIGURED' : 'NOT_SIGNED_IN';
  }
  if (/authorization header not provided/i.test(text)) return 'NOT_SIGNED_IN';
  if (/unauthorized|\b40[13]\b/i.test(text) || textOf(error, 'errorType') === 'UnauthorizedException')
    return 'Unauthorized';
  // The server's errors are data. What is thrown on this side of the network arrives wrapped in a GraphQLError, which has
  // a path, too (`handleGraphQLError` of @aws-amplify/api-graphql).
  const isTold = typeof error === 'object' && error !== null && 'path' in error && !(error instanceof Error);
  return isTold ? 'GRAPHQL' : 'NETWORK';
}

/** Before `Amplify.configure` was called, and after it was without an API. */
const OF_NO_CONFIGURATION: ReadonlySet<string> = new Set(['NoAmplifyContextError', 'NoEndpoint']);

/** `NoValidAuthTokens`: where the identity pool lets guests in, there is a session all the same. */
const OF_NOBODY: ReadonlySet<string> = new Set(['NoSignedUser', 'NoValidAuthTokens', 'NoCredentials']);

function fieldOf(value: unknown, key: string): unknown {
  return typeof value === 'object' && value !== null ? Reflect.get(value, key) : undefined;
}

function textOf(value: unknown, key: 'errorType' | 'message' | 'name'): string | undefined {
  const text = fieldOf(value, key);
  return typeof text === 'string' && text !== '' ? text : undefined;
}
