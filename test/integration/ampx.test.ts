import { spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { ROOT } from '../backends-under-test.ts';

/** A machine on which nobody has signed in to AWS: no profile, no keys, no role, and perhaps no network. */
async function onStrangeMachine(
  ...words: string[]
): Promise<{ readonly code: number | null; readonly output: string }> {
  const home = await mkdtemp(join(tmpdir(), 'home-'));
  const ours = Object.entries(process.env).filter(([name]) => !/^(AWS_|AMPLIFY_|CI$|VITEST|NODE_OPTIONS)/.test(name));
  const env = { ...Object.fromEntries(ours), HOME: home, AWS_EC2_METADATA_DISABLED: 'true' };
  const child = spawn('npm', ['run', 'sandbox', '--', ...words], { cwd: ROOT, env, stdio: ['ignore', 'pipe', 'pipe'] });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (text: Buffer) => (output += text.toString()));
  const code = await new Promise<number | null>((resolve) => child.once('close', resolve));
  await rm(home, { recursive: true, force: true });
  return { code, output };
}

it('U3 npm run sandbox says that AWS credentials are missing, on this Node', { timeout: 120_000 }, async () => {
  const { code, output } = await onStrangeMachine('--once', '--identifier', 'nobody');
  expect(output).toContain('[InvalidCredentialError] Failed to load default AWS credentials');
  expect(output).toContain('ampx configure profile');
  expect(code).toBe(1);
});
