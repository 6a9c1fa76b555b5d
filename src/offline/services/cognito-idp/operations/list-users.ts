import { z } from 'zod';
import { poolById, type Operation } from '../context.ts';
import { describeUser, toAttributeList } from '../describe-user.ts';
import { invalidParameter } from '../errors.ts';
import type { User } from '../pool-state.ts';

const input = z.object({
  UserPoolId: z.string(),
  Limit: z.number().int().min(0).max(60).nullish(),
  Filter: z.string().nullish(),
  PaginationToken: z.string().nullish(),
  AttributesToGet: z.array(z.string()).nullish(),
});

export const listUsers: Operation = async (context, raw) => {
  const { UserPoolId, Limit, Filter, PaginationToken, AttributesToGet } = input.parse(raw);
  const matches = parseFilter(Filter ?? '');
  const users = Object.values(poolById(context, UserPoolId).state.users).filter(matches);
  const from = PaginationToken == null ? 0 : Number(PaginationToken);
  if (!Number.isInteger(from)) throw invalidParameter('Invalid pagination token.');
  const to = from + (Limit == null || Limit === 0 ? 60 : Limit);
  return {
    Users: users.slice(from, to).map((user) => ({
      ...describeUser(user),
      Attributes: toAttributeList(user).filter(({ Name }) => AttributesToGet == null || AttributesToGet.includes(Name)),
    })),
    ...(to < users.length ? { PaginationToken: String(to) } : {}),
  };
};

/** `name = "value"` or `name ^= "prefix"`, as Cognito's only two. */
function parseFilter(filter: string): (user: User) => boolean {
  if (filter.trim() === '') return () => true;
  const [, quoted, bare, operator, value] =
    /^\s*(?:"([^"]+)"|([\w:.]+))\s*(\^?=)\s*"((?:[^"\\]|\\.)*)"\s*$/.exec(filter) ?? [];
  const name = quoted ?? bare;
  if (name === undefined || value === undefined) throw invalidParameter(`Error while parsing filter: ${filter}`);
  const wanted = value.replace(/\\(.)/g, '$1');
  return (user) => {
    const actual = valueOf(user, name);
    return actual !== undefined && (operator === '=' ? actual === wanted : actual.startsWith(wanted));
  };
}

function valueOf(user: User, name: string): string | undefined {
  switch (name) {
    case 'username':
      return user.username;
    case 'status':
      return user.enabled ? 'Enabled' : 'Disabled';
    case 'cognito:user_status':
      return user.status;
    default:
      return user.attributes[name];
  }
}
