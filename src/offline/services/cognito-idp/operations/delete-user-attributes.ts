import * as z from 'zod';
import { userOfAccessToken } from '../access-token.ts';
import { deleteAttributes } from '../delete-attributes.ts';
import type { Operation } from '../context.ts';

const input = z.object({ AccessToken: z.string(), UserAttributeNames: z.array(z.string()) });

export const deleteUserAttributes: Operation = async (context, raw) => {
  const { AccessToken, UserAttributeNames } = input.parse(raw);
  const { pool, user } = await userOfAccessToken(context, AccessToken);
  deleteAttributes(pool, user, UserAttributeNames, context.clock.now());
  return {};
};
