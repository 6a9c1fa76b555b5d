import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { z } from 'zod';
import { openSession } from '../../src/cli/graphql-session.ts';
import { createLocalUsers } from '../../src/cli/create-local-users.ts';
import { OUR_BACKEND, ROOT, startBackend, type RunningBackend } from '../backends-under-test.ts';

const run = promisify(execFile);
const EXAMPLES = join(ROOT, 'examples', 'server');
const TSX = join(ROOT, 'node_modules', '.bin', 'tsx');

let backend: RunningBackend;
let folder: string;
let env: NodeJS.ProcessEnv;

beforeAll(async () => {
  backend = await startBackend(OUR_BACKEND);
  await createLocalUsers(backend.sandbox);
  folder = await mkdtemp(join(tmpdir(), 'example-client-'));
  const outputs = join(folder, 'outputs.json');
  await writeFile(outputs, JSON.stringify(backend.sandbox.outputs));
  env = { ...process.env, BONGHWA_OUTPUTS: outputs, BONGHWA_CLIENT_FOLDER: join(folder, 'client') };
  // Twice: whoever has lost the keys registers again.
  await run(TSX, [join(EXAMPLES, 'register.ts')], { env, cwd: ROOT });
  await run(TSX, [join(EXAMPLES, 'register.ts')], { env, cwd: ROOT });
});
afterAll(async () => {
  await backend.stop();
  await rm(folder, { recursive: true, force: true });
});

describe('the examples for servers', () => {
  it.each([
    ['Node', TSX, 'send.ts'],
    ['curl and openssl', 'bash', 'send.sh'],
    ['Python', 'python3', 'send.py'],
  ])('send with %s as documented', async (_name, command, file) => {
    const address = `token-of-${file}`;
    const { stdout } = await run(command, [join(EXAMPLES, file), address], { env, cwd: ROOT });
    expect(stdout).toMatch(/"jobId": ?"api-/);
    await vi.waitFor(
      () => expect(backend.sandbox.outbox.list({ filter: { address }, limit: 5 }).messages).toHaveLength(1),
      20_000,
    );
  });

  it('record an event of a customer, and say so when there is none of the id', async () => {
    const session = await openSession(backend.sandbox.outputs, 'admin@example.com', 'Bonghwa-1234');
    const customers = [JSON.stringify({ id: 'example-customer' })];
    const UPSERT = 'mutation ($customers: [AWSJSON!]!) { upsertCustomers(customers: $customers) { outcome } }';
    await session.call(UPSERT, { customers }, z.unknown());
    await session.close();
    const record = async (customer: string): Promise<string> =>
      (await run(TSX, [join(EXAMPLES, 'events.ts'), customer], { env, cwd: ROOT })).stdout;
    expect(await record('example-customer')).toMatch(/"outcome":"ACCEPTED"/);
    expect(await record('nobody')).toMatch(/"outcome":"REJECTED","timing":null,.*"code":"UNKNOWN_CUSTOMER"/);
  });
});
