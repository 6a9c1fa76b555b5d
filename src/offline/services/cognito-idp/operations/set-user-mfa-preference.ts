import * as z from 'zod';
import { userOfAccessToken } from '../access-token.ts';
import type { Operation } from '../context.ts';
import { mfaPreferences, toPreferences } from '../mfa-preferences.ts';
import { setPreference } from '../mfa.ts';

const input = mfaPreferences.extend({ AccessToken: z.string() });

export const setUserMfaPreference: Operation = async (context, raw) => {
  const given = input.parse(raw);
  const { pool, user } = await userOfAccessToken(context, given.AccessToken);
  setPreference(pool, user, toPreferences(given));
  return {};
};
