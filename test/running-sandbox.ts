import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Amplify } from 'aws-amplify';
import { signIn, signOut } from 'aws-amplify/auth';
import { parseAmplifyConfig } from 'aws-amplify/utils';
import { WebSocket } from 'ws';
import { LOCAL_PASSWORD } from '../src/cli/local-users.ts';
import { ROOT } from './backends-under-test.ts';
import { runCommand, type RunningCommand } from './running-command.ts';

/** `bonghwa sandbox` on somebody's backend, its state and outputs in a folder. */
export function runSandboxCommand(backend: string, folder: string, ...words: readonly string[]): RunningCommand {
  const backendFile = join(ROOT, 'test', 'fixtures', backend, 'amplify', 'backend.ts');
  const outputs = ['--data', join(folder, 'data'), '--outputs', join(folder, 'amplify_outputs.json')];
  return runCommand(['sandbox', '--backend', backendFile, ...outputs, ...words], folder);
}

/** Points the unmodified `aws-amplify` client of this process at a sandbox that is ready, and signs in. */
export async function useSandbox(folder: string, email: string): Promise<void> {
  Object.assign(globalThis, { WebSocket });
  const outputs = JSON.parse(await readFile(join(folder, 'amplify_outputs.json'), 'utf8')) as {
    data: { url: string };
  };
  const config = parseAmplifyConfig(outputs);
  const { origin } = new URL(outputs.data.url);
  // Not part of the outputs file: the endpoints that the client would otherwise derive from the region.
  Object.assign(config.Auth?.Cognito ?? {}, { userPoolEndpoint: origin, identityPoolEndpoint: origin });
  // The client's own switch for a local S3, which it looks for on port 20005.
  Object.assign(config.Storage?.S3 ?? {}, { dangerouslyConnectToHttpEndpointForTesting: 'true' });
  Amplify.configure(config);
  await signOut().catch(() => undefined);
  const result = await signIn({ username: email, password: LOCAL_PASSWORD });
  if (!result.isSignedIn) throw new Error(`Sign-in stopped at ${result.nextStep.signInStep}.`);
}

/** Ends a command as Ctrl-C does. */
export async function interrupt(command: RunningCommand | undefined): Promise<void> {
  command?.child.kill('SIGINT');
  await command?.exited;
}
