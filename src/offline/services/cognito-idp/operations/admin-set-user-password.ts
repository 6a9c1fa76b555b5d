import { z } from 'zod';
import { poolById, type Operation } from '../context.ts';
import { checkPasswordPolicy, setPassword } from '../passwords.ts';
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
  setPassword(pool.definition, user, Password);
  user.status = Permanent ? 'CONFIRMED' : 'FORCE_CHANGE_PASSWORD';
  user.modifiedAt = context.clock.now();
  pool.save();
  return {};
};
