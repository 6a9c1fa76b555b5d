import { Amplify } from 'aws-amplify';
import { fetchAuthSession, signIn, signOut } from 'aws-amplify/auth';
import { parseAmplifyConfig } from 'aws-amplify/utils';
import { WebSocket } from 'ws';
import type { RunningBackend } from './backends-under-test.ts';

export const PASSWORD = 'Correct-Horse-7';

/** Points the unmodified `aws-amplify` client of this process at a sandbox. Node 20 has no WebSocket of its own. */
export function configureAmplify({ sandbox }: RunningBackend): void {
  Object.assign(globalThis, { WebSocket });
  const config = parseAmplifyConfig(sandbox.outputs);
  // Not part of the outputs file: the endpoints that the client would otherwise derive from the region.
  Object.assign(config.Auth?.Cognito ?? {}, { userPoolEndpoint: sandbox.url, identityPoolEndpoint: sandbox.url });
  Amplify.configure(config);
}

/** Creates a user in the given groups and signs in with an ordinary `signIn`. */
export async function signInAs({ sandbox }: RunningBackend, email: string, groups: readonly string[]): Promise<string> {
  await sandbox.createUser({ email, password: PASSWORD, groups }).catch((error: unknown) => {
    if (!(error instanceof Error && error.name === 'UsernameExistsException')) throw error;
  });
  await signOut().catch(() => undefined);
  const result = await signIn({ username: email, password: PASSWORD });
  if (!result.isSignedIn) throw new Error(`Sign-in stopped at ${result.nextStep.signInStep}.`);
  const session = await fetchAuthSession();
  const token = session.tokens?.accessToken.toString();
  if (token === undefined) throw new Error('Signed in without tokens.');
  return token;
}
