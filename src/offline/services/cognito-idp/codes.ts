import { randomInt } from 'node:crypto';
import type { CognitoContext } from './context.ts';
import { CognitoError, invalidParameter } from './errors.ts';
import type { CodeKind, User } from './pool-state.ts';
import type { Pool } from './pool-store.ts';

const LIFETIME_MS: Readonly<Record<CodeKind, number>> = {
  SIGN_UP: 24 * 3_600_000,
  FORGOT_PASSWORD: 3_600_000,
  VERIFY_EMAIL: 24 * 3_600_000,
  VERIFY_PHONE: 24 * 3_600_000,
};

/** Makes a six-digit code, delivers it, and returns what Cognito tells of the delivery. */
export function sendCode(
  context: CognitoContext,
  pool: Pool,
  user: User,
  kind: CodeKind,
  pending?: string,
): Record<string, unknown> {
  const byMail = kind === 'VERIFY_EMAIL' || (kind !== 'VERIFY_PHONE' && user.attributes['email'] !== undefined);
  const medium = byMail ? 'EMAIL' : 'SMS';
  const attribute = medium === 'EMAIL' ? 'email' : 'phone_number';
  const to = pending ?? user.attributes[attribute];
  if (to === undefined)
    throw invalidParameter(
      'Cannot reset password for the user as there is no registered/verified email or phone_number',
    );
  const value = String(randomInt(0, 1_000_000)).padStart(6, '0');
  user.codes[kind] = {
    value,
    expiresAt: context.clock.now() + LIFETIME_MS[kind],
    ...(pending === undefined ? {} : { pending }),
  };
  pool.save();
  context.deliver({
    userPoolId: pool.definition.id,
    to,
    medium,
    subject: kind === 'FORGOT_PASSWORD' ? 'Your password reset code' : 'Your verification code',
    text: `Your code is ${value}`,
  });
  return deliveryDetails(attribute, medium, to);
}

/** Uses a code up, or refuses it; returns the address it confirms, when that is a new one. */
export function takeCode(user: User, kind: CodeKind, value: string, now: number): string | undefined {
  const expected = user.codes[kind];
  if (expected === undefined || expected.expiresAt <= now) throw expiredCode();
  if (expected.value !== value) {
    throw new CognitoError('CodeMismatchException', 'Invalid verification code provided, please try again.');
  }
  delete user.codes[kind];
  return expected.pending;
}

export function expiredCode(): CognitoError {
  return new CognitoError('ExpiredCodeException', 'Invalid code provided, please request a code again.');
}

/** Masked as Cognito masks it; also given for users who do not exist, so that the answer does not tell. */
export function deliveryDetails(attribute: string, medium: 'EMAIL' | 'SMS', to: string): Record<string, unknown> {
  const [name = '', domain] = to.split('@');
  const masked = domain === undefined ? `+*******${to.slice(-4)}` : `${name.charAt(0)}***@${domain.charAt(0)}***`;
  return { AttributeName: attribute, DeliveryMedium: medium, Destination: masked };
}
