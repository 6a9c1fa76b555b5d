import * as z from 'zod';
import { expiredCode, takeCode } from '../codes.ts';
import { clientMetadata, poolByClient, type Operation } from '../context.ts';
import { CognitoError } from '../errors.ts';
import { runTrigger } from '../triggers.ts';
import { findUser } from '../users.ts';

const input = z.object({
  ClientId: z.string(),
  Username: z.string(),
  ConfirmationCode: z.string(),
  ClientMetadata: clientMetadata,
});

export const confirmSignUp: Operation = async (context, raw) => {
  const { ClientId, Username, ConfirmationCode, ClientMetadata } = input.parse(raw);
  const pool = poolByClient(context, ClientId);
  const user = findUser(pool, Username);
  if (user === undefined) throw expiredCode();
  if (user.status !== 'UNCONFIRMED') {
    throw new CognitoError('NotAuthorizedException', `User cannot be confirmed. Current status is ${user.status}`);
  }
  takeCode(user, 'SIGN_UP', ConfirmationCode, context.clock.now());
  user.status = 'CONFIRMED';
  user.attributes[user.attributes['email'] === undefined ? 'phone_number_verified' : 'email_verified'] = 'true';
  user.modifiedAt = context.clock.now();
  pool.save();
  await runTrigger(context, pool, 'PostConfirmation', {
    source: 'PostConfirmation_ConfirmSignUp',
    user,
    clientId: ClientId,
    clientMetadata: ClientMetadata,
  });
  return {};
};
