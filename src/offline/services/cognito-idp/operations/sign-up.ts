import { z } from 'zod';
import { sendCode } from '../codes.ts';
import { poolByClient, type Operation } from '../context.ts';
import { attributeList, fromAttributeList } from '../describe-user.ts';
import { checkPasswordPolicy, setPassword } from '../passwords.ts';
import { runTrigger } from '../triggers.ts';
import { addUser } from '../users.ts';

const input = z.object({
  ClientId: z.string(),
  Username: z.string().min(1),
  Password: z.string(),
  UserAttributes: attributeList,
});

export const signUp: Operation = async (context, raw) => {
  const { ClientId, Username, Password, UserAttributes } = input.parse(raw);
  const pool = poolByClient(context, ClientId);
  checkPasswordPolicy(pool.definition, Password);
  const user = addUser(pool, {
    login: Username,
    attributes: fromAttributeList(UserAttributes),
    status: 'UNCONFIRMED',
    now: context.clock.now(),
  });
  try {
    const answer = await runTrigger(context, pool, 'PreSignUp', {
      source: 'PreSignUp_SignUp',
      user,
      clientId: ClientId,
      request: { validationData: null },
      response: { autoConfirmUser: false, autoVerifyEmail: false, autoVerifyPhone: false },
    });
    if (answer?.['autoVerifyEmail'] === true) user.attributes['email_verified'] = 'true';
    if (answer?.['autoVerifyPhone'] === true) user.attributes['phone_number_verified'] = 'true';
    if (answer?.['autoConfirmUser'] === true) user.status = 'CONFIRMED';
  } catch (error) {
    delete pool.state.users[user.username];
    throw error;
  }
  setPassword(pool.definition, user, Password);
  pool.save();
  const confirmed = user.status === 'CONFIRMED';
  const reachable = user.attributes['email'] !== undefined || user.attributes['phone_number'] !== undefined;
  return {
    UserConfirmed: confirmed,
    UserSub: user.attributes['sub'],
    ...(confirmed || !reachable ? {} : { CodeDeliveryDetails: sendCode(context, pool, user, 'SIGN_UP') }),
  };
};
