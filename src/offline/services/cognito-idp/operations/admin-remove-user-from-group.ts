import * as z from 'zod';
import { poolById, type Operation } from '../context.ts';
import { requireGroup } from '../groups.ts';
import { requireUser } from '../users.ts';

const input = z.object({ UserPoolId: z.string(), Username: z.string(), GroupName: z.string() });

export const adminRemoveUserFromGroup: Operation = async (context, raw) => {
  const { UserPoolId, Username, GroupName } = input.parse(raw);
  const pool = poolById(context, UserPoolId);
  const user = requireUser(pool, Username);
  requireGroup(pool, GroupName);
  user.groups = user.groups.filter((group) => group !== GroupName);
  pool.save();
  return {};
};
