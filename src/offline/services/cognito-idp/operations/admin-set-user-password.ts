import * as z from 'zod';
import { poolById, type Operation } from '../context.ts';
import { checkPasswordPolicy, setPassword, setTemporaryPassword } from '../passwords.ts';
import { requireUser } from '../users.ts';

const input = z.object({
  UserPoolId: z.string(),
  Username: z.string(),
  Password: z.string(),
  Permanent: z.boolean().default(false),
});

export const adminSetUserPassword: Operation = async (context, raw) => {
  const { UserPoolId, Username, Password, Permanent } = input.parse(raw);
  const pool = poolById(context, UserPoolId);
  const user = requireUser(pool, Username);
  checkPasswordPolicy(pool.definition, Password);
  const now = context.clock.now();
  if (Permanent) {
    setPassword(pool.definition, user, Password);
    user.status = 'CONFIRMED';
  } else setTemporaryPassword(pool.definition, user, Password, now);
  user.modifiedAt = now;
  pool.save();
  return {};
};
