/** Who is calling, in the shapes AppSync puts into `ctx.identity`. https://docs.aws.amazon.com/appsync/latest/devguide/resolver-context-reference.html */
export type Identity = CognitoIdentity | IamIdentity | OidcIdentity | LambdaIdentity;

export interface CognitoIdentity {
  readonly sub: string;
  readonly issuer: string;
  readonly username: string;
  readonly claims: Readonly<Record<string, unknown>>;
  readonly sourceIp: readonly string[];
  readonly defaultAuthStrategy: 'ALLOW' | 'DENY';
  readonly groups: readonly string[] | null;
}

export interface IamIdentity {
  readonly accountId: string;
  readonly cognitoIdentityPoolId: string | null;
  readonly cognitoIdentityId: string | null;
  readonly sourceIp: readonly string[];
  readonly username: string;
  readonly userArn: string;
  readonly cognitoIdentityAuthType: string | null;
  readonly cognitoIdentityAuthProvider: string | null;
}

export interface OidcIdentity {
  readonly sub: string;
  readonly issuer: string;
  readonly claims: Readonly<Record<string, unknown>>;
}

export interface LambdaIdentity {
  readonly resolverContext: Readonly<Record<string, string>>;
}
