import * as z from 'zod';
import { poolById, type Operation } from '../context.ts';
import { describeUser, toAttributeList } from '../describe-user.ts';
import { requireGroup } from '../groups.ts';
import { pageOf } from '../page.ts';

const input = z.object({
  UserPoolId: z.string(),
  GroupName: z.string(),
  Limit: z.number().int().min(0).max(60).nullish(),
  NextToken: z.string().nullish(),
});

export const listUsersInGroup: Operation = async (context, raw) => {
  const { UserPoolId, GroupName, Limit, NextToken } = input.parse(raw);
  const pool = poolById(context, UserPoolId);
  requireGroup(pool, GroupName);
  const members = Object.values(pool.state.users).filter(({ groups }) => groups.includes(GroupName));
  const { items, next } = pageOf(members, Limit, NextToken);
  return {
    Users: items.map((user) => ({ ...describeUser(user), Attributes: toAttributeList(user) })),
    ...(next === undefined ? {} : { NextToken: next }),
  };
};
