import { randomUUID } from 'node:crypto';
import { checkAttributes } from './attributes.ts';
import { CognitoError, invalidParameter, userNotFound } from './errors.ts';
import type { User } from './pool-state.ts';
import type { Pool } from './pool-store.ts';

/** Finds a user by username, or by the attribute that the pool accepts for sign-in; e-mail addresses ignore case. */
export function findUser(pool: Pool, login: string): User | undefined {
  const byName = userByName(pool, login);
  if (byName !== undefined) return byName;
  const users = Object.values(pool.state.users);
  return (
    users.find(({ attributes }) => attributes['sub'] === login) ??
    users.find((user) => pool.definition.usernameAttributes.some((name) => sameLogin(user.attributes[name], login)))
  );
}

/** By username alone. Whoever is called `constructor` is nobody before they signed up. */
export function userByName(pool: Pool, username: string): User | undefined {
  return Object.hasOwn(pool.state.users, username) ? pool.state.users[username] : undefined;
}

export function requireUser(pool: Pool, login: string): User {
  const user = findUser(pool, login);
  if (user === undefined) throw userNotFound();
  return user;
}

export interface NewUser {
  readonly login: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly status: User['status'];
  readonly now: number;
}

/** Adds a user without a password. In pools that sign in by attribute the username is the user's `sub`, as in Cognito. */
export function addUser(pool: Pool, { login, attributes, status, now }: NewUser): User {
  const [attribute] = pool.definition.usernameAttributes;
  const sub = randomUUID();
  const own: Record<string, string> = { ...attributes, sub };
  if (attribute !== undefined) {
    const kind = login.includes('@') ? 'email' : 'phone_number';
    if (!pool.definition.usernameAttributes.includes(kind)) {
      throw invalidParameter(`Username should be ${attribute === 'email' ? 'an email' : 'a phone number'}.`);
    }
    own[kind] = login;
    if (findUser(pool, login) !== undefined) {
      throw new CognitoError('UsernameExistsException', `An account with the given ${kind} already exists.`);
    }
  } else if (userByName(pool, login) !== undefined) {
    throw new CognitoError('UsernameExistsException', 'User already exists');
  }
  const { sub: _, ...given } = own;
  checkAttributes(pool.definition, given, true);
  const user: User = {
    username: attribute === undefined ? login : sub,
    attributes: own,
    groups: [],
    status,
    enabled: true,
    codes: {},
    createdAt: now,
    modifiedAt: now,
  };
  // Not by assignment: `__proto__` is a name as any other.
  pool.state.users = { ...pool.state.users, [user.username]: user };
  return user;
}

function sameLogin(actual: string | undefined, login: string): boolean {
  return actual !== undefined && actual.toLowerCase() === login.toLowerCase();
}
