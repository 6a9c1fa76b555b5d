import { decodeJwt } from 'jose';
import { afterEach, describe, expect, it } from 'vitest';
import type { PoolAttribute } from '../../../../src/offline/assembly/user-pool.ts';
import { CLIENT_ID, POOL_ID, USER_POOL } from '../auth/local-front-door.ts';
import { EMAIL, openPoolUnderTest, PASSWORD, tokensOf, type Answer, type PoolUnderTest } from './pool-under-test.ts';

let pool: PoolUnderTest;
afterEach(() => pool.door.stop());

const attribute = (name: string, more: Partial<PoolAttribute> = {}): PoolAttribute => ({
  name,
  type: 'String',
  isRequired: false,
  isMutable: true,
  ...more,
});
const signUp = (attributes: Record<string, string> = {}, more: object = {}) =>
  pool.call('SignUp', {
    Username: EMAIL,
    Password: PASSWORD,
    UserAttributes: Object.entries(attributes).map(([Name, Value]) => ({ Name, Value })),
    ...more,
  });
const [client] = USER_POOL.clients;
const withFlows = (authFlows: readonly string[]) =>
  client === undefined ? {} : { clients: [{ ...client, authFlows }] };
const create = () => pool.door.cognito.createUser({ userPoolId: POOL_ID, email: EMAIL, password: PASSWORD });

describe('what the template says of a user pool', () => {
  it.each([
    ['a2345678', ['uppercase'], 'Password must have uppercase characters'],
    ['A2345678', ['lowercase'], 'Password must have lowercase characters'],
    ['Abcdefgh', ['number'], 'Password must have numeric characters'],
    ['Abcdefg1', ['symbol'], 'Password must have symbol characters'],
    ['비밀번호를정하자', ['symbol'], 'Password must have symbol characters'],
    ['Abcdefg1', ['lowercase', 'uppercase', 'number'], undefined],
    ['한글로만든긴암호', [], undefined],
  ] as const)('S23 judges the password %s by its classes %j', async (Password, passwordRequires, reason) => {
    pool = await openPoolUnderTest({ passwordRequires });
    const expected =
      reason === undefined
        ? { status: 200 }
        : { __type: 'InvalidPasswordException', message: `Password did not conform with policy: ${reason}` };
    expect(await signUp({}, { Password })).toMatchObject(expected);
  });

  it('lets a password neither begin nor end with a space, and have one within', async () => {
    pool = await openPoolUnderTest({ passwordRequires: ['symbol'] });
    for (const Password of [` ${PASSWORD}`, `${PASSWORD} `])
      expect(await signUp({}, { Password })).toMatchObject({
        __type: 'InvalidParameterException',
        message: expect.stringContaining("Value at 'password' failed to satisfy constraint") as string,
      });
    expect(await signUp({}, { Password: 'Abcdef 1' })).toMatchObject({ status: 200 });
  });

  it.each([
    [
      ['ALLOW_USER_SRP_AUTH', 'ALLOW_REFRESH_TOKEN_AUTH'],
      'USER_PASSWORD_AUTH',
      'USER_PASSWORD_AUTH flow not enabled for this client',
    ],
    [['ALLOW_USER_PASSWORD_AUTH'], 'USER_SRP_AUTH', 'USER_SRP_AUTH is not enabled for the client.'],
    [['ALLOW_USER_PASSWORD_AUTH'], 'USER_PASSWORD_AUTH', undefined],
    [['USER_PASSWORD_AUTH'], 'USER_PASSWORD_AUTH', undefined],
    [['ALLOW_USER_SRP_AUTH'], 'ADMIN_USER_PASSWORD_AUTH', 'Auth flow not enabled for this client'],
    [['ALLOW_ADMIN_USER_PASSWORD_AUTH'], 'ADMIN_USER_PASSWORD_AUTH', undefined],
    [['ADMIN_NO_SRP_AUTH'], 'ADMIN_NO_SRP_AUTH', undefined],
  ])('S23 lets a client with %j sign in by %s only as they say', async (authFlows, AuthFlow, refusal) => {
    pool = await openPoolUnderTest(withFlows(authFlows));
    await create();
    const body = { AuthFlow, ClientId: CLIENT_ID, AuthParameters: { USERNAME: EMAIL, PASSWORD, SRP_A: 'abcdef' } };
    const answer = AuthFlow.startsWith('ADMIN')
      ? await pool.admin('AdminInitiateAuth', body)
      : await pool.call('InitiateAuth', body);
    expect(answer).toMatchObject(
      refusal === undefined ? { status: 200 } : { status: 400, __type: 'InvalidParameterException', message: refusal },
    );
  });

  it('S23 tells that there is no such user only where the client does', async () => {
    pool = await openPoolUnderTest(client === undefined ? {} : { clients: [{ ...client, tellsWhoExists: true }] });
    const nobody = { __type: 'UserNotFoundException', message: 'User does not exist.' };
    expect(await pool.signIn('nobody@example.com')).toMatchObject(nobody);
    expect(await pool.call('ForgotPassword', { Username: 'nobody@example.com' })).toMatchObject(nobody);
  });

  it.each<[Record<string, string>, string | undefined]>([
    [{}, 'Attributes did not conform to the schema: name: The attribute is required'],
    [{ name: '김봉화' }, undefined],
    [{ name: '김봉화', 'custom:tenant': 't1' }, undefined],
    [
      { name: '김봉화', 'custom:other': 'x' },
      'Attributes did not conform to the schema: Type for attribute {custom:other} could not be determined',
    ],
    [
      { name: '김봉화', favorite_flavor: 'x' },
      'Attributes did not conform to the schema: favorite_flavor: Attribute does not exist in the schema.',
    ],
    [
      { name: '김봉화', 'custom:tenant': 'too long' },
      'Attributes did not conform to the schema: custom:tenant: String must be no longer than 5 characters',
    ],
    [
      { name: '김봉화', 'custom:age': 'x' },
      'Attributes did not conform to the schema: custom:age: Value is not a number',
    ],
    [
      { name: '김봉화', 'custom:age': '200' },
      'Attributes did not conform to the schema: custom:age: Number must be no greater than 150',
    ],
    [{ name: '김봉화', phone_number: '010-1234' }, 'Invalid phone number format.'],
    [{ name: '김봉화', email_verified: 'true' }, 'A client attempted to write unauthorized attribute'],
  ])('S23 judges the attributes %j of who signs up', async (attributes, message) => {
    pool = await openPoolUnderTest({
      attributes: [
        attribute('email', { isRequired: true }),
        attribute('name', { isRequired: true }),
        attribute('phone_number'),
        attribute('email_verified'),
        attribute('custom:tenant', { maxLength: 5 }),
        attribute('custom:age', { type: 'Number', minValue: 0, maxValue: 150 }),
      ],
    });
    expect(await signUp(attributes)).toMatchObject(message === undefined ? { status: 200 } : { status: 400, message });
    if (message !== undefined) expect(await pool.admin('ListUsers')).toMatchObject({ Users: [] });
  });

  it('S23 changes no attribute that the template fixes, and writes only what the client may', async () => {
    pool = await openPoolUnderTest({
      attributes: [
        attribute('email'),
        attribute('email_verified'),
        attribute('name'),
        attribute('custom:tenant', { isMutable: false }),
      ],
      ...(client === undefined ? {} : { clients: [{ ...client, writeAttributes: ['email', 'custom:tenant'] }] }),
    });
    await create();
    const { AccessToken } = await pool.tokens();
    const update = (Name: string) =>
      pool.call('UpdateUserAttributes', { AccessToken, UserAttributes: [{ Name, Value: 'x' }] });
    expect(await update('custom:tenant')).toMatchObject({
      message: 'user.custom:tenant: Attribute cannot be updated.',
    });
    expect(await update('name')).toMatchObject({
      __type: 'NotAuthorizedException',
      message: 'A client attempted to write unauthorized attribute',
    });
  });

  it('S23 has an administrator’s user fill in what is required, and ends temporary passwords', async () => {
    pool = await openPoolUnderTest({
      attributes: [attribute('email'), attribute('name', { isRequired: true })],
      isClosed: true,
      temporaryPasswordDays: 3,
    });
    expect(await signUp()).toMatchObject({
      __type: 'NotAuthorizedException',
      message: 'SignUp is not permitted for this user pool',
    });
    await pool.admin('AdminCreateUser', { Username: EMAIL, TemporaryPassword: PASSWORD });
    const challenge = await pool.signIn();
    expect(challenge).toMatchObject({ ChallengeParameters: { requiredAttributes: '["userAttributes.name"]' } });
    const respond = (more: Record<string, string>) =>
      pool.call('RespondToAuthChallenge', {
        ChallengeName: 'NEW_PASSWORD_REQUIRED',
        Session: challenge['Session'],
        ChallengeResponses: { USERNAME: EMAIL, NEW_PASSWORD: 'Another-2026!', ...more },
      });
    expect(await respond({})).toMatchObject({ message: 'Invalid user attributes: name: The attribute is required' });
    expect(tokensOf(await respond({ 'userAttributes.name': '김봉화' }))).toBeDefined();

    await pool.admin('AdminCreateUser', { Username: 'lee@example.com', TemporaryPassword: PASSWORD });
    pool.door.clock.advance(3 * 86_400_000);
    expect(await pool.signIn('lee@example.com')).toMatchObject({
      __type: 'NotAuthorizedException',
      message: 'Temporary password has expired and must be reset by an administrator.',
    });
    await pool.admin('AdminCreateUser', {
      Username: 'lee@example.com',
      TemporaryPassword: 'Another-2026!',
      MessageAction: 'RESEND',
    });
    expect(await pool.signIn('lee@example.com', 'Another-2026!')).toMatchObject({
      ChallengeName: 'NEW_PASSWORD_REQUIRED',
    });
    expect(await pool.admin('AdminCreateUser', { Username: EMAIL, MessageAction: 'RESEND' })).toMatchObject({
      __type: 'UnsupportedUserStateException',
    });
  });

  it('S23 changes an address at once, unconfirmed, where the template asks for nothing before', async () => {
    pool = await openPoolUnderTest({ verifiedBeforeUpdate: [], autoVerified: ['email'] });
    await create();
    const { AccessToken } = await pool.tokens();
    await pool.call('UpdateUserAttributes', {
      AccessToken,
      UserAttributes: [{ Name: 'email', Value: 'new@example.com' }],
    });
    const attributes = async () =>
      (await pool.admin('AdminGetUser', { Username: 'new@example.com' }))['UserAttributes'];
    expect(await attributes()).toEqual(expect.arrayContaining([{ Name: 'email_verified', Value: 'false' }]));
    await pool.call('VerifyUserAttribute', { AccessToken, AttributeName: 'email', Code: pool.lastCode() });
    expect(await attributes()).toEqual(expect.arrayContaining([{ Name: 'email_verified', Value: 'true' }]));
  });

  it('S23 writes mails as the template words them', async () => {
    pool = await openPoolUnderTest({
      messages: {
        verificationSubject: '봉화 가입',
        verificationEmail: '인증번호는 <b>{####}</b>입니다.',
        invitationSubject: '초대',
        invitationEmail: '{username}님, 임시 비밀번호는 {####}입니다.',
      },
    });
    await signUp();
    expect(pool.lastMessage()).toMatchObject({
      subject: '봉화 가입',
      text: expect.stringMatching(/^인증번호는 <b>\d{6}<\/b>입니다\.$/) as unknown,
    });
    expect(await pool.call('ConfirmSignUp', { Username: EMAIL, ConfirmationCode: pool.lastCode() })).toMatchObject({
      status: 200,
    });
    await pool.admin('AdminCreateUser', { Username: 'lee@example.com', TemporaryPassword: PASSWORD });
    expect(pool.lastMessage()).toMatchObject({
      subject: '초대',
      text: `lee@example.com님, 임시 비밀번호는 ${PASSWORD}입니다.`,
    });
  });

  it('S23 refuses codes by link by name', async () => {
    pool = await openPoolUnderTest({ messages: { isLink: true, verificationEmail: 'Click {##here##}' } });
    expect(await signUp()).toMatchObject({
      status: 501,
      __type: 'NotSupportedOffline',
      message: expect.stringContaining('CONFIRM_WITH_LINK') as unknown,
    });
  });

  it('S23 lets the CustomMessage function word mails, each with its source, and keeps the template where the code is missing', async () => {
    const seen: string[] = [];
    pool = await openPoolUnderTest(
      { triggers: { CustomMessage: 'f' }, messages: { verificationEmail: 'template {####}' } },
      ({ triggerSource, request }) => {
        seen.push(triggerSource);
        const { codeParameter, usernameParameter } = request as {
          codeParameter: string;
          usernameParameter: string | null;
        };
        if (triggerSource === 'CustomMessage_ResendCode') return { emailSubject: 'no', emailMessage: 'without a code' };
        return { emailSubject: triggerSource, emailMessage: `own ${codeParameter} ${usernameParameter ?? ''}`.trim() };
      },
    );
    await signUp();
    expect(pool.lastMessage()).toMatchObject({
      subject: 'CustomMessage_SignUp',
      text: expect.stringMatching(/^own \d{6}$/) as unknown,
    });
    await pool.call('ResendConfirmationCode', { Username: EMAIL });
    expect(pool.lastMessage()).toMatchObject({ text: expect.stringMatching(/^template \d{6}$/) as unknown });
    await pool.call('ConfirmSignUp', { Username: EMAIL, ConfirmationCode: pool.lastCode() });
    await pool.call('ForgotPassword', { Username: EMAIL });
    const { AccessToken } = await pool.tokens();
    await pool.call('GetUserAttributeVerificationCode', { AccessToken, AttributeName: 'email' });
    await pool.call('UpdateUserAttributes', {
      AccessToken,
      UserAttributes: [{ Name: 'email', Value: 'new@example.com' }],
    });
    await pool.admin('AdminCreateUser', { Username: 'lee@example.com', TemporaryPassword: PASSWORD });
    expect(pool.lastMessage()).toMatchObject({ text: `own ${PASSWORD} lee@example.com` });
    expect(seen.map((source) => source.replace('CustomMessage_', ''))).toEqual([
      'SignUp',
      'ResendCode',
      'ForgotPassword',
      'VerifyUserAttribute',
      'UpdateUserAttribute',
      'AdminCreateUser',
    ]);
  });

  it('S23 runs PreSignUp and PostConfirmation with what the caller said', async () => {
    const events: Answer[] = [];
    pool = await openPoolUnderTest({ triggers: { PreSignUp: 'f', PostConfirmation: 'g' } }, (event) => {
      events.push(event);
      return event.triggerSource.startsWith('PreSignUp') ? { autoConfirmUser: true, autoVerifyEmail: true } : {};
    });
    const more = { ClientMetadata: { from: 'web' }, ValidationData: [{ Name: 'invite', Value: '7' }] };
    expect(await signUp({}, more)).toMatchObject({ UserConfirmed: true });
    await pool.admin('AdminCreateUser', { Username: 'lee@example.com', TemporaryPassword: PASSWORD });
    expect(events).toMatchObject([
      {
        triggerSource: 'PreSignUp_SignUp',
        request: { clientMetadata: { from: 'web' }, validationData: { invite: '7' } },
      },
      { triggerSource: 'PostConfirmation_ConfirmSignUp', request: { userAttributes: { email_verified: 'true' } } },
      { triggerSource: 'PreSignUp_AdminCreateUser' },
    ]);
  });

  it.each(['V2_0', 'V3_0'] as const)(
    'S23 lets PreTokenGeneration %s change both tokens',
    async (tokenGenerationVersion) => {
      const events: Answer[] = [];
      pool = await openPoolUnderTest({ triggers: { PreTokenGeneration: 'f' }, tokenGenerationVersion }, (event) => {
        events.push(event);
        return {
          claimsAndScopeOverrideDetails: {
            idTokenGeneration: { claimsToAddOrOverride: { roles: ['a', { b: 1 }] }, claimsToSuppress: ['email'] },
            accessTokenGeneration: {
              claimsToAddOrOverride: { tenant: 't1', sub: 'forged', client_id: 'forged' },
              scopesToAdd: ['orders/read'],
              scopesToSuppress: ['aws.cognito.signin.user.admin'],
            },
            groupOverrideDetails: { groupsToOverride: ['admin'] },
          },
        };
      });
      await create();
      const tokens = await pool.tokens();
      expect(decodeJwt(tokens.IdToken)).toMatchObject({ roles: ['a', { b: 1 }], 'cognito:groups': ['admin'] });
      expect(decodeJwt(tokens.IdToken)['email']).toBeUndefined();
      const access = decodeJwt(tokens.AccessToken);
      expect(access).toMatchObject({
        tenant: 't1',
        client_id: CLIENT_ID,
        scope: 'orders/read',
        'cognito:groups': ['admin'],
      });
      expect(access.sub).not.toBe('forged');
      expect(events).toMatchObject([
        { version: tokenGenerationVersion.charAt(1), request: { scopes: ['aws.cognito.signin.user.admin'] } },
      ]);
    },
  );
});
