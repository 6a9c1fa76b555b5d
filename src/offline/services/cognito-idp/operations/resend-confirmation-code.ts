import * as z from 'zod';
import { deliveryDetails, sendCode } from '../codes.ts';
import { clientMetadata, poolByClient, type Operation } from '../context.ts';
import { invalidParameter } from '../errors.ts';
import { findUser } from '../users.ts';

const input = z.object({ ClientId: z.string(), Username: z.string(), ClientMetadata: clientMetadata });

export const resendConfirmationCode: Operation = async (context, raw) => {
  const { ClientId, Username, ClientMetadata } = input.parse(raw);
  const pool = poolByClient(context, ClientId);
  const user = findUser(pool, Username);
  if (user === undefined) return { CodeDeliveryDetails: deliveryDetails('email', 'EMAIL', Username) };
  if (user.status !== 'UNCONFIRMED') throw invalidParameter('User is already confirmed.');
  const order = {
    kind: 'SIGN_UP',
    message: 'ResendCode',
    clientId: ClientId,
    clientMetadata: ClientMetadata ?? undefined,
  } as const;
  return { CodeDeliveryDetails: await sendCode(context, pool, user, order) };
};
