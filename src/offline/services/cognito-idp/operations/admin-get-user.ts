import * as z from 'zod';
import { poolById, type Operation } from '../context.ts';
import { describeUser, toAttributeList } from '../describe-user.ts';
import { describeMfa } from '../mfa.ts';
import { requireUser } from '../users.ts';

const input = z.object({ UserPoolId: z.string(), Username: z.string() });

export const adminGetUser: Operation = async (context, raw) => {
  const { UserPoolId, Username } = input.parse(raw);
  const user = requireUser(poolById(context, UserPoolId), Username);
  return { ...describeUser(user), UserAttributes: toAttributeList(user), ...describeMfa(user) };
};
