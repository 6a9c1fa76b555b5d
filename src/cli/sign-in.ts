import { openSession, type GraphqlSession } from './graphql-session.ts';
import { LOCAL_MARKETER, LOCAL_PASSWORD } from './local-users.ts';
import { readOutputs } from './read-outputs.ts';

/** Which backend a command talks to, by its `amplify_outputs.json`, and as whom: the local marketer unless said. */
export type SignInOptions = {
  readonly outputs: string;
  readonly email?: string;
  readonly password?: string;
};

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
    const reason = error instanceof Error ? error.message : String(error);
    return { ok: false, message: `Could not sign in: ${reason} Is the backend of ${outputs} running?` };
  }
}
