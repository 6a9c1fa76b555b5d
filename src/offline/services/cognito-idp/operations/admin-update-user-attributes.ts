import * as z from 'zod';
import { checkAttributes } from '../attributes.ts';
import { poolById, type Operation } from '../context.ts';
import { attributeList, fromAttributeList } from '../describe-user.ts';
import { CognitoError } from '../errors.ts';
import { findUser, requireUser } from '../users.ts';

const input = z.object({ UserPoolId: z.string(), Username: z.string(), UserAttributes: attributeList });

/** An administrator's word counts at once; a new address is confirmed only when they say so. */
export const adminUpdateUserAttributes: Operation = async (context, raw) => {
  const { UserPoolId, Username, UserAttributes } = input.parse(raw);
  const pool = poolById(context, UserPoolId);
  const user = requireUser(pool, Username);
  const given = fromAttributeList(UserAttributes);
  checkAttributes(pool.definition, given, false);
  for (const name of ['email', 'phone_number']) {
    const address = given[name];
    if (address === undefined || address === user.attributes[name]) continue;
    const holder = pool.definition.usernameAttributes.includes(name) ? findUser(pool, address) : undefined;
    if (holder !== undefined && holder !== user)
      throw new CognitoError('AliasExistsException', `An account with the ${name} already exists.`);
    given[`${name}_verified`] ??= 'false';
  }
  Object.assign(user.attributes, given);
  // An empty value removes an attribute.
  for (const [name, value] of Object.entries(given)) if (value === '') delete user.attributes[name];
  user.modifiedAt = context.clock.now();
  pool.save();
  return {};
};
