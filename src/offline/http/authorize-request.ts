import type { Role } from '../assembly/resources.ts';
import type { CredentialStore } from '../auth/credential-store.ts';
import { evaluatePolicy } from '../auth/evaluate-policy.ts';
import { verifySigV4 } from '../auth/verify-sigv4.ts';
import type { Clock } from '../clock.ts';
import type { AwsRequest, AwsService, Principal } from '../services/contract.ts';

export interface Authorizer {
  /** Verifies the signature. */
  principalOf(request: Omit<AwsRequest, 'principal'>, rawPath: string): Promise<PrincipalOutcome>;
  /** Verifies the signature of a request to a function's URL, and checks that its signer may invoke it. */
  mayInvoke(functionArn: string, request: UrlRequest): Promise<InvokerOutcome>;
  /** Checks the caller's policy for everything the request needs. */
  check(service: AwsService, request: AwsRequest): Refusal | undefined;
}

export interface Refusal {
  readonly status: number;
  readonly code: string;
  readonly message: string;
}

export type PrincipalOutcome =
  { readonly ok: true; readonly principal: Principal } | { readonly ok: false; readonly refusal: Refusal };

/** A request to the URL of a function, as it came. */
export type UrlRequest = Pick<AwsRequest, 'method' | 'query' | 'headers' | 'body'> & {
  readonly rawPath: string;
  readonly sourceIp: string;
};

/** Who calls a function by its URL, as the event tells it. */
export interface Invoker {
  readonly accessKey: string;
  readonly accountId: string;
  readonly userArn: string;
}

export type InvokerOutcome =
  { readonly ok: true; readonly invoker: Invoker } | { readonly ok: false; readonly refusal: Refusal };

/** Services whose errors keep HTTP 400 for a denied call: the AWS JSON protocols. */
const DENIES_WITH_400 = new Set([
  'dynamodb',
  'sqs',
  'ssm',
  'firehose',
  'athena',
  'sms-voice',
  'events',
  'cognito-idp',
  'cognito-identity',
]);

/** Signature verification and IAM for the AWS services of the sandbox. */
export function createAuthorizer({
  credentials,
  roles,
  clock,
}: {
  readonly credentials: CredentialStore;
  readonly roles: readonly Role[];
  readonly clock: Clock;
}): Authorizer {
  const byArn = new Map(roles.map((role) => [role.arn, role]));
  const principalOf: Authorizer['principalOf'] = async (request, rawPath) => {
    const outcome = await verifySigV4(
      { method: request.method, path: rawPath, headers: request.headers, body: request.body },
      credentials,
      clock,
      request.service,
    );
    if (!outcome.ok) return { ok: false, refusal: outcome.error };
    const { roleArn, accessKeyId } = outcome.credentials;
    return { ok: true, principal: { roleArn, accessKeyId, accountId: roleArn.split(':')[4] ?? '' } };
  };
  const check: Authorizer['check'] = (service, request) => {
    const needed = service.authorizationOf(request);
    if (needed === undefined || request.principal === null) return undefined;
    const { roleArn, accessKeyId } = request.principal;
    const role = byArn.get(roleArn);
    const issued = credentials.find(accessKeyId);
    const caller = assumedRoleArn(roleArn, issued?.sessionName ?? 'sandbox');
    const { cognito } = issued ?? {};
    const identity = cognito === undefined ? {} : { 'cognito-identity.amazonaws.com:sub': cognito.identityId };
    const all = 'action' in needed ? [needed] : needed;
    for (const { action, resource, context } of all) {
      const start = `User: ${caller} is not authorized to perform: ${action} on resource: ${resource}`;
      const because = `because no identity-based policy allows the ${action} action`;
      const decision =
        role === undefined ? undefined : evaluatePolicy(role, action, resource, { ...identity, ...context });
      if (decision?.allowed === true) continue;
      const reason = decision?.reason.split(` on resource: ${resource}`)[1]?.trim() ?? because;
      return {
        status: DENIES_WITH_400.has(request.service) ? 400 : 403,
        code: 'AccessDeniedException',
        message: `${start} ${reason}`,
      };
    }
    return undefined;
  };
  return {
    principalOf,
    check,
    async mayInvoke(functionArn, { rawPath, sourceIp, ...given }) {
      const request = { ...given, path: rawPath, service: 'lambda' };
      const identified = await principalOf(request, rawPath);
      if (!identified.ok) return identified;
      const { principal } = identified;
      const refusal = check(
        {
          handle: () => Promise.reject(new Error('Functions are called by their URLs, not here.')),
          // Both since October 2025: https://docs.aws.amazon.com/lambda/latest/dg/urls-auth.html
          authorizationOf: () => [
            {
              action: 'lambda:InvokeFunctionUrl',
              resource: functionArn,
              context: { 'lambda:FunctionUrlAuthType': 'AWS_IAM', 'aws:SourceIp': sourceIp },
            },
            {
              action: 'lambda:InvokeFunction',
              resource: functionArn,
              context: { 'lambda:InvokedViaFunctionUrl': 'true', 'aws:SourceIp': sourceIp },
            },
          ],
        },
        { ...request, principal },
      );
      if (refusal !== undefined) return { ok: false, refusal: { ...refusal, status: 403 } };
      const sessionName = credentials.find(principal.accessKeyId)?.sessionName ?? 'sandbox';
      const userArn = assumedRoleArn(principal.roleArn, sessionName);
      return { ok: true, invoker: { accessKey: principal.accessKeyId, accountId: principal.accountId, userArn } };
    },
  };
}

/** `arn:aws:iam::1:role/path/Name` as the caller identity of its session. */
function assumedRoleArn(roleArn: string, sessionName: string): string {
  const name = roleArn.slice(roleArn.lastIndexOf('/') + 1);
  return `arn:aws:sts::${roleArn.split(':')[4] ?? ''}:assumed-role/${name}/${sessionName}`;
}
