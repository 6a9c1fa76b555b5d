import * as z from 'zod';
import { poolById, type Operation } from '../context.ts';
import { describeGroup, groupsOfUser } from '../groups.ts';
import { pageOf } from '../page.ts';
import { requireUser } from '../users.ts';

const input = z.object({
  UserPoolId: z.string(),
  Username: z.string(),
  Limit: z.number().int().min(0).max(60).nullish(),
  NextToken: z.string().nullish(),
});

export const adminListGroupsForUser: Operation = async (context, raw) => {
  const { UserPoolId, Username, Limit, NextToken } = input.parse(raw);
  const pool = poolById(context, UserPoolId);
  const { items, next } = pageOf(groupsOfUser(pool, requireUser(pool, Username)), Limit, NextToken);
  return {
    Groups: items.map((group) => describeGroup(pool, group)),
    ...(next === undefined ? {} : { NextToken: next }),
  };
};
