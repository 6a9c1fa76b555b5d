import * as z from 'zod';
import { poolById, type Operation } from '../context.ts';
import { requireUser } from '../users.ts';

const input = z.object({ UserPoolId: z.string(), Username: z.string() });

const setEnabled =
  (enabled: boolean): Operation =>
  async (context, raw) => {
    const { UserPoolId, Username } = input.parse(raw);
    const pool = poolById(context, UserPoolId);
    const user = requireUser(pool, Username);
    user.enabled = enabled;
    user.modifiedAt = context.clock.now();
    pool.save();
    return {};
  };

/** A disabled user signs in no more, and refreshes nothing; tokens that were issued are good for AppSync until they end. */
export const adminDisableUser = setEnabled(false);
export const adminEnableUser = setEnabled(true);
