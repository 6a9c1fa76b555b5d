import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { decodeJwt } from 'jose';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { LambdaRuntime } from '../../../../src/offline/services/contract.ts';
import {
  CLIENT_ID,
  IDENTITY_POOL_ID,
  POOL_ID,
  REGION,
  startFrontDoor,
  USER_POOL,
  type FrontDoor,
  type FrontDoorOptions,
} from '../auth/local-front-door.ts';

const EMAIL = 'kim@example.com';
const PASSWORD = 'Bonghwa-2026!';
type Tokens = { AccessToken: string; IdToken: string; RefreshToken: string; ExpiresIn: number };

describe('Cognito user pools', () => {
  let folder: string;
  let door: FrontDoor;

  const start = async (options: FrontDoorOptions = {}): Promise<void> => {
    door = await startFrontDoor({ folder, ...options });
  };
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'cognito-'));
  });
  afterEach(async () => {
    await door.stop();
    rmSync(folder, { recursive: true });
  });

  /** As an SDK would, signed when `admin`. */
  const call = async (
    operation: string,
    body: object,
    admin = operation.startsWith('Admin') || operation === 'ListUsers',
  ): Promise<Record<string, unknown>> => {
    const answer = await door.cognito.handle({
      service: 'cognito-idp',
      method: 'POST',
      path: '/',
      query: new URLSearchParams(),
      headers: { 'x-amz-target': `AWSCognitoIdentityProviderService.${operation}` },
      body: Buffer.from(JSON.stringify(body)),
      principal: admin ? { roleArn: 'r', accountId: '1', accessKeyId: 'a' } : null,
    });
    return { status: answer.status, ...(JSON.parse(answer.body.toString()) as Record<string, unknown>) };
  };
  const signIn = async (password = PASSWORD, login = EMAIL) =>
    call('InitiateAuth', {
      AuthFlow: 'USER_PASSWORD_AUTH',
      ClientId: CLIENT_ID,
      AuthParameters: { USERNAME: login, PASSWORD: password },
    });
  const tokensOf = (answer: Record<string, unknown>): Tokens => answer['AuthenticationResult'] as Tokens;
  const lastCode = (): string => /\d{6}/.exec(door.messages.at(-1)?.text ?? '')?.[0] ?? '';

  it('issues tokens with the claims of Cognito', async () => {
    await start();
    const { sub } = await door.cognito.createUser({
      userPoolId: POOL_ID,
      email: EMAIL,
      password: PASSWORD,
      groups: ['admin'],
    });
    const tokens = tokensOf(await signIn());
    expect(tokens.ExpiresIn).toBe(3600);
    const iss = `https://cognito-idp.${REGION}.amazonaws.com/${POOL_ID}`;
    const shared = {
      sub,
      iss,
      'cognito:groups': ['admin'],
      auth_time: expect.any(Number) as unknown,
      jti: expect.any(String) as unknown,
      event_id: expect.any(String) as unknown,
    };
    expect(decodeJwt(tokens.AccessToken)).toMatchObject({
      ...shared,
      token_use: 'access',
      client_id: CLIENT_ID,
      username: sub,
      scope: 'aws.cognito.signin.user.admin',
    });
    expect(decodeJwt(tokens.IdToken)).toMatchObject({
      ...shared,
      token_use: 'id',
      aud: CLIENT_ID,
      'cognito:username': sub,
      email: EMAIL,
      email_verified: true,
    });
    expect(JSON.parse((await door.cognito.jwks(POOL_ID)) ?? '')).toMatchObject({
      keys: [{ kty: 'RSA', alg: 'RS256', use: 'sig' }],
    });
    expect(await door.cognito.jwks('other')).toBeUndefined();
  });

  it('keeps users, keys and sessions over a restart, and no password in clear', async () => {
    await start();
    await door.cognito.createUser({ userPoolId: POOL_ID, email: EMAIL, password: PASSWORD });
    const tokens = tokensOf(await signIn());
    await door.stop();
    for (const file of readdirSync(folder)) {
      const text = readFileSync(join(folder, file), 'utf8');
      expect(text).not.toContain(PASSWORD);
      expect(text).not.toContain(tokens.RefreshToken);
    }
    await start();
    expect(await call('GetUser', { AccessToken: tokens.AccessToken })).toMatchObject({ status: 200 });
    expect(
      await call('GetTokensFromRefreshToken', { ClientId: CLIENT_ID, RefreshToken: tokens.RefreshToken }),
    ).toMatchObject({ status: 200 });
    expect(tokensOf(await signIn())).toBeDefined();
  });

  it('signs up with a code from the outbox, refusing weak passwords, wrong codes and a taken address', async () => {
    await start();
    const signUp = (Password: string) => call('SignUp', { ClientId: CLIENT_ID, Username: EMAIL, Password });
    expect(await signUp('short')).toMatchObject({
      status: 400,
      __type: 'InvalidPasswordException',
      message: 'Password did not conform with policy: Password not long enough',
    });
    expect(await signUp('lowercase-2026')).toMatchObject({
      message: 'Password did not conform with policy: Password must have uppercase characters',
    });
    expect(await signUp(PASSWORD)).toMatchObject({
      status: 200,
      UserConfirmed: false,
      CodeDeliveryDetails: { Destination: 'k***@e***' },
    });
    expect(await signUp(PASSWORD)).toMatchObject({ __type: 'UsernameExistsException' });
    expect(await signIn()).toMatchObject({ __type: 'UserNotConfirmedException', message: 'User is not confirmed.' });
    const confirm = (ConfirmationCode: string) =>
      call('ConfirmSignUp', { ClientId: CLIENT_ID, Username: EMAIL, ConfirmationCode });
    const first = lastCode();
    await call('ResendConfirmationCode', { ClientId: CLIENT_ID, Username: EMAIL });
    expect(await confirm(lastCode() === '000000' ? '000001' : '000000')).toMatchObject({
      __type: 'CodeMismatchException',
    });
    if (first !== lastCode()) expect(await confirm(first)).toMatchObject({ __type: 'CodeMismatchException' });
    expect(await confirm(lastCode())).toMatchObject({ status: 200 });
    expect(await confirm(lastCode())).toMatchObject({ __type: 'NotAuthorizedException' });
    expect(await signIn()).toMatchObject({ status: 200 });
    expect(await signIn(PASSWORD, EMAIL.toUpperCase())).toMatchObject({ status: 200 });
  });

  it('resets a forgotten password, and does not tell who exists', async () => {
    await start();
    await door.cognito.createUser({ userPoolId: POOL_ID, email: EMAIL, password: PASSWORD });
    expect(await call('ForgotPassword', { ClientId: CLIENT_ID, Username: 'nobody@example.com' })).toMatchObject({
      CodeDeliveryDetails: { Destination: 'n***@e***' },
    });
    expect(door.messages).toEqual([]);
    await call('ForgotPassword', { ClientId: CLIENT_ID, Username: EMAIL });
    const confirm = (ConfirmationCode: string) =>
      call('ConfirmForgotPassword', {
        ClientId: CLIENT_ID,
        Username: EMAIL,
        ConfirmationCode,
        Password: 'Another-2026!',
      });
    const code = lastCode();
    door.clock.advance(3_600_001);
    expect(await confirm(code)).toMatchObject({ __type: 'ExpiredCodeException' });
    await call('ForgotPassword', { ClientId: CLIENT_ID, Username: EMAIL });
    expect(await confirm(lastCode())).toMatchObject({ status: 200 });
    expect(await signIn()).toMatchObject({
      __type: 'NotAuthorizedException',
      message: 'Incorrect username or password.',
    });
    expect(await signIn('Another-2026!')).toMatchObject({ status: 200 });
  });

  it('asks a user made by an administrator for a new password', async () => {
    await start();
    expect(
      await call('AdminCreateUser', {
        UserPoolId: POOL_ID,
        Username: EMAIL,
        TemporaryPassword: PASSWORD,
        UserAttributes: [{ Name: 'email_verified', Value: 'true' }],
      }),
    ).toMatchObject({
      status: 200,
      User: { UserStatus: 'FORCE_CHANGE_PASSWORD' },
    });
    expect(door.messages.at(-1)?.text).toContain(PASSWORD);
    const challenge = await signIn();
    expect(challenge).toMatchObject({
      ChallengeName: 'NEW_PASSWORD_REQUIRED',
      ChallengeParameters: { requiredAttributes: '[]' },
    });
    const respond = (Session: unknown) =>
      call('RespondToAuthChallenge', {
        ChallengeName: 'NEW_PASSWORD_REQUIRED',
        ClientId: CLIENT_ID,
        Session,
        ChallengeResponses: { USERNAME: EMAIL, NEW_PASSWORD: 'Another-2026!' },
      });
    expect(tokensOf(await respond(challenge['Session']))).toBeDefined();
    expect(await respond(challenge['Session'])).toMatchObject({ __type: 'NotAuthorizedException' });
    expect(await signIn('Another-2026!')).toMatchObject({ status: 200 });
  });

  it('administers users: groups, password, listing and deletion', async () => {
    await start();
    await door.cognito.createUser({ userPoolId: POOL_ID, email: EMAIL, password: PASSWORD });
    const user = { UserPoolId: POOL_ID, Username: EMAIL };
    expect(await call('AdminAddUserToGroup', { ...user, GroupName: 'marketer' })).toMatchObject({ status: 200 });
    expect(await call('AdminAddUserToGroup', { ...user, GroupName: 'nope' })).toMatchObject({
      __type: 'ResourceNotFoundException',
    });
    expect(await call('AdminListGroupsForUser', user)).toMatchObject({
      Groups: [{ GroupName: 'marketer', Precedence: 1 }],
    });
    expect(decodeJwt(tokensOf(await signIn()).AccessToken)['cognito:groups']).toEqual(['marketer']);
    await call('AdminRemoveUserFromGroup', { ...user, GroupName: 'marketer' });
    expect(decodeJwt(tokensOf(await signIn()).AccessToken)['cognito:groups']).toBeUndefined();
    await call('AdminSetUserPassword', { ...user, Password: 'Another-2026!', Permanent: true });
    expect(await signIn('Another-2026!')).toMatchObject({ status: 200 });
    expect(await call('AdminGetUser', user)).toMatchObject({ UserStatus: 'CONFIRMED', Enabled: true });
    expect(await call('ListUsers', { UserPoolId: POOL_ID, Filter: `email ^= "kim"` })).toMatchObject({
      Users: [{ UserStatus: 'CONFIRMED' }],
    });
    expect(await call('ListUsers', { UserPoolId: POOL_ID, Filter: `email = "other"` })).toMatchObject({ Users: [] });
    expect(
      await call('AdminInitiateAuth', {
        UserPoolId: POOL_ID,
        ClientId: CLIENT_ID,
        AuthFlow: 'ADMIN_USER_PASSWORD_AUTH',
        AuthParameters: { USERNAME: EMAIL, PASSWORD: 'Another-2026!' },
      }),
    ).toMatchObject({ status: 200 });
    expect(await call('AdminDeleteUser', user)).toMatchObject({ status: 200 });
    expect(await call('AdminGetUser', user)).toMatchObject({
      __type: 'UserNotFoundException',
      message: 'User does not exist.',
    });
  });

  it('refuses refresh tokens that are unknown, expired, revoked, or of a user signed out everywhere', async () => {
    await start();
    await door.cognito.createUser({ userPoolId: POOL_ID, email: EMAIL, password: PASSWORD });
    const refresh = (RefreshToken: string) => call('GetTokensFromRefreshToken', { ClientId: CLIENT_ID, RefreshToken });
    expect(await refresh('made-up')).toMatchObject({
      __type: 'NotAuthorizedException',
      message: 'Invalid Refresh Token',
    });
    const [one, two] = [tokensOf(await signIn()), tokensOf(await signIn())];
    expect(await call('RevokeToken', { Token: one.RefreshToken, ClientId: CLIENT_ID })).toMatchObject({ status: 200 });
    expect(await refresh(one.RefreshToken)).toMatchObject({ message: 'Refresh Token has been revoked' });
    expect(await call('GetUser', { AccessToken: one.AccessToken })).toMatchObject({
      message: 'Access Token has been revoked',
    });
    expect(await refresh(two.RefreshToken)).toMatchObject({ status: 200 });
    await call('GlobalSignOut', { AccessToken: two.AccessToken });
    expect(await refresh(two.RefreshToken)).toMatchObject({ message: 'Refresh Token has been revoked' });
    const three = tokensOf(await signIn());
    door.clock.advance(31 * 86_400_000);
    expect(await refresh(three.RefreshToken)).toMatchObject({ __type: 'NotAuthorizedException' });
    expect(await call('GetUser', { AccessToken: three.AccessToken })).toMatchObject({
      message: 'Access Token has expired',
    });
  });

  it('lets users change their password and attributes; a new address counts once it is verified', async () => {
    await start();
    await door.cognito.createUser({ userPoolId: POOL_ID, email: EMAIL, password: PASSWORD });
    const { AccessToken } = tokensOf(await signIn());
    expect(
      await call('ChangePassword', { AccessToken, PreviousPassword: 'wrong', ProposedPassword: 'Another-2026!' }),
    ).toMatchObject({ __type: 'NotAuthorizedException' });
    expect(
      await call('ChangePassword', { AccessToken, PreviousPassword: PASSWORD, ProposedPassword: 'Another-2026!' }),
    ).toMatchObject({ status: 200 });
    const update = await call('UpdateUserAttributes', {
      AccessToken,
      UserAttributes: [
        { Name: 'email', Value: 'new@example.com' },
        { Name: 'name', Value: '김' },
      ],
    });
    expect(update).toMatchObject({ CodeDeliveryDetailsList: [{ AttributeName: 'email', Destination: 'n***@e***' }] });
    expect(await signIn('Another-2026!', 'new@example.com')).toMatchObject({ __type: 'NotAuthorizedException' });
    expect(await call('VerifyUserAttribute', { AccessToken, AttributeName: 'email', Code: lastCode() })).toMatchObject({
      status: 200,
    });
    expect(await signIn('Another-2026!', 'new@example.com')).toMatchObject({ status: 200 });
    expect(await call('GetUser', { AccessToken })).toMatchObject({
      UserAttributes: expect.arrayContaining([
        { Name: 'name', Value: '김' },
        { Name: 'email', Value: 'new@example.com' },
      ]) as unknown,
    });
  });

  it('runs the triggers of the pool', async () => {
    const sources: string[] = [];
    const lambda: LambdaRuntime = {
      invoke: (_arn, event) => {
        const { triggerSource } = event as { triggerSource: string };
        sources.push(triggerSource);
        const response = triggerSource.startsWith('PreSignUp')
          ? { autoConfirmUser: true, autoVerifyEmail: true }
          : {
              claimsOverrideDetails: {
                claimsToAddOrOverride: { tenant: 't1', sub: 'forged' },
                claimsToSuppress: ['email'],
                groupOverrideDetails: { groupsToOverride: ['admin'] },
              },
            };
        return Promise.resolve({ ok: true, payload: { ...(event as object), response } });
      },
      stop: () => Promise.resolve(),
    };
    await start({
      lambda,
      userPool: { ...USER_POOL, triggers: { PreSignUp: 'f1', PreTokenGeneration: 'f2', DefineAuthChallenge: 'f3' } },
    });
    expect(await call('SignUp', { ClientId: CLIENT_ID, Username: EMAIL, Password: PASSWORD })).toMatchObject({
      UserConfirmed: true,
    });
    const tokens = tokensOf(await signIn());
    expect(decodeJwt(tokens.IdToken)).toMatchObject({ tenant: 't1', 'cognito:groups': ['admin'] });
    expect(decodeJwt(tokens.IdToken).sub).not.toBe('forged');
    expect(decodeJwt(tokens.IdToken)['email']).toBeUndefined();
    expect(decodeJwt(tokens.AccessToken)).toMatchObject({ 'cognito:groups': ['admin'] });
    expect(sources).toEqual(['PreSignUp_SignUp', 'TokenGeneration_Authentication']);
    expect(door.cognito.unsupportedTriggers).toEqual([`${POOL_ID}: DefineAuthChallenge`]);
  });

  it('refuses by name what it does not support, unsigned admin calls, and bodies it cannot read', async () => {
    await start();
    expect(await call('StartWebAuthnRegistration', {})).toMatchObject({
      status: 501,
      __type: 'NotSupportedOffline',
      message: expect.stringContaining('StartWebAuthnRegistration') as unknown,
    });
    expect(await call('InitiateAuth', { AuthFlow: 'CUSTOM_AUTH', ClientId: CLIENT_ID })).toMatchObject({
      __type: 'NotSupportedOffline',
      message: expect.stringContaining('CUSTOM_AUTH') as unknown,
    });
    expect(await call('AdminGetUser', { UserPoolId: POOL_ID, Username: EMAIL }, false)).toMatchObject({
      __type: 'MissingAuthenticationTokenException',
    });
    expect(await call('InitiateAuth', {})).toMatchObject({ status: 400, __type: 'InvalidParameterException' });
    expect(
      await call('InitiateAuth', { AuthFlow: 'USER_SRP_AUTH', ClientId: 'none', AuthParameters: {} }),
    ).toMatchObject({ __type: 'ResourceNotFoundException', message: 'User pool client none does not exist.' });
  });

  it('refuses an SRP exchange with A = 0 or a multiple of N, which would need no password', async () => {
    await start();
    await door.cognito.createUser({ userPoolId: POOL_ID, email: EMAIL, password: PASSWORD });
    const answer = await call('InitiateAuth', {
      AuthFlow: 'USER_SRP_AUTH',
      ClientId: CLIENT_ID,
      AuthParameters: { USERNAME: EMAIL, SRP_A: '0' },
    });
    expect(answer).toMatchObject({ __type: 'InvalidParameterException' });
  });

  it('gives identity pool credentials only for a verified id token, and guests the guest role', async () => {
    await start();
    await door.cognito.createUser({ userPoolId: POOL_ID, email: EMAIL, password: PASSWORD });
    const tokens = tokensOf(await signIn());
    const provider = `cognito-idp.${REGION}.amazonaws.com/${POOL_ID}`;
    const identity = async (operation: string, body: object) => {
      const answer = await door.identity.handle({
        service: 'cognito-identity',
        method: 'POST',
        path: '/',
        query: new URLSearchParams(),
        principal: null,
        headers: { 'x-amz-target': `AWSCognitoIdentityService.${operation}` },
        body: Buffer.from(JSON.stringify(body)),
      });
      return JSON.parse(answer.body.toString()) as Record<string, unknown>;
    };
    const roleOf = (answer: Record<string, unknown>) =>
      door.credentials.find((answer['Credentials'] as { AccessKeyId: string }).AccessKeyId)?.roleArn;
    const Logins = { [provider]: tokens.IdToken };
    const first = await identity('GetId', { IdentityPoolId: IDENTITY_POOL_ID, Logins });
    expect(await identity('GetId', { IdentityPoolId: IDENTITY_POOL_ID, Logins })).toEqual(first);
    expect(roleOf(await identity('GetCredentialsForIdentity', { ...first, Logins }))).toContain('authRole');
    expect(await identity('GetCredentialsForIdentity', first)).toMatchObject({ __type: 'NotAuthorizedException' });
    expect(
      await identity('GetId', { IdentityPoolId: IDENTITY_POOL_ID, Logins: { [provider]: tokens.AccessToken } }),
    ).toMatchObject({ __type: 'NotAuthorizedException' });
    const guest = await identity('GetId', { IdentityPoolId: IDENTITY_POOL_ID });
    expect(guest).not.toEqual(first);
    expect(roleOf(await identity('GetCredentialsForIdentity', guest))).toContain('unauthRole');
    expect(await identity('MergeDeveloperIdentities', {})).toMatchObject({ __type: 'NotSupportedOffline' });
  });
});
