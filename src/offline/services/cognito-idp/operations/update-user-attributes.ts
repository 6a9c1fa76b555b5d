import * as z from 'zod';
import { userOfAccessToken } from '../access-token.ts';
import { checkAttributes, checkWritable } from '../attributes.ts';
import { sendCode } from '../codes.ts';
import { clientMetadata, type Operation } from '../context.ts';
import { attributeList, fromAttributeList } from '../describe-user.ts';
import { CognitoError } from '../errors.ts';
import { findUser } from '../users.ts';

const input = z.object({ AccessToken: z.string(), UserAttributes: attributeList, ClientMetadata: clientMetadata });

const ADDRESSES = [
  { name: 'email', kind: 'VERIFY_EMAIL' },
  { name: 'phone_number', kind: 'VERIFY_PHONE' },
] as const;

export const updateUserAttributes: Operation = async (context, raw) => {
  const { AccessToken, UserAttributes, ClientMetadata } = input.parse(raw);
  const { pool, user, clientId } = await userOfAccessToken(context, AccessToken);
  const { definition } = pool;
  const given = fromAttributeList(UserAttributes);
  checkWritable(definition, clientId, given);
  checkAttributes(definition, given, false);
  const { email: _email, phone_number: _phone, ...others } = given;
  Object.assign(user.attributes, others);
  for (const [name, value] of Object.entries(others)) if (value === '') delete user.attributes[name];
  user.modifiedAt = context.clock.now();
  const codes: Record<string, unknown>[] = [];
  for (const { name, kind } of ADDRESSES) {
    const address = given[name];
    if (address === undefined || address === user.attributes[name]) continue;
    const holder = definition.usernameAttributes.includes(name) ? findUser(pool, address) : undefined;
    if (holder !== undefined && holder !== user)
      throw new CognitoError('AliasExistsException', `An account with the given ${name} already exists.`);
    const order = {
      kind,
      message: 'UpdateUserAttribute',
      clientId,
      clientMetadata: ClientMetadata ?? undefined,
    } as const;
    // AttributesRequireVerificationBeforeUpdate: the old address counts until the new one is confirmed.
    if (definition.verifiedBeforeUpdate?.includes(name) !== false)
      codes.push(await sendCode(context, pool, user, { ...order, pending: address }));
    else {
      user.attributes[name] = address;
      user.attributes[`${name}_verified`] = 'false';
      if (definition.autoVerified?.includes(name) === true) codes.push(await sendCode(context, pool, user, order));
    }
  }
  pool.save();
  return { CodeDeliveryDetailsList: codes };
};
