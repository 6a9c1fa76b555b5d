import * as z from 'zod';
import { userOfAccessToken } from '../access-token.ts';
import type { Operation } from '../context.ts';
import { toAttributeList } from '../describe-user.ts';
import { describeMfa } from '../mfa.ts';

const input = z.object({ AccessToken: z.string() });

export const getUser: Operation = async (context, raw) => {
  const { user } = await userOfAccessToken(context, input.parse(raw).AccessToken);
  return { Username: user.username, UserAttributes: toAttributeList(user), ...describeMfa(user) };
};
