import * as z from 'zod';
import { CognitoError } from './errors.ts';
import type { MfaPreference } from './mfa.ts';

const settings = z.object({ Enabled: z.boolean().nullish(), PreferredMfa: z.boolean().nullish() }).nullish();

/** Which second factors are to be on, and which is preferred. */
export const mfaPreferences = z.object({
  SMSMfaSettings: settings,
  SoftwareTokenMfaSettings: settings,
  EmailMfaSettings: settings,
});

/** What is absent stays as it is. */
export function toPreferences(given: z.infer<typeof mfaPreferences>): MfaPreference[] {
  if (given.EmailMfaSettings?.Enabled === true)
    throw new CognitoError('NotSupportedOffline', 'Codes by e-mail as a second factor are not supported offline.', 501);
  const all = [
    ['SMS_MFA', given.SMSMfaSettings],
    ['SOFTWARE_TOKEN_MFA', given.SoftwareTokenMfaSettings],
  ] as const;
  return all.flatMap(([method, setting]) =>
    setting == null
      ? []
      : [{ method, isEnabled: setting.Enabled ?? false, isPreferred: setting.PreferredMfa ?? false }],
  );
}
