import { z } from 'zod';
import { userOfAccessToken } from '../access-token.ts';
import { sendCode } from '../codes.ts';
import type { Operation } from '../context.ts';
import { attributeList, fromAttributeList } from '../describe-user.ts';

const input = z.object({ AccessToken: z.string(), UserAttributes: attributeList });

export const updateUserAttributes: Operation = async (context, raw) => {
  const { AccessToken, UserAttributes } = input.parse(raw);
  const { pool, user } = await userOfAccessToken(context, AccessToken);
  const { email, phone_number: phone, ...others } = fromAttributeList(UserAttributes);
  Object.assign(user.attributes, others);
  user.modifiedAt = context.clock.now();
  pool.save();
  // Amplify's pools keep the old address until the new one is verified (AttributesRequireVerificationBeforeUpdate).
  const codes: Record<string, unknown>[] = [];
  if (email !== undefined && email !== user.attributes['email'])
    codes.push(sendCode(context, pool, user, 'VERIFY_EMAIL', email));
  if (phone !== undefined && phone !== user.attributes['phone_number'])
    codes.push(sendCode(context, pool, user, 'VERIFY_PHONE', phone));
  return { CodeDeliveryDetailsList: codes };
};
