import { defineAuth } from '@aws-amplify/backend';
import { CUSTOMER_GROUP, USER_GROUPS } from './groups.ts';

/** Staff of the company sign in with e-mail; each belongs to one of four groups. Customers, if there are any, to a fifth. */
export const auth = defineAuth({ loginWith: { email: true }, groups: [...USER_GROUPS, CUSTOMER_GROUP] });
