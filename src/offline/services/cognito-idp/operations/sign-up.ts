import * as z from 'zod';
import { checkWritable, requireAttributes } from '../attributes.ts';
import { sendCode } from '../codes.ts';
import { clientMetadata, poolByClient, type Operation } from '../context.ts';
import { attributeList, fromAttributeList } from '../describe-user.ts';
import { CognitoError } from '../errors.ts';
import { checkPasswordPolicy, setPassword } from '../passwords.ts';
import { preSignUp } from '../pre-sign-up.ts';
import { runTrigger } from '../triggers.ts';
import { addUser } from '../users.ts';

const input = z.object({
  ClientId: z.string(),
  Username: z.string().min(1),
  Password: z.string(),
  UserAttributes: attributeList,
  ValidationData: attributeList,
  ClientMetadata: clientMetadata,
});

export const signUp: Operation = async (context, raw) => {
  const { ClientId, Username, Password, UserAttributes, ValidationData, ClientMetadata } = input.parse(raw);
  const pool = poolByClient(context, ClientId);
  if (pool.definition.isClosed === true)
    throw new CognitoError('NotAuthorizedException', 'SignUp is not permitted for this user pool');
  checkPasswordPolicy(pool.definition, Password);
  const attributes = fromAttributeList(UserAttributes);
  checkWritable(pool.definition, ClientId, attributes);
  const user = addUser(pool, { login: Username, attributes, status: 'UNCONFIRMED', now: context.clock.now() });
  try {
    requireAttributes(pool.definition, user.attributes);
    await preSignUp(context, pool, user, {
      source: 'PreSignUp_SignUp',
      clientId: ClientId,
      clientMetadata: ClientMetadata,
      validationData: ValidationData,
    });
  } catch (error) {
    delete pool.state.users[user.username];
    throw error;
  }
  setPassword(pool.definition, user, Password);
  pool.save();
  const confirmed = user.status === 'CONFIRMED';
  if (confirmed) {
    await runTrigger(context, pool, 'PostConfirmation', {
      source: 'PostConfirmation_ConfirmSignUp',
      user,
      clientId: ClientId,
      clientMetadata: ClientMetadata,
    });
  }
  const reachable = user.attributes['email'] !== undefined || user.attributes['phone_number'] !== undefined;
  const order = {
    kind: 'SIGN_UP',
    message: 'SignUp',
    clientId: ClientId,
    clientMetadata: ClientMetadata ?? undefined,
  } as const;
  return {
    UserConfirmed: confirmed,
    UserSub: user.attributes['sub'],
    ...(confirmed || !reachable ? {} : { CodeDeliveryDetails: await sendCode(context, pool, user, order) }),
  };
};
