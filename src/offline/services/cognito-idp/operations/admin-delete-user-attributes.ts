import * as z from 'zod';
import { deleteAttributes } from '../delete-attributes.ts';
import { poolById, type Operation } from '../context.ts';
import { requireUser } from '../users.ts';

const input = z.object({ UserPoolId: z.string(), Username: z.string(), UserAttributeNames: z.array(z.string()) });

export const adminDeleteUserAttributes: Operation = async (context, raw) => {
  const { UserPoolId, Username, UserAttributeNames } = input.parse(raw);
  const pool = poolById(context, UserPoolId);
  deleteAttributes(pool, requireUser(pool, Username), UserAttributeNames, context.clock.now());
  return {};
};
