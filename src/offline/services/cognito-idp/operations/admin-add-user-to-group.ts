import * as z from 'zod';
import { poolById, type Operation } from '../context.ts';
import { addToGroup } from '../groups.ts';
import { requireUser } from '../users.ts';

const input = z.object({ UserPoolId: z.string(), Username: z.string(), GroupName: z.string() });

export const adminAddUserToGroup: Operation = async (context, raw) => {
  const { UserPoolId, Username, GroupName } = input.parse(raw);
  const pool = poolById(context, UserPoolId);
  addToGroup(pool, requireUser(pool, Username), GroupName);
  pool.save();
  return {};
};
