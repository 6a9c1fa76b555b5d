import { z } from 'zod';
import { deliveryDetails, sendCode } from '../codes.ts';
import { poolByClient, type Operation } from '../context.ts';
import { CognitoError, invalidParameter } from '../errors.ts';
import { findUser } from '../users.ts';

const input = z.object({ ClientId: z.string(), Username: z.string() });

export const forgotPassword: Operation = async (context, raw) => {
  const { ClientId, Username } = input.parse(raw);
  const pool = poolByClient(context, ClientId);
  const user = findUser(pool, Username);
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
  return { CodeDeliveryDetails: sendCode(context, pool, user, 'FORGOT_PASSWORD') };
};
