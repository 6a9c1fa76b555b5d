import { openSession, RefusedError, type GraphqlSession } from './graphql-session.ts';
import { LOCAL_MARKETER, LOCAL_PASSWORD } from './local-users.ts';
import { readOutputs } from './read-outputs.ts';

/** Which backend a command talks to, by its `amplify_outputs.json`, and as whom: the local marketer unless said. */
export type SignInOptions = {
  readonly outputs: string;
  readonly email?: string;
  readonly password?: string;
};

/** What Cognito answers somebody who is not who they say, in words for whoever runs a command. */
const REFUSALS: Readonly<Record<string, string>> = {
  NotAuthorizedException: 'the e-mail address or the password is wrong. Give them with --email and --password.',
  UserNotFoundException: 'there is no such user. Give one with --email and --password.',
  UserNotConfirmedException: 'the user is not confirmed yet.',
  PasswordResetRequiredException: 'the password has to be reset first.',
  TooManyRequestsException: 'there were too many tries. Wait a minute.',
};

function describe(error: unknown, outputs: string): string {
  const reason = error instanceof Error ? error.message : String(error);
  if (error instanceof RefusedError) return reason;
  const known = error instanceof Error && Object.hasOwn(REFUSALS, error.name) ? REFUSALS[error.name] : undefined;
  return known ?? `${reason} Is the backend of ${outputs} running?`;
}

/** Signs a command in to a running backend, or says what to do. */
export async function signIn({
  outputs,
  email = LOCAL_MARKETER,
  password = LOCAL_PASSWORD,
}: SignInOptions): Promise<
  { readonly ok: true; readonly session: GraphqlSession } | { readonly ok: false; readonly message: string }
> {
  const read = await readOutputs(outputs);
  if (!read.ok) return read;
  try {
    return { ok: true, session: await openSession(read.value, email, password) };
  } catch (error) {
    return { ok: false, message: `Could not sign in as ${email}: ${describe(error, outputs)}` };
  }
}
