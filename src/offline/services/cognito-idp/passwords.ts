import { timingSafeEqual } from 'node:crypto';
import type { UserPool } from '../../assembly/resources.ts';
import { CognitoError, invalidParameter } from './errors.ts';
import type { User } from './pool-state.ts';
import { createVerifier } from './srp.ts';

const CLASSES = {
  lowercase: { pattern: /[a-z]/, message: 'Password must have lowercase characters' },
  uppercase: { pattern: /[A-Z]/, message: 'Password must have uppercase characters' },
  number: { pattern: /[0-9]/, message: 'Password must have numeric characters' },
  symbol: { pattern: /[\^$*.[\]{}()?"!@#%&/\\,><':;|_~`=+\- ]/, message: 'Password must have symbol characters' },
} as const;

/** Refuses a password the pool's policy does not allow, in Cognito's words. */
export function checkPasswordPolicy(pool: UserPool, password: string): void {
  const refuse = (reason: string): never => {
    throw new CognitoError('InvalidPasswordException', `Password did not conform with policy: ${reason}`);
  };
  // https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_SignUp.html: no space at either end.
  if (/^\s|\s$/.test(password))
    throw invalidParameter(
      "1 validation error detected: Value at 'password' failed to satisfy constraint: Member must satisfy regular expression pattern: ^[\\S]+.*[\\S]+$",
    );
  if (password.length < pool.passwordMinLength) refuse('Password not long enough');
  if (password.length > 256) refuse('Password too long');
  for (const required of pool.passwordRequires ?? []) {
    if (!CLASSES[required].pattern.test(password)) refuse(CLASSES[required].message);
  }
}

/** Replaces the user's password; what is kept cannot be turned back into it. */
export function setPassword(pool: UserPool, user: User, password: string): void {
  user.password = createVerifier(pool.id, user.username, password);
  delete user.temporaryUntil;
}

const DEFAULT_TEMPORARY_DAYS = 7;

/** A password that has to be changed at the first sign-in, and is good for some days. */
export function setTemporaryPassword(pool: UserPool, user: User, password: string, now: number): void {
  setPassword(pool, user, password);
  user.status = 'FORCE_CHANGE_PASSWORD';
  user.temporaryUntil = now + (pool.temporaryPasswordDays ?? DEFAULT_TEMPORARY_DAYS) * 86_400_000;
}

export function isPassword(pool: UserPool, user: User, password: string): boolean {
  if (user.password === undefined) return false;
  const given = createVerifier(pool.id, user.username, password, user.password.salt);
  const left = Buffer.from(given.verifier);
  const right = Buffer.from(user.password.verifier);
  return left.length === right.length && timingSafeEqual(left, right);
}
