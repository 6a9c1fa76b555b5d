import { randomBytes } from 'node:crypto';
import * as z from 'zod';
import { clientMetadata, poolById, type CognitoContext, type Operation } from '../context.ts';
import { attributeList, describeUser, fromAttributeList, toAttributeList } from '../describe-user.ts';
import { CognitoError } from '../errors.ts';
import { checkPasswordPolicy, setTemporaryPassword } from '../passwords.ts';
import type { User } from '../pool-state.ts';
import type { Pool } from '../pool-store.ts';
import { preSignUp } from '../pre-sign-up.ts';
import { addUser, requireUser } from '../users.ts';
import { sendMessage } from '../write-message.ts';

const input = z.object({
  UserPoolId: z.string(),
  Username: z.string().min(1),
  UserAttributes: attributeList,
  ValidationData: attributeList,
  TemporaryPassword: z.string().nullish(),
  MessageAction: z.enum(['RESEND', 'SUPPRESS']).nullish(),
  DesiredDeliveryMediums: z.array(z.enum(['EMAIL', 'SMS'])).nullish(),
  ClientMetadata: clientMetadata,
});

/** Calls of an administrator belong to no client. */
const NO_CLIENT = 'CLIENT_ID_NOT_APPLICABLE';

export const adminCreateUser: Operation = async (context, raw) => {
  const given = input.parse(raw);
  const pool = poolById(context, given.UserPoolId);
  const password = given.TemporaryPassword ?? `Aa1!${randomBytes(9).toString('base64url')}`;
  checkPasswordPolicy(pool.definition, password);
  const user = given.MessageAction === 'RESEND' ? toInvite(pool, given.Username) : await invited(context, pool, given);
  setTemporaryPassword(pool.definition, user, password, context.clock.now());
  pool.save();
  const byMail = given.DesiredDeliveryMediums?.includes('EMAIL') ?? user.attributes['email'] !== undefined;
  const to = user.attributes[byMail ? 'email' : 'phone_number'];
  if (given.MessageAction !== 'SUPPRESS' && to !== undefined) {
    await sendMessage(context, pool, {
      kind: 'AdminCreateUser',
      user,
      to,
      medium: byMail ? 'EMAIL' : 'SMS',
      secret: password,
      clientId: NO_CLIENT,
      clientMetadata: given.ClientMetadata ?? undefined,
    });
  }
  return { User: { ...describeUser(user), Attributes: toAttributeList(user) } };
};

function toInvite(pool: Pool, username: string): User {
  const user = requireUser(pool, username);
  if (user.status === 'FORCE_CHANGE_PASSWORD') return user;
  throw new CognitoError(
    'UnsupportedUserStateException',
    `Resend not possible. ${user.username} status is not FORCE_CHANGE_PASSWORD`,
  );
}

async function invited(context: CognitoContext, pool: Pool, given: z.infer<typeof input>): Promise<User> {
  const user = addUser(pool, {
    login: given.Username,
    attributes: fromAttributeList(given.UserAttributes),
    status: 'FORCE_CHANGE_PASSWORD',
    now: context.clock.now(),
  });
  try {
    await preSignUp(context, pool, user, {
      source: 'PreSignUp_AdminCreateUser',
      clientId: NO_CLIENT,
      clientMetadata: given.ClientMetadata,
      validationData: given.ValidationData,
    });
  } catch (error) {
    delete pool.state.users[user.username];
    throw error;
  }
  return user;
}
