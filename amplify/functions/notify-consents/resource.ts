import { defineFunction } from '@aws-amplify/backend';
import { FIELD_SETTINGS } from '../edge/settings.ts';

/** By itself at ten in the morning in Korea, and when somebody asks: AppSync waits half a minute for it, the bell does not. */
export const notifyConsents = defineFunction({
  ...FIELD_SETTINGS,
  name: 'notify-consents',
  entry: './handler.ts',
  schedule: '0 1 * * ?',
  timeoutSeconds: 900,
});
