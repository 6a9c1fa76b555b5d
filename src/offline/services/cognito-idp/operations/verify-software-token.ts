import * as z from 'zod';
import { userOfAccessToken } from '../access-token.ts';
import type { Operation } from '../context.ts';
import { verifyToken } from '../mfa.ts';
import { userInSetup } from '../mfa-setup.ts';

const input = z.object({
  AccessToken: z.string().nullish(),
  Session: z.string().nullish(),
  UserCode: z.string(),
  FriendlyDeviceName: z.string().nullish(),
});

export const verifySoftwareToken: Operation = async (context, raw) => {
  const { AccessToken, Session, UserCode, FriendlyDeviceName } = input.parse(raw);
  const name = FriendlyDeviceName ?? undefined;
  if (AccessToken != null) {
    const { pool, user } = await userOfAccessToken(context, AccessToken);
    verifyToken(context, pool, user, UserCode, name);
    return { Status: 'SUCCESS' };
  }
  const { pool, user, challenge } = userInSetup(context, Session);
  verifyToken(context, pool, user, UserCode, name);
  context.challenges.take(Session ?? '');
  return { Status: 'SUCCESS', Session: context.challenges.put({ ...challenge, kind: 'MFA_SETUP_VERIFIED' }) };
};
