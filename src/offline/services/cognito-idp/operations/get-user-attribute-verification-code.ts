import * as z from 'zod';
import { userOfAccessToken } from '../access-token.ts';
import { sendCode } from '../codes.ts';
import { clientMetadata, type Operation } from '../context.ts';
import { invalidParameter } from '../errors.ts';

const input = z.object({
  AccessToken: z.string(),
  AttributeName: z.enum(['email', 'phone_number']),
  ClientMetadata: clientMetadata,
});

export const getUserAttributeVerificationCode: Operation = async (context, raw) => {
  const { AccessToken, AttributeName, ClientMetadata } = input.parse(raw);
  const { pool, user, clientId } = await userOfAccessToken(context, AccessToken);
  const kind = AttributeName === 'email' ? 'VERIFY_EMAIL' : 'VERIFY_PHONE';
  // An address that waits to be confirmed is the one that is asked about.
  const pending = user.codes[kind]?.pending;
  if (pending === undefined && user.attributes[AttributeName] === undefined)
    throw invalidParameter(`User does not have an attribute ${AttributeName} to verify.`);
  const order = {
    kind,
    message: 'VerifyUserAttribute',
    clientId,
    clientMetadata: ClientMetadata ?? undefined,
    pending,
  } as const;
  return { CodeDeliveryDetails: await sendCode(context, pool, user, order) };
};
