import * as z from 'zod';
import { userOfAccessToken } from '../access-token.ts';
import type { Operation } from '../context.ts';
import { associateToken } from '../mfa.ts';
import { userInSetup } from '../mfa-setup.ts';

const input = z.object({ AccessToken: z.string().nullish(), Session: z.string().nullish() });

export const associateSoftwareToken: Operation = async (context, raw) => {
  const { AccessToken, Session } = input.parse(raw);
  if (AccessToken != null) {
    const { pool, user } = await userOfAccessToken(context, AccessToken);
    return { SecretCode: associateToken(pool, user) };
  }
  const { pool, user, challenge } = userInSetup(context, Session);
  const SecretCode = associateToken(pool, user);
  return { SecretCode, Session: context.challenges.put(challenge) };
};
