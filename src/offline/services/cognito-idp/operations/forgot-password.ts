import * as z from 'zod';
import { deliveryDetails, sendCode } from '../codes.ts';
import { clientMetadata, poolByClient, tellsWhoExists, type Operation } from '../context.ts';
import { CognitoError, invalidParameter, userNotFound } from '../errors.ts';
import { findUser } from '../users.ts';

const input = z.object({ ClientId: z.string(), Username: z.string(), ClientMetadata: clientMetadata });

export const forgotPassword: Operation = async (context, raw) => {
  const { ClientId, Username, ClientMetadata } = input.parse(raw);
  const pool = poolByClient(context, ClientId);
  const user = findUser(pool, Username);
  if (user === undefined && tellsWhoExists(pool, ClientId)) throw userNotFound();
  if (user === undefined) return { CodeDeliveryDetails: deliveryDetails('email', 'EMAIL', Username) };
  if (!user.enabled) throw new CognitoError('NotAuthorizedException', 'User is disabled.');
  if (user.status === 'FORCE_CHANGE_PASSWORD') {
    throw new CognitoError('NotAuthorizedException', 'User password cannot be reset in the current state.');
  }
  const verified = user.attributes['email_verified'] === 'true' || user.attributes['phone_number_verified'] === 'true';
  if (!verified) {
    throw invalidParameter(
      'Cannot reset password for the user as there is no registered/verified email or phone_number',
    );
  }
  const order = {
    kind: 'FORGOT_PASSWORD',
    message: 'ForgotPassword',
    clientId: ClientId,
    clientMetadata: ClientMetadata ?? undefined,
  } as const;
  return { CodeDeliveryDetails: await sendCode(context, pool, user, order) };
};
