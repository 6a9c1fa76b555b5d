import { createHmac } from 'node:crypto';

/** What Cognito adds to the credentials of an identity pool; AppSync copies it into `ctx.identity`. */
export interface CognitoSession {
  readonly identityPoolId: string;
  readonly identityId: string;
  readonly authType: 'authenticated' | 'unauthenticated';
  /** `"issuer","issuer:CognitoSignIn:sub"`, quotes included, or null for guests. */
  readonly authProvider: string | null;
}

export interface IssuedCredentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken: string;
  readonly roleArn: string;
  readonly sessionName: string;
  /** The `AROA...` id that IAM shows in `username` of an assumed role. */
  readonly roleId: string;
  /** Milliseconds since the epoch; absent for functions, whose credentials live as long as the sandbox. */
  readonly expiresAt?: number;
  readonly cognito?: CognitoSession;
}

export interface IssueOptions {
  readonly sessionName?: string;
  readonly expiresAt?: number;
  readonly cognito?: CognitoSession;
}

export interface CredentialStore {
  /** Temporary credentials for a role; the same role and options give the same credentials. */
  issue(roleArn: string, options?: IssueOptions): IssuedCredentials;
  find(accessKeyId: string): IssuedCredentials | undefined;
}

const BASE32 = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';

/** Creates the sandbox's own STS: credentials derived from a seed, known only to this process. */
export function createCredentialStore({ seed }: { readonly seed: string }): CredentialStore {
  const issued = new Map<string, IssuedCredentials>();
  const derive = (purpose: string, subject: string): Buffer =>
    createHmac('sha512', seed).update(`${purpose}\n${subject}`).digest();

  return {
    issue(roleArn, options = {}) {
      const sessionName = options.sessionName ?? 'sandbox';
      const subject = JSON.stringify([roleArn, sessionName, options.expiresAt ?? null, options.cognito ?? null]);
      const accessKeyId = `ASIA${base32(derive('access-key', subject), 16)}`;
      const existing = issued.get(accessKeyId);
      if (existing !== undefined) return existing;
      const credentials: IssuedCredentials = {
        accessKeyId,
        secretAccessKey: derive('secret', subject).toString('base64').slice(0, 40),
        sessionToken: Buffer.concat([derive('token-a', subject), derive('token-b', subject)]).toString('base64'),
        roleArn,
        sessionName,
        roleId: `AROA${base32(derive('role-id', roleArn), 17)}`,
        ...(options.expiresAt === undefined ? {} : { expiresAt: options.expiresAt }),
        ...(options.cognito === undefined ? {} : { cognito: options.cognito }),
      };
      issued.set(accessKeyId, credentials);
      return credentials;
    },
    find: (accessKeyId) => issued.get(accessKeyId),
  };
}

function base32(bytes: Buffer, length: number): string {
  return Array.from(bytes.subarray(0, length), (byte) => BASE32.charAt(byte % 32)).join('');
}
