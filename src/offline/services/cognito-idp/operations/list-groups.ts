import * as z from 'zod';
import { poolById, type Operation } from '../context.ts';
import { describeGroup, groupsOf } from '../groups.ts';
import { pageOf } from '../page.ts';

const input = z.object({
  UserPoolId: z.string(),
  Limit: z.number().int().min(0).max(60).nullish(),
  NextToken: z.string().nullish(),
});

export const listGroups: Operation = async (context, raw) => {
  const { UserPoolId, Limit, NextToken } = input.parse(raw);
  const pool = poolById(context, UserPoolId);
  const { items, next } = pageOf(groupsOf(pool), Limit, NextToken);
  return {
    Groups: items.map((group) => describeGroup(pool, group)),
    ...(next === undefined ? {} : { NextToken: next }),
  };
};
