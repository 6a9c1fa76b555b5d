import * as z from 'zod';
import { expiredCode, takeCode } from '../codes.ts';
import { clientMetadata, poolByClient, type Operation } from '../context.ts';
import { checkPasswordPolicy, setPassword } from '../passwords.ts';
import { runTrigger } from '../triggers.ts';
import { findUser } from '../users.ts';

const input = z.object({
  ClientId: z.string(),
  Username: z.string(),
  ConfirmationCode: z.string(),
  Password: z.string(),
  ClientMetadata: clientMetadata,
});

export const confirmForgotPassword: Operation = async (context, raw) => {
  const { ClientId, Username, ConfirmationCode, Password, ClientMetadata } = input.parse(raw);
  const pool = poolByClient(context, ClientId);
  const user = findUser(pool, Username);
  if (user === undefined) throw expiredCode();
  checkPasswordPolicy(pool.definition, Password);
  takeCode(user, 'FORGOT_PASSWORD', ConfirmationCode, context.clock.now());
  setPassword(pool.definition, user, Password);
  user.status = 'CONFIRMED';
  user.modifiedAt = context.clock.now();
  pool.save();
  await runTrigger(context, pool, 'PostConfirmation', {
    source: 'PostConfirmation_ConfirmForgotPassword',
    user,
    clientId: ClientId,
    clientMetadata: ClientMetadata,
  });
  return {};
};
