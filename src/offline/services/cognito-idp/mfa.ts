import type { MfaMethod, PoolMfa } from '../../assembly/user-pool.ts';
import { deliveryDetails, sendCode } from './codes.ts';
import type { CognitoContext } from './context.ts';
import { CognitoError, invalidParameter } from './errors.ts';
import type { User, UserMfa } from './pool-state.ts';
import type { Pool } from './pool-store.ts';
import { matchingStep, newSecret } from './totp.ts';

const OFF: PoolMfa = { mode: 'OFF', methods: [] };

function mfaOf(user: User): UserMfa {
  user.mfa ??= { enabled: [] };
  return user.mfa;
}

const isOffered = (pool: Pool, method: MfaMethod): boolean => {
  const { mode, methods } = pool.definition.mfa ?? OFF;
  return mode !== 'OFF' && methods.includes(method);
};

/** Which second factors stand between a user and their tokens: the preferred one, or those to choose from. */
function factorsOf(pool: Pool, user: User): readonly ('SMS_MFA' | 'SOFTWARE_TOKEN_MFA')[] {
  const { mode } = pool.definition.mfa ?? OFF;
  if (mode === 'OFF') return [];
  const { enabled, preferred } = user.mfa ?? { enabled: [] };
  const usable = enabled.filter((method) => isOffered(pool, method));
  if (preferred !== undefined && usable.includes(preferred)) return [preferred];
  if (usable.length > 0 || mode === 'OPTIONAL') return usable;
  // Required, and nothing set up: a confirmed number will do.
  return isOffered(pool, 'SMS_MFA') && user.attributes['phone_number_verified'] === 'true' ? ['SMS_MFA'] : [];
}

/** The challenge after the password; undefined when there is none. */
export async function mfaChallenge(
  context: CognitoContext,
  pool: Pool,
  user: User,
  clientId: string,
  chosen?: 'SMS_MFA' | 'SOFTWARE_TOKEN_MFA',
): Promise<Record<string, unknown> | undefined> {
  const factors = chosen === undefined ? factorsOf(pool, user) : [chosen];
  const session = (kind: 'SOFTWARE_TOKEN_MFA' | 'SMS_MFA' | 'SELECT_MFA_TYPE' | 'MFA_SETUP'): string =>
    context.challenges.put({ kind, clientId, username: user.username });
  const own = { USER_ID_FOR_SRP: user.username };
  const [factor] = factors;
  if (factors.length > 1) {
    const parameters = { ...own, MFAS_CAN_CHOOSE: JSON.stringify(factors) };
    return challenge('SELECT_MFA_TYPE', session('SELECT_MFA_TYPE'), parameters);
  }
  if (factor === 'SOFTWARE_TOKEN_MFA') {
    const name = user.mfa?.deviceName;
    const parameters = { ...own, ...(name === undefined ? {} : { FRIENDLY_DEVICE_NAME: name }) };
    return challenge('SOFTWARE_TOKEN_MFA', session('SOFTWARE_TOKEN_MFA'), parameters);
  }
  if (factor === 'SMS_MFA') {
    await sendCode(context, pool, user, { kind: 'SMS_MFA', message: 'Authentication', clientId });
    const details = deliveryDetails('phone_number', 'SMS', user.attributes['phone_number'] ?? '');
    const parameters = {
      ...own,
      CODE_DELIVERY_DELIVERY_MEDIUM: 'SMS',
      CODE_DELIVERY_DESTINATION: String(details['Destination']),
    };
    return challenge('SMS_MFA', session('SMS_MFA'), parameters);
  }
  const { mode, methods } = pool.definition.mfa ?? OFF;
  if (mode !== 'ON') return undefined;
  const settable = methods.filter((method) => method !== 'EMAIL_OTP');
  if (settable.length === 0)
    throw new CognitoError('NotSupportedOffline', 'Codes by e-mail as a second factor are not supported offline.', 501);
  return challenge('MFA_SETUP', session('MFA_SETUP'), { ...own, MFAS_CAN_SETUP: JSON.stringify(settable) });
}

function challenge(
  name: string,
  Session: string,
  ChallengeParameters: Record<string, string>,
): Record<string, unknown> {
  return { ChallengeName: name, Session, ChallengeParameters };
}

/** A new secret for an authenticator app; the one in use stays until the new one is verified. */
export function associateToken(pool: Pool, user: User): string {
  if (!isOffered(pool, 'SOFTWARE_TOKEN_MFA'))
    throw new CognitoError(
      'SoftwareTokenMFANotFoundException',
      'Software Token MFA has not been enabled by the userPool.',
    );
  const secret = newSecret();
  mfaOf(user).pendingSecret = secret;
  pool.save();
  return secret;
}

/** The code shows that the app has the secret: from now on it is the user's. */
export function verifyToken(context: CognitoContext, pool: Pool, user: User, code: string, deviceName?: string): void {
  const mfa = mfaOf(user);
  const { pendingSecret } = mfa;
  if (pendingSecret === undefined) throw invalidParameter('Software token MFA has not been associated.');
  const step = matchingStep(pendingSecret, code, times(context));
  if (step === undefined) throw new CognitoError('EnableSoftwareTokenMFAException', 'Code mismatch');
  mfa.secret = pendingSecret;
  delete mfa.pendingSecret;
  if (deviceName !== undefined) mfa.deviceName = deviceName;
  pool.save();
}

/** Refuses a wrong code, and one that was used. */
export function useTokenCode(context: CognitoContext, pool: Pool, user: User, code: string): void {
  const mfa = mfaOf(user);
  const step = mfa.secret === undefined ? undefined : matchingStep(mfa.secret, code, times(context));
  if (step === undefined) throw new CognitoError('CodeMismatchException', 'Invalid code received for user');
  if (mfa.lastStep === step)
    throw new CognitoError('ExpiredCodeException', 'Your software token has already been used once.');
  mfa.lastStep = step;
  pool.save();
}

/** An authenticator app lives by the machine's clock; a test that moved the sandbox's may live by that. */
function times({ clock }: CognitoContext): readonly number[] {
  return [Date.now(), clock.now()];
}

export interface MfaPreference {
  readonly method: 'SMS_MFA' | 'SOFTWARE_TOKEN_MFA';
  readonly isEnabled: boolean;
  readonly isPreferred: boolean;
}

/** Changes which second factors a user has; what is not named stays as it is. */
export function setPreference(pool: Pool, user: User, preferences: readonly MfaPreference[]): void {
  const mfa = mfaOf(user);
  for (const { method, isEnabled, isPreferred } of preferences) {
    if (!isEnabled && isPreferred) throw invalidParameter(`${method} cannot be preferred without being enabled`);
    if (isEnabled && !canUse(pool, user, method))
      throw invalidParameter(`User does not have delivery config set to turn on ${method}`);
  }
  if (preferences.filter(({ isPreferred }) => isPreferred).length > 1)
    throw invalidParameter('Only one MFA method can be preferred');
  for (const { method, isEnabled, isPreferred } of preferences) {
    mfa.enabled = [...mfa.enabled.filter((other) => other !== method), ...(isEnabled ? [method] : [])];
    if (isPreferred) mfa.preferred = method;
    else if (mfa.preferred === method) delete mfa.preferred;
  }
  pool.save();
}

function canUse(pool: Pool, user: User, method: MfaPreference['method']): boolean {
  if (!isOffered(pool, method)) return false;
  return method === 'SMS_MFA' ? user.attributes['phone_number'] !== undefined : user.mfa?.secret !== undefined;
}

/** As GetUser and AdminGetUser tell it. */
export function describeMfa(user: User): Record<string, unknown> {
  const { enabled, preferred } = user.mfa ?? { enabled: [] };
  return {
    ...(enabled.length === 0 ? {} : { UserMFASettingList: enabled }),
    ...(preferred === undefined ? {} : { PreferredMfaSetting: preferred }),
  };
}
