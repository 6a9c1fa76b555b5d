import * as z from 'zod';
import { poolById, type Operation } from '../context.ts';
import { mfaPreferences, toPreferences } from '../mfa-preferences.ts';
import { setPreference } from '../mfa.ts';
import { requireUser } from '../users.ts';

const input = mfaPreferences.extend({ UserPoolId: z.string(), Username: z.string() });

export const adminSetUserMfaPreference: Operation = async (context, raw) => {
  const given = input.parse(raw);
  const pool = poolById(context, given.UserPoolId);
  setPreference(pool, requireUser(pool, given.Username), toPreferences(given));
  return {};
};
