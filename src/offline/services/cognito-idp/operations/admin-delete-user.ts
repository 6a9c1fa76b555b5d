import * as z from 'zod';
import { poolById, type Operation } from '../context.ts';
import { revokeSessions } from '../refresh.ts';
import { requireUser } from '../users.ts';

const input = z.object({ UserPoolId: z.string(), Username: z.string() });

export const adminDeleteUser: Operation = async (context, raw) => {
  const { UserPoolId, Username } = input.parse(raw);
  const pool = poolById(context, UserPoolId);
  const user = requireUser(pool, Username);
  delete pool.state.users[user.username];
  revokeSessions(pool, ({ username }) => username === user.username);
  return {};
};
