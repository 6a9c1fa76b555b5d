import { randomUUID } from 'node:crypto';
import { CognitoError, invalidParameter, userNotFound } from './errors.ts';
import type { User } from './pool-state.ts';
import type { Pool } from './pool-store.ts';

/** Finds a user by username, or by the attribute that the pool accepts for sign-in; e-mail addresses ignore case. */
export function findUser(pool: Pool, login: string): User | undefined {
  const byName = pool.state.users[login];
  if (byName !== undefined) return byName;
  const users = Object.values(pool.state.users);
  return (
    users.find(({ attributes }) => attributes['sub'] === login) ??
    users.find((user) => pool.definition.usernameAttributes.some((name) => sameLogin(user.attributes[name], login)))
  );
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
  } else if (pool.state.users[login] !== undefined) {
    throw new CognitoError('UsernameExistsException', 'User already exists');
  }
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
  pool.state.users[user.username] = user;
  return user;
}

/** Puts a user into a group of the pool. */
export function addToGroup(pool: Pool, user: User, group: string): void {
  requireGroup(pool, group);
  if (!user.groups.includes(group)) user.groups.push(group);
}

export function requireGroup(pool: Pool, group: string): void {
  if (!pool.definition.groups.some(({ name }) => name === group)) {
    throw new CognitoError('ResourceNotFoundException', 'Group not found.');
  }
}

function sameLogin(actual: string | undefined, login: string): boolean {
  return actual !== undefined && actual.toLowerCase() === login.toLowerCase();
}
