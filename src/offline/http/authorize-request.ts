import type { Role } from '../assembly/resources.ts';
import type { CredentialStore } from '../auth/credential-store.ts';
import { evaluatePolicy } from '../auth/evaluate-policy.ts';
import { verifySigV4 } from '../auth/verify-sigv4.ts';
import type { Clock } from '../clock.ts';
import type { AwsRequest, AwsService, Principal } from '../services/contract.ts';

export interface Authorizer {
  /** Verifies the signature. */
  principalOf(request: Omit<AwsRequest, 'principal'>, rawPath: string): Promise<PrincipalOutcome>;
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
  return {
    async principalOf(request, rawPath) {
      const outcome = await verifySigV4(
        { method: request.method, path: rawPath, headers: request.headers, body: request.body },
        credentials,
        clock,
        request.service,
      );
      if (!outcome.ok) return { ok: false, refusal: outcome.error };
      const { roleArn, accessKeyId } = outcome.credentials;
      return { ok: true, principal: { roleArn, accessKeyId, accountId: roleArn.split(':')[4] ?? '' } };
    },

    check(service, request) {
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
    },
  };
}

/** `arn:aws:iam::1:role/path/Name` as the caller identity of its session. */
function assumedRoleArn(roleArn: string, sessionName: string): string {
  const name = roleArn.slice(roleArn.lastIndexOf('/') + 1);
  return `arn:aws:sts::${roleArn.split(':')[4] ?? ''}:assumed-role/${name}/${sessionName}`;
}
