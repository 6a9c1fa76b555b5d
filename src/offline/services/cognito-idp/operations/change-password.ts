import * as z from 'zod';
import { userOfAccessToken } from '../access-token.ts';
import type { Operation } from '../context.ts';
import { incorrectCredentials } from '../errors.ts';
import { checkPasswordPolicy, isPassword, setPassword } from '../passwords.ts';

const input = z.object({ AccessToken: z.string(), PreviousPassword: z.string(), ProposedPassword: z.string() });

export const changePassword: Operation = async (context, raw) => {
  const { AccessToken, PreviousPassword, ProposedPassword } = input.parse(raw);
  const { pool, user } = await userOfAccessToken(context, AccessToken);
  if (!isPassword(pool.definition, user, PreviousPassword)) throw incorrectCredentials();
  checkPasswordPolicy(pool.definition, ProposedPassword);
  setPassword(pool.definition, user, ProposedPassword);
  user.modifiedAt = context.clock.now();
  pool.save();
  return {};
};
