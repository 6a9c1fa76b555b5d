import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { signIn, signOut } from 'aws-amplify/auth';
import { WebSocket } from 'ws';
import { configureSandbox, type Outputs } from '../src/front-end/index.ts';
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
  configureSandbox(JSON.parse(await readFile(join(folder, 'amplify_outputs.json'), 'utf8')) as Outputs);
  await signOut().catch(() => undefined);
  const result = await signIn({ username: email, password: LOCAL_PASSWORD });
  if (!result.isSignedIn) throw new Error(`Sign-in stopped at ${result.nextStep.signInStep}.`);
}

/** Ends a command as Ctrl-C does. */
export async function interrupt(command: RunningCommand | undefined): Promise<void> {
  command?.child.kill('SIGINT');
  await command?.exited;
}
