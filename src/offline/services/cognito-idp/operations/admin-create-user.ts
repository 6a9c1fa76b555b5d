import { randomBytes } from 'node:crypto';
import { z } from 'zod';
import { poolById, type Operation } from '../context.ts';
import { attributeList, describeUser, fromAttributeList, toAttributeList } from '../describe-user.ts';
import { CognitoError } from '../errors.ts';
import { checkPasswordPolicy, setPassword } from '../passwords.ts';
import { addUser } from '../users.ts';

const input = z.object({
  UserPoolId: z.string(),
  Username: z.string().min(1),
  UserAttributes: attributeList,
  TemporaryPassword: z.string().nullish(),
  MessageAction: z.string().nullish(),
});

export const adminCreateUser: Operation = async (context, raw) => {
  const { UserPoolId, Username, UserAttributes, TemporaryPassword, MessageAction } = input.parse(raw);
  if (MessageAction === 'RESEND') {
    throw new CognitoError(
      'NotSupportedOffline',
      'AdminCreateUser with MessageAction RESEND is not supported offline.',
      501,
    );
  }
  const pool = poolById(context, UserPoolId);
  const password = TemporaryPassword ?? `Aa1!${randomBytes(9).toString('base64url')}`;
  checkPasswordPolicy(pool.definition, password);
  const user = addUser(pool, {
    login: Username,
    attributes: fromAttributeList(UserAttributes),
    status: 'FORCE_CHANGE_PASSWORD',
    now: context.clock.now(),
  });
  setPassword(pool.definition, user, password);
  pool.save();
  const email = user.attributes['email'];
  if (MessageAction !== 'SUPPRESS' && email !== undefined) {
    context.deliver({
      userPoolId: UserPoolId,
      to: email,
      medium: 'EMAIL',
      subject: 'Your temporary password',
      text: `Your username is ${email} and temporary password is ${password}`,
    });
  }
  return { User: { ...describeUser(user), Attributes: toAttributeList(user) } };
};
