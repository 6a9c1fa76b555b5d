import * as z from 'zod';
import { userOfAccessToken } from '../access-token.ts';
import { takeCode } from '../codes.ts';
import type { Operation } from '../context.ts';
import { CognitoError } from '../errors.ts';
import { findUser } from '../users.ts';

const input = z.object({ AccessToken: z.string(), AttributeName: z.enum(['email', 'phone_number']), Code: z.string() });

export const verifyUserAttribute: Operation = async (context, raw) => {
  const { AccessToken, AttributeName, Code } = input.parse(raw);
  const { pool, user } = await userOfAccessToken(context, AccessToken);
  const verified = takeCode(
    user,
    AttributeName === 'email' ? 'VERIFY_EMAIL' : 'VERIFY_PHONE',
    Code,
    context.clock.now(),
  );
  if (verified !== undefined) {
    const holder = findUser(pool, verified);
    if (holder !== undefined && holder !== user) {
      throw new CognitoError('AliasExistsException', `An account with the given ${AttributeName} already exists.`);
    }
    user.attributes[AttributeName] = verified;
  }
  user.attributes[`${AttributeName}_verified`] = 'true';
  pool.save();
  return {};
};
