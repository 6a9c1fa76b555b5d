import { randomInt } from 'node:crypto';
import type { CognitoContext } from './context.ts';
import { CognitoError, invalidParameter } from './errors.ts';
import type { CodeKind, User } from './pool-state.ts';
import type { Pool } from './pool-store.ts';
import { sendMessage, type MessageKind } from './write-message.ts';

const LIFETIME_MS: Readonly<Record<CodeKind, number>> = {
  SIGN_UP: 24 * 3_600_000,
  FORGOT_PASSWORD: 3_600_000,
  VERIFY_EMAIL: 24 * 3_600_000,
  VERIFY_PHONE: 24 * 3_600_000,
  SMS_MFA: 3 * 60_000,
};

export interface CodeOrder {
  readonly kind: CodeKind;
  readonly message: MessageKind;
  readonly clientId: string;
  readonly clientMetadata?: Readonly<Record<string, string>> | undefined;
  /** The new address that the code will make the user's. */
  readonly pending?: string | undefined;
}

/** Makes a six-digit code, delivers it, and returns what Cognito tells of the delivery. */
export async function sendCode(
  context: CognitoContext,
  pool: Pool,
  user: User,
  { kind, message, clientId, clientMetadata, pending }: CodeOrder,
): Promise<Record<string, unknown>> {
  const isForPhone = kind === 'VERIFY_PHONE' || kind === 'SMS_MFA';
  const byMail = kind === 'VERIFY_EMAIL' || (!isForPhone && user.attributes['email'] !== undefined);
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
  await sendMessage(context, pool, { kind: message, user, to, medium, secret: value, clientId, clientMetadata });
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
