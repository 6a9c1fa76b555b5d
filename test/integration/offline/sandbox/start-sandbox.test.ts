import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startSandbox, type Sandbox, type StartSandboxOptions } from '../../../../src/offline/index.ts';
import { ASSEMBLY_CACHE, LIBRARY_APP } from '../../../backends-under-test.ts';

let dataFolder: string;
beforeAll(() => {
  dataFolder = mkdtempSync(join(tmpdir(), 'sandbox-'));
});
afterAll(() => rmSync(dataFolder, { recursive: true, force: true }));

const options = (overrides: Partial<StartSandboxOptions> = {}): StartSandboxOptions => ({
  ...LIBRARY_APP,
  cacheFolder: ASSEMBLY_CACHE,
  dataFolder,
  port: 0,
  ...overrides,
});

async function start(overrides: Partial<StartSandboxOptions> = {}): Promise<Sandbox> {
  const started = await startSandbox(options(overrides));
  if (!started.ok) throw new Error(started.error.message);
  return started.sandbox;
}

const table = (sandbox: Sandbox): string => sandbox.app.tables[0]?.name ?? '';

describe('the sandbox', () => {
  it('answers GraphQL, tells who may not call, and keeps its users over a restart', async () => {
    const first = await start();
    const user = await first.createUser({ email: 'kim@example.com', password: 'Beacon-fire-1', groups: [] });
    const response = await fetch(first.graphqlUrl, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ query: '{ __typename }' }),
    });
    expect(response.status).toBe(401);
    expect(first.outputs).toMatchObject({ data: { url: `HTTP://localhost:${new URL(first.url).port}/graphql` } });
    const firstTable = table(first);
    await first.stop();

    const second = await start();
    expect(table(second)).toBe(firstTable);
    expect(await second.createUser({ email: 'kim@example.com', password: 'Beacon-fire-1' })).toEqual(user);
    await second.stop();
  });

  it('is one per data folder', async () => {
    const sandbox = await start();
    expect(await startSandbox(options())).toMatchObject({ ok: false, error: { code: 'DATA_FOLDER_IN_USE' } });
    await sandbox.stop();
    await (await start()).stop();
  });

  it('says in one line that the port is in use, and leaves the data folder free', async () => {
    const server = createServer();
    await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
    const address = server.address();
    const port = typeof address === 'object' && address !== null ? address.port : 0;
    expect(await startSandbox(options({ port }))).toEqual({
      ok: false,
      error: {
        code: 'PORT_IN_USE',
        message: `Port ${port} is in use. Stop what uses it, or choose another with --port.`,
      },
    });
    await new Promise((done) => server.close(done));
    await (await start()).stop();
  });

  it('counts the resolver templates there are', async () => {
    const sandbox = await start();
    const { executed, total, missing } = sandbox.coverage();
    expect(executed).toBe(0);
    expect(total).toBeGreaterThan(10);
    expect(missing.length).toBe(total);
    await sandbox.stop();
  });

  it('stops twice without harm', async () => {
    const sandbox = await start();
    await Promise.all([sandbox.stop(), sandbox.stop()]);
    await sandbox.stop();
  });

  it('names a backend that does not exist', async () => {
    expect(await startSandbox(options({ backendFile: '/nowhere/backend.ts' }))).toMatchObject({
      ok: false,
      error: { code: 'BACKEND_NOT_FOUND' },
    });
  });
});
