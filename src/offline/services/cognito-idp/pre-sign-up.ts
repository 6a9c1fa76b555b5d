import type { CognitoContext } from './context.ts';
import type { User } from './pool-state.ts';
import type { Pool } from './pool-store.ts';
import { runTrigger } from './triggers.ts';

/** Lets the pool's PreSignUp function refuse a new user, confirm them or their addresses. */
export async function preSignUp(
  context: CognitoContext,
  pool: Pool,
  user: User,
  event: {
    readonly source: 'PreSignUp_SignUp' | 'PreSignUp_AdminCreateUser';
    readonly clientId: string;
    readonly clientMetadata: Readonly<Record<string, string>> | null | undefined;
    readonly validationData: readonly { readonly Name: string; readonly Value: string }[] | null | undefined;
  },
): Promise<void> {
  const given = event.validationData?.map(({ Name, Value }) => [Name, Value]);
  const answer = await runTrigger(context, pool, 'PreSignUp', {
    ...event,
    user,
    request: { validationData: given === undefined ? null : Object.fromEntries(given) },
    response: { autoConfirmUser: false, autoVerifyEmail: false, autoVerifyPhone: false },
  });
  if (answer?.['autoVerifyEmail'] === true) user.attributes['email_verified'] = 'true';
  if (answer?.['autoVerifyPhone'] === true) user.attributes['phone_number_verified'] = 'true';
  // Administrators' users have a temporary password to change first.
  if (answer?.['autoConfirmUser'] === true && event.source === 'PreSignUp_SignUp') user.status = 'CONFIRMED';
}
