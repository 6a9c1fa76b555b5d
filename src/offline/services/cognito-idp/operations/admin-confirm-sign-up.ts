import * as z from 'zod';
import { poolById, type Operation } from '../context.ts';
import { CognitoError } from '../errors.ts';
import { runTrigger } from '../triggers.ts';
import { requireUser } from '../users.ts';

const input = z.object({ UserPoolId: z.string(), Username: z.string() });

export const adminConfirmSignUp: Operation = async (context, raw) => {
  const { UserPoolId, Username } = input.parse(raw);
  const pool = poolById(context, UserPoolId);
  const user = requireUser(pool, Username);
  if (user.status !== 'UNCONFIRMED') {
    throw new CognitoError('NotAuthorizedException', `User cannot be confirmed. Current status is ${user.status}`);
  }
  user.status = 'CONFIRMED';
  user.modifiedAt = context.clock.now();
  pool.save();
  const clientId = 'CLIENT_ID_NOT_APPLICABLE';
  await runTrigger(context, pool, 'PostConfirmation', { source: 'PostConfirmation_ConfirmSignUp', user, clientId });
  return {};
};
