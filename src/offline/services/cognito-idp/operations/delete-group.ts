import * as z from 'zod';
import { poolById, type Operation } from '../context.ts';
import { putGroup, requireGroup } from '../groups.ts';

const input = z.object({ UserPoolId: z.string(), GroupName: z.string() });

/** Its members stay users, without it. */
export const deleteGroup: Operation = async (context, raw) => {
  const { UserPoolId, GroupName } = input.parse(raw);
  const pool = poolById(context, UserPoolId);
  requireGroup(pool, GroupName);
  for (const user of Object.values(pool.state.users)) user.groups = user.groups.filter((name) => name !== GroupName);
  putGroup(pool, GroupName, null);
  return {};
};
