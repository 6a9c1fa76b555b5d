import { decodeJwt } from 'jose';
import type { UserPool } from '../../../../src/offline/assembly/user-pool.ts';
import type { LambdaRuntime } from '../../../../src/offline/services/contract.ts';
import { CLIENT_ID, POOL_ID, startFrontDoor, USER_POOL, type FrontDoor } from '../auth/local-front-door.ts';

export const EMAIL = 'kim@example.com';
export const PASSWORD = 'Bonghwa-2026!';

export type Answer = Record<string, unknown>;
export interface Tokens {
  readonly AccessToken: string;
  readonly IdToken: string;
  readonly RefreshToken: string;
}

/** A user pool without a network, called as an SDK would. */
export interface PoolUnderTest {
  readonly door: FrontDoor;
  /** Unsigned: what anybody may call. */
  call(operation: string, body: object): Promise<Answer>;
  /** Signed; the pool is added. */
  admin(operation: string, body?: object): Promise<Answer>;
  signIn(login?: string, password?: string): Promise<Answer>;
  tokens(login?: string, password?: string): Promise<Tokens>;
  /** The code in the newest message. */
  lastCode(): string;
  lastMessage(): { readonly subject: string; readonly text: string; readonly to: string } | undefined;
}

/** Opens a pool with rules of its own, and functions that answer by the source of their event. */
export async function openPoolUnderTest(
  rules: Partial<UserPool> = {},
  answers: (event: Answer & { triggerSource: string }) => Answer = () => ({}),
): Promise<PoolUnderTest> {
  const lambda: LambdaRuntime = {
    invoke: (_arn, event) =>
      Promise.resolve({ ok: true, payload: { ...(event as object), response: answers(event as never) } }),
    stop: () => Promise.resolve(),
  };
  const door = await startFrontDoor({ userPool: { ...USER_POOL, ...rules }, lambda });
  const ask = async (operation: string, body: object, isSigned: boolean): Promise<Answer> => {
    const answer = await door.cognito.handle({
      service: 'cognito-idp',
      method: 'POST',
      path: '/',
      query: new URLSearchParams(),
      headers: { 'x-amz-target': `AWSCognitoIdentityProviderService.${operation}` },
      body: Buffer.from(JSON.stringify(body)),
      principal: isSigned ? { roleArn: 'r', accountId: '1', accessKeyId: 'a' } : null,
    });
    return { status: answer.status, ...(JSON.parse(answer.body.toString()) as Answer) };
  };
  const call = (operation: string, body: object): Promise<Answer> =>
    ask(operation, { ClientId: CLIENT_ID, ...body }, false);
  const signIn = (login = EMAIL, password = PASSWORD): Promise<Answer> =>
    call('InitiateAuth', { AuthFlow: 'USER_PASSWORD_AUTH', AuthParameters: { USERNAME: login, PASSWORD: password } });
  return {
    door,
    call,
    admin: (operation, body = {}) => ask(operation, { UserPoolId: POOL_ID, ...body }, true),
    signIn,
    tokens: async (login, password) => tokensOf(await signIn(login, password)),
    lastCode: () => /\b\d{6}\b/.exec(door.messages.at(-1)?.text ?? '')?.[0] ?? '',
    lastMessage: () => door.messages.at(-1),
  };
}

export function tokensOf(answer: Answer): Tokens {
  if (answer['AuthenticationResult'] === undefined) throw new Error(`No tokens: ${JSON.stringify(answer)}`);
  return answer['AuthenticationResult'] as Tokens;
}

export function groupsIn(token: string): unknown {
  return decodeJwt(token)['cognito:groups'];
}
