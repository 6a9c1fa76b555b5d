import { z } from 'zod';
import { userOfAccessToken } from '../access-token.ts';
import { sendCode } from '../codes.ts';
import type { Operation } from '../context.ts';
import { attributeList, fromAttributeList } from '../describe-user.ts';

const input = z.object({ AccessToken: z.string(), UserAttributes: attributeList });

export const updateUserAttributes: Operation = async (context, raw) => {
  const { AccessToken, UserAttributes } = input.parse(raw);
  const { pool, user } = await userOfAccessToken(context, AccessToken);
  const changes = fromAttributeList(UserAttributes);
  const codes: Record<string, unknown>[] = [];
  const changed = (name: string): boolean => changes[name] !== undefined && changes[name] !== user.attributes[name];
  const [emailChanged, phoneChanged] = [changed('email'), changed('phone_number')];
  Object.assign(user.attributes, changes);
  if (emailChanged) {
    user.attributes['email_verified'] = 'false';
    codes.push(sendCode(context, pool, user, 'VERIFY_EMAIL'));
  }
  if (phoneChanged) {
    user.attributes['phone_number_verified'] = 'false';
    codes.push(sendCode(context, pool, user, 'VERIFY_PHONE'));
  }
  user.modifiedAt = context.clock.now();
  pool.save();
  return { CodeDeliveryDetailsList: codes };
};
