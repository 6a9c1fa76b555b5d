import type { Role } from '../assembly/resources.ts';
import type { Clock } from '../clock.ts';
import type { AuthOutcome, AuthRequest } from './contract.ts';
import type { CredentialStore, IssuedCredentials } from './credential-store.ts';
import { evaluatePolicy } from './evaluate-policy.ts';
import type { PolicyContext } from './policy-context.ts';
import { unauthorized } from './refusals.ts';
import { sourceAddresses } from './source-addresses.ts';
import { verifySigV4 } from './verify-sigv4.ts';

export interface IamOptions {
  readonly apiArn: string;
  readonly roles: ReadonlyMap<string, Role>;
  readonly credentials: CredentialStore;
  readonly clock: Clock;
  readonly accountId: string;
}

/** IAM mode: the signature is verified; which fields the role may use is asked per field. */
export async function authenticateIam(request: AuthRequest, options: IamOptions): Promise<AuthOutcome> {
  const outcome = await verifySigV4(request, options.credentials, options.clock, 'appsync');
  if (!outcome.ok) {
    return {
      ok: false,
      status: outcome.error.status,
      errorType: outcome.error.status === 400 ? 'BadRequestException' : 'UnauthorizedException',
      message: outcome.error.message,
    };
  }
  const role = options.roles.get(outcome.credentials.roleArn);
  if (role === undefined) return unauthorized();
  return { ok: true, caller: callerOf(outcome.credentials, role, request, options) };
}

function callerOf(issued: IssuedCredentials, role: Role, request: AuthRequest, { apiArn, accountId }: IamOptions) {
  const context: PolicyContext = {
    'aws:SourceIp': request.sourceIp,
    'aws:PrincipalArn': role.arn,
    'aws:SecureTransport': 'true',
    ...(issued.cognito === undefined
      ? {}
      : {
          'cognito-identity.amazonaws.com:sub': issued.cognito.identityId,
          'cognito-identity.amazonaws.com:aud': issued.cognito.identityPoolId,
          'cognito-identity.amazonaws.com:amr': issued.cognito.authType,
        }),
  };
  return {
    mode: 'AWS_IAM' as const,
    identity: {
      accountId,
      cognitoIdentityPoolId: issued.cognito?.identityPoolId ?? null,
      cognitoIdentityId: issued.cognito?.identityId ?? null,
      sourceIp: sourceAddresses(request),
      username: `${issued.roleId}:${issued.sessionName}`,
      userArn: `arn:aws:sts::${accountId}:assumed-role/${role.name}/${issued.sessionName}`,
      cognitoIdentityAuthType: issued.cognito?.authType ?? null,
      cognitoIdentityAuthProvider: issued.cognito?.authProvider ?? null,
    },
    deniedFields: [],
    mayAccessField: (typeName: string, fieldName: string) =>
      evaluatePolicy(role, 'appsync:GraphQL', `${apiArn}/types/${typeName}/fields/${fieldName}`, context).allowed,
  };
}
