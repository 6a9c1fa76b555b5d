import * as z from 'zod';
import type { AuthProvider } from '../assembly/resources.ts';
import type { Clock } from '../clock.ts';
import type { InvocationResult, LambdaRuntime } from '../services/contract.ts';
import type { AuthOutcome, AuthRequest } from './contract.ts';
import { unauthorized } from './refusals.ts';

/** https://docs.aws.amazon.com/appsync/latest/devguide/security-authz.html#aws-lambda-authorization */
const authorizerResponse = z.object({
  isAuthorized: z.boolean(),
  resolverContext: z.record(z.string(), z.union([z.string(), z.number(), z.boolean()])).nullish(),
  deniedFields: z.array(z.string()).nullish(),
  ttlOverride: z.number().min(0).max(3600).nullish(),
});

type AuthorizerResponse = z.infer<typeof authorizerResponse>;

export interface AuthorizedOperation {
  readonly query: string;
  readonly operationName?: string;
  readonly variables?: unknown;
  readonly requestId: string;
}

export interface LambdaAuthorizerOptions {
  readonly apiId: string;
  readonly accountId: string;
  readonly lambda: LambdaRuntime;
  readonly clock: Clock;
  /** One line of the sandbox's own log: callers are only told that they are not authorized. */
  readonly log: (line: string) => void;
}

const CACHE_LIMIT = 1000;

/** Lambda authorizer mode: the function decides; its answer is kept per token for the TTL it or the API gives. */
export function createLambdaAuthorizer({ apiId, accountId, lambda, clock, log }: LambdaAuthorizerOptions) {
  const cache = new Map<string, { readonly response: AuthorizerResponse; readonly expiresAt: number }>();

  return async (
    token: string,
    provider: AuthProvider,
    request: AuthRequest,
    operation: AuthorizedOperation | undefined,
  ): Promise<AuthOutcome> => {
    const { authorizerFunctionArn: functionArn, identityValidationExpression: expression } = provider;
    if (functionArn === undefined) throw new Error(`API ${apiId} has a Lambda authorizer without a function.`);
    if (expression !== undefined && !new RegExp(expression).test(token)) return unauthorized();

    const key = `${functionArn}\n${token}`;
    const cached = cache.get(key);
    if (cached !== undefined && cached.expiresAt > clock.now()) return toOutcome(cached.response);

    const result = await lambda.invoke(functionArn, {
      authorizationToken: token,
      requestContext: {
        apiId,
        accountId,
        requestId: operation?.requestId ?? '',
        queryString: operation?.query ?? '',
        operationName: operation?.operationName ?? '',
        variables: operation?.variables ?? {},
      },
      requestHeaders: request.headers,
    });
    const parsed = result.ok ? authorizerResponse.safeParse(result.payload) : undefined;
    // A failing function and an answer of another shape both deny: AppSync never lets a call through undecided.
    if (parsed?.success !== true) {
      log(`The Lambda authorizer ${functionArn} ${describeFailure(result)}: the caller was answered 401.`);
      return unauthorized();
    }

    const ttlSeconds = parsed.data.ttlOverride ?? provider.authorizerResultTtlSeconds ?? 0;
    if (ttlSeconds > 0) {
      if (cache.size >= CACHE_LIMIT) cache.clear();
      cache.set(key, { response: parsed.data, expiresAt: clock.now() + ttlSeconds * 1000 });
    }
    return toOutcome(parsed.data);
  };
}

function describeFailure(result: InvocationResult): string {
  if (result.ok) return 'answered in a shape that AppSync does not know';
  return result.timedOut ? `timed out (${result.errorMessage})` : `failed (${result.errorType})`;
}

function toOutcome(response: AuthorizerResponse): AuthOutcome {
  if (!response.isAuthorized) return unauthorized();
  const resolverContext = Object.fromEntries(
    Object.entries(response.resolverContext ?? {}).map(([name, value]) => [name, String(value)]),
  );
  return {
    ok: true,
    caller: {
      mode: 'AWS_LAMBDA',
      identity: { resolverContext },
      deniedFields: (response.deniedFields ?? []).map(toTypeAndField),
      mayAccessField: () => true,
    },
  };
}

/** Denied fields come as `Type.field` or as `arn:.../types/Type/fields/field`. */
function toTypeAndField(denied: string): string {
  const [, type, field] = /\/types\/([^/]+)\/fields\/([^/]+)$/.exec(denied) ?? [];
  return type === undefined || field === undefined ? denied : `${type}.${field}`;
}
