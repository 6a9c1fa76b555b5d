import { CognitoError } from './errors.ts';
import type { Group, User } from './pool-state.ts';
import type { Pool } from './pool-store.ts';

/** The groups of a pool: those of the template, and what was made of them while the sandbox ran. By name. */
export function groupsOf(pool: Pool): readonly Group[] {
  const all = new Map<string, Group>();
  for (const group of pool.definition.groups) all.set(group.name, { ...group, createdAt: 0, modifiedAt: 0 });
  for (const [name, group] of Object.entries(pool.state.groups ?? {})) {
    if (group === null) all.delete(name);
    else all.set(name, group);
  }
  return [...all.values()].sort((a, b) => (a.name < b.name ? -1 : 1));
}

export function findGroup(pool: Pool, name: string): Group | undefined {
  return groupsOf(pool).find((group) => group.name === name);
}

export function requireGroup(pool: Pool, name: string): Group {
  const group = findGroup(pool, name);
  if (group === undefined) throw new CognitoError('ResourceNotFoundException', 'Group not found.');
  return group;
}

/** Keeps a group as it is now; null: it is gone. */
export function putGroup(pool: Pool, name: string, group: Group | null): void {
  pool.state.groups = { ...pool.state.groups, [name]: group };
  pool.save();
}

/** Puts a user into a group of the pool. */
export function addToGroup(pool: Pool, user: User, name: string): void {
  requireGroup(pool, name);
  if (!user.groups.includes(name)) user.groups.push(name);
}

/** Those a user is in, the one that counts most first. */
export function groupsOfUser(pool: Pool, user: User): readonly Group[] {
  return groupsOf(pool)
    .filter(({ name }) => user.groups.includes(name))
    .sort((a, b) => (a.precedence ?? Infinity) - (b.precedence ?? Infinity));
}

/** A group as Cognito describes it. Dates are seconds, as in the JSON protocol. */
export function describeGroup(pool: Pool, group: Group): Record<string, unknown> {
  return {
    GroupName: group.name,
    UserPoolId: pool.definition.id,
    ...(group.description === undefined ? {} : { Description: group.description }),
    ...(group.roleArn === undefined ? {} : { RoleArn: group.roleArn }),
    ...(group.precedence === undefined ? {} : { Precedence: group.precedence }),
    LastModifiedDate: group.modifiedAt / 1000,
    CreationDate: group.createdAt / 1000,
  };
}
