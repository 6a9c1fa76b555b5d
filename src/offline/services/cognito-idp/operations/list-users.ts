import * as z from 'zod';
import { poolById, type Operation } from '../context.ts';
import { describeUser, toAttributeList } from '../describe-user.ts';
import { invalidParameter } from '../errors.ts';
import { pageOf } from '../page.ts';
import type { User } from '../pool-state.ts';

const input = z.object({
  UserPoolId: z.string(),
  Limit: z.number().int().min(0).max(60).nullish(),
  Filter: z.string().max(256).nullish(),
  PaginationToken: z.string().nullish(),
  AttributesToGet: z.array(z.string()).nullish(),
});

export const listUsers: Operation = async (context, raw) => {
  const { UserPoolId, Limit, Filter, PaginationToken, AttributesToGet } = input.parse(raw);
  const { definition, state } = poolById(context, UserPoolId);
  const known = definition.attributes;
  if (AttributesToGet?.some((name) => name !== 'sub' && known?.every((attribute) => attribute.name !== name) === true))
    throw invalidParameter('One or more requested attributes do not exist.');
  const matches = parseFilter(Filter ?? '');
  const { items, next } = pageOf(Object.values(state.users).filter(matches), Limit, PaginationToken);
  return {
    Users: items.map((user) => ({
      ...describeUser(user),
      Attributes: toAttributeList(user).filter(({ Name }) => AttributesToGet == null || AttributesToGet.includes(Name)),
    })),
    ...(next === undefined ? {} : { PaginationToken: next }),
  };
};

/** https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_ListUsers.html: custom attributes are none of them. */
const SEARCHABLE: readonly string[] = [
  'username',
  'email',
  'phone_number',
  'name',
  'given_name',
  'family_name',
  'preferred_username',
  'cognito:user_status',
  'status',
  'sub',
];
/** These are compared without regard to case. */
const CASELESS: readonly string[] = ['email', 'cognito:user_status'];

/** `name = "value"` or `name ^= "prefix"`, as Cognito's only two. */
function parseFilter(filter: string): (user: User) => boolean {
  if (filter.trim() === '') return () => true;
  const [, quoted, bare, operator, value] =
    /^\s*(?:"([^"]+)"|([\w:.]+))\s*(\^?=)\s*"((?:[^"\\]|\\.)*)"\s*$/.exec(filter) ?? [];
  const name = quoted ?? bare;
  if (name === undefined || value === undefined) throw invalidParameter(`Error while parsing filter: ${filter}`);
  if (!SEARCHABLE.includes(name)) throw invalidParameter(`Invalid search attribute: ${name}`);
  const fold = (text: string): string => (CASELESS.includes(name) ? text.toLowerCase() : text);
  const wanted = fold(value.replace(/\\(.)/g, '$1'));
  return (user) => {
    const actual = valueOf(user, name);
    if (actual === undefined) return false;
    return operator === '=' ? fold(actual) === wanted : fold(actual).startsWith(wanted);
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
