import * as z from 'zod';
import { sendCode } from '../codes.ts';
import { clientMetadata, poolById, type Operation } from '../context.ts';
import { invalidParameter } from '../errors.ts';
import { requireUser } from '../users.ts';

const input = z.object({ UserPoolId: z.string(), Username: z.string(), ClientMetadata: clientMetadata });

export const adminResetUserPassword: Operation = async (context, raw) => {
  const { UserPoolId, Username, ClientMetadata } = input.parse(raw);
  const pool = poolById(context, UserPoolId);
  const user = requireUser(pool, Username);
  const verified = user.attributes['email_verified'] === 'true' || user.attributes['phone_number_verified'] === 'true';
  if (!verified)
    throw invalidParameter(
      'Cannot reset password for the user as there is no registered/verified email or phone_number',
    );
  user.status = 'RESET_REQUIRED';
  user.modifiedAt = context.clock.now();
  await sendCode(context, pool, user, {
    kind: 'FORGOT_PASSWORD',
    message: 'ForgotPassword',
    clientId: 'CLIENT_ID_NOT_APPLICABLE',
    clientMetadata: ClientMetadata ?? undefined,
  });
  return {};
};
