import { afterEach, describe, expect, it } from 'vitest';
import type { PoolMfa } from '../../../../src/offline/assembly/user-pool.ts';
import { totpCode } from '../../../../src/offline/services/cognito-idp/totp.ts';
import { POOL_ID } from '../auth/local-front-door.ts';
import { EMAIL, openPoolUnderTest, PASSWORD, tokensOf, type Answer, type PoolUnderTest } from './pool-under-test.ts';

let pool: PoolUnderTest;
afterEach(() => pool.door.stop());

const open = async (
  mode: PoolMfa['mode'],
  methods: PoolMfa['methods'] = ['SOFTWARE_TOKEN_MFA', 'SMS_MFA'],
): Promise<void> => {
  pool = await openPoolUnderTest({ mfa: { mode, methods } });
  await pool.door.cognito.createUser({ userPoolId: POOL_ID, email: EMAIL, password: PASSWORD });
};
const next = (secret: unknown, steps = 0): string => totpCode(String(secret), Date.now() + steps * 30_000);
const answer = (to: Answer, responses: Record<string, string>) =>
  pool.call('RespondToAuthChallenge', {
    ChallengeName: to['ChallengeName'],
    Session: to['Session'],
    ChallengeResponses: { USERNAME: EMAIL, ...responses },
  });

/** Sets an authenticator app up as a signed-in user does. */
async function setUp(AccessToken: string): Promise<unknown> {
  const { SecretCode } = await pool.call('AssociateSoftwareToken', { AccessToken });
  const code = { AccessToken, UserCode: next(SecretCode, -1), FriendlyDeviceName: 'phone' };
  expect(await pool.call('VerifySoftwareToken', code)).toMatchObject({ status: 200, Status: 'SUCCESS' });
  return SecretCode;
}
const prefer = { SoftwareTokenMfaSettings: { Enabled: true, PreferredMfa: true } };

describe('second factors', () => {
  it('S19 has the codes of RFC 6238', () => {
    // Appendix B, of which apps show the last six digits.
    const secret = 'GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ';
    for (const [seconds, code] of [
      [59, '287082'],
      [1111111109, '081804'],
      [1234567890, '005924'],
      [20000000000, '353130'],
    ] as const)
      expect(totpCode(secret, seconds * 1000)).toBe(code);
    return open('OFF');
  });

  it('S19 asks for the code of the app once a user has one, in Cognito’s words', async () => {
    await open('OPTIONAL');
    const { AccessToken } = await pool.tokens();
    expect(await pool.call('SetUserMFAPreference', { AccessToken, ...prefer })).toMatchObject({
      __type: 'InvalidParameterException',
      message: 'User does not have delivery config set to turn on SOFTWARE_TOKEN_MFA',
    });
    const associated = await pool.call('AssociateSoftwareToken', { AccessToken });
    expect(associated['SecretCode']).toMatch(/^[A-Z2-7]{52}$/);
    expect(await pool.call('VerifySoftwareToken', { AccessToken, UserCode: '000000' })).toMatchObject({
      __type: 'EnableSoftwareTokenMFAException',
    });
    const secret = await setUp(AccessToken);
    expect(await pool.signIn()).toMatchObject({ AuthenticationResult: {} });
    expect(await pool.call('SetUserMFAPreference', { AccessToken, ...prefer })).toMatchObject({ status: 200 });
    expect(await pool.call('GetUser', { AccessToken })).toMatchObject({
      UserMFASettingList: ['SOFTWARE_TOKEN_MFA'],
      PreferredMfaSetting: 'SOFTWARE_TOKEN_MFA',
    });

    const challenge = await pool.signIn();
    expect(challenge).toMatchObject({
      ChallengeName: 'SOFTWARE_TOKEN_MFA',
      ChallengeParameters: { FRIENDLY_DEVICE_NAME: 'phone' },
    });
    expect(challenge['AuthenticationResult']).toBeUndefined();
    expect(await answer(challenge, { SOFTWARE_TOKEN_MFA_CODE: '000000' })).toMatchObject({
      __type: 'CodeMismatchException',
      message: 'Invalid code received for user',
    });
    const SOFTWARE_TOKEN_MFA_CODE = next(secret);
    expect(tokensOf(await answer(challenge, { SOFTWARE_TOKEN_MFA_CODE }))).toBeDefined();
    expect(await answer(challenge, { SOFTWARE_TOKEN_MFA_CODE })).toMatchObject({ __type: 'NotAuthorizedException' });
    expect(await answer(await pool.signIn(), { SOFTWARE_TOKEN_MFA_CODE })).toMatchObject({
      __type: 'ExpiredCodeException',
    });
    expect(
      await pool.admin('AdminSetUserMFAPreference', { Username: EMAIL, SoftwareTokenMfaSettings: { Enabled: false } }),
    ).toMatchObject({ status: 200 });
    expect(tokensOf(await pool.signIn())).toBeDefined();
  });

  it('S23 makes a user set an app up when the template requires a second factor', async () => {
    await open('ON', ['SOFTWARE_TOKEN_MFA']);
    const setup = await pool.signIn();
    expect(setup).toMatchObject({
      ChallengeName: 'MFA_SETUP',
      ChallengeParameters: { MFAS_CAN_SETUP: '["SOFTWARE_TOKEN_MFA"]' },
    });
    expect(await answer(setup, {})).toMatchObject({ __type: 'NotAuthorizedException' });
    const associated = await pool.call('AssociateSoftwareToken', { Session: setup['Session'] });
    const verified = await pool.call('VerifySoftwareToken', {
      Session: associated['Session'],
      UserCode: next(associated['SecretCode'], -1),
    });
    expect(verified).toMatchObject({ Status: 'SUCCESS' });
    expect(tokensOf(await answer({ ChallengeName: 'MFA_SETUP', Session: verified['Session'] }, {}))).toBeDefined();
    const challenge = await pool.signIn();
    expect(challenge).toMatchObject({ ChallengeName: 'SOFTWARE_TOKEN_MFA' });
    expect(
      tokensOf(await answer(challenge, { SOFTWARE_TOKEN_MFA_CODE: next(associated['SecretCode']) })),
    ).toBeDefined();
  });

  it('S19 sends codes to a phone, and lets a user with both choose', async () => {
    await open('OPTIONAL');
    await pool.admin('AdminUpdateUserAttributes', {
      Username: EMAIL,
      UserAttributes: [
        { Name: 'phone_number', Value: '+821012345678' },
        { Name: 'phone_number_verified', Value: 'true' },
      ],
    });
    const { AccessToken } = await pool.tokens();
    const secret = await setUp(AccessToken);
    await pool.call('SetUserMFAPreference', {
      AccessToken,
      SMSMfaSettings: { Enabled: true },
      SoftwareTokenMfaSettings: { Enabled: true },
    });
    const choice = await pool.signIn();
    expect(choice).toMatchObject({
      ChallengeName: 'SELECT_MFA_TYPE',
      ChallengeParameters: { MFAS_CAN_CHOOSE: '["SMS_MFA","SOFTWARE_TOKEN_MFA"]' },
    });
    const bySms = await answer(choice, { ANSWER: 'SMS_MFA' });
    expect(bySms).toMatchObject({
      ChallengeName: 'SMS_MFA',
      ChallengeParameters: { CODE_DELIVERY_DELIVERY_MEDIUM: 'SMS', CODE_DELIVERY_DESTINATION: '+*******5678' },
    });
    expect(pool.lastMessage()).toMatchObject({ to: '+821012345678' });
    expect(tokensOf(await answer(bySms, { SMS_MFA_CODE: pool.lastCode() }))).toBeDefined();
    const byApp = await answer(await pool.signIn(), { ANSWER: 'SOFTWARE_TOKEN_MFA' });
    expect(tokensOf(await answer(byApp, { SOFTWARE_TOKEN_MFA_CODE: next(secret) }))).toBeDefined();
  });

  it('S19 knows no second factors where the pool has none, and refuses e-mail by name', async () => {
    await open('OFF');
    const { AccessToken } = await pool.tokens();
    expect(await pool.call('AssociateSoftwareToken', { AccessToken })).toMatchObject({
      __type: 'SoftwareTokenMFANotFoundException',
    });
    expect(await pool.call('SetUserMFAPreference', { AccessToken, EmailMfaSettings: { Enabled: true } })).toMatchObject(
      { status: 501, __type: 'NotSupportedOffline', message: expect.stringContaining('e-mail') as unknown },
    );
  });
});
