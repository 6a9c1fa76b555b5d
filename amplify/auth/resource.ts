import { defineAuth } from '@aws-amplify/backend';
import { USER_GROUPS } from './groups.ts';

/** Staff of the company sign in with e-mail; each belongs to one of four groups. */
export const auth = defineAuth({ loginWith: { email: true }, groups: [...USER_GROUPS] });
