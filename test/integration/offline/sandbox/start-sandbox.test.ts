import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
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

  it.each<[string, string, (state: string) => void, RegExp]>([
    [
      'the clock',
      'STATE_DAMAGED',
      (state) => writeFileSync(join(state, 'clock.json'), '{"off'),
      /clock\.json is damaged/,
    ],
    [
      'who may sign in',
      'STATE_DAMAGED',
      (state) => {
        const file = join(state, 'cognito-idp', readdirSync(join(state, 'cognito-idp'))[0] ?? '');
        writeFileSync(file, readFileSync(file, 'utf8').replace('kim@example.com', 'lee@example.com'));
      },
      /its checksum is that of other contents, so that the users, groups and sessions of the user pool .* cannot be read/,
    ],
    [
      'CURRENT',
      'STATE_DAMAGED',
      (state) => writeFileSync(join(state, 'dynamodb', 'CURRENT'), 'garbage'),
      /CURRENT does not name a manifest/,
    ],
    [
      'who has which identity',
      'STATE_DAMAGED',
      (state) => {
        mkdirSync(join(state, 'cognito-identity'), { recursive: true });
        writeFileSync(join(state, 'cognito-identity', 'identities.json'), '[]');
      },
      /identities\.json is damaged/,
    ],
    [
      'messages of queues',
      'STATE_DAMAGED',
      (state) => {
        mkdirSync(join(state, 'sqs'), { recursive: true });
        writeFileSync(join(state, 'sqs', 'sqs.ndjson'), '{"op":"add"}\n');
      },
      /sqs\.ndjson is damaged: 1 of its 1 lines/,
    ],
  ])('S34 says that %s is damaged and what helps, and starts fresh', async (_name, code, damage, words) => {
    const first = await start({ fresh: true });
    await first.createUser({ email: 'kim@example.com', password: 'Beacon-fire-1' });
    first.clock.advance(1000);
    await first.stop();
    damage(join(dataFolder, 'state'));
    for (let attempt = 0; attempt < 2; attempt += 1) {
      const outcome = await startSandbox(options());
      expect(outcome).toMatchObject({ ok: false, error: { code } });
      if (outcome.ok) continue;
      expect(outcome.error.message).toMatch(words);
      expect(outcome.error.message).toContain('--fresh');
      expect(outcome.error.message).not.toContain('\n');
    }
    await (await start({ fresh: true })).stop();
  });

  it('S34 says that the data folder is a file, or lies in one', async () => {
    const file = join(dataFolder, 'file.txt');
    writeFileSync(file, 'mine');
    for (const path of [file, join(file, 'data')])
      expect(await startSandbox(options({ dataFolder: path }))).toMatchObject({
        ok: false,
        error: {
          code: 'DATA_FOLDER_UNUSABLE',
          message: expect.stringContaining('it is a file, or lies in one') as unknown,
        },
      });
    expect(readFileSync(file, 'utf8')).toBe('mine');
  });

  it('names a backend that does not exist', async () => {
    expect(await startSandbox(options({ backendFile: '/nowhere/backend.ts' }))).toMatchObject({
      ok: false,
      error: { code: 'BACKEND_NOT_FOUND' },
    });
  });
});
