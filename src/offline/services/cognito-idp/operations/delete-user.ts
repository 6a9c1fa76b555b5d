import * as z from 'zod';
import { userOfAccessToken } from '../access-token.ts';
import type { Operation } from '../context.ts';
import { revokeSessions } from '../refresh.ts';

const input = z.object({ AccessToken: z.string() });

export const deleteUser: Operation = async (context, raw) => {
  const { pool, user } = await userOfAccessToken(context, input.parse(raw).AccessToken);
  delete pool.state.users[user.username];
  revokeSessions(pool, ({ username }) => username === user.username);
  return {};
};
