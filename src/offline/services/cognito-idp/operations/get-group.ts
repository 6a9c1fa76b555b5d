import * as z from 'zod';
import { poolById, type Operation } from '../context.ts';
import { describeGroup, requireGroup } from '../groups.ts';

const input = z.object({ UserPoolId: z.string(), GroupName: z.string() });

export const getGroup: Operation = async (context, raw) => {
  const { UserPoolId, GroupName } = input.parse(raw);
  const pool = poolById(context, UserPoolId);
  return { Group: describeGroup(pool, requireGroup(pool, GroupName)) };
};
