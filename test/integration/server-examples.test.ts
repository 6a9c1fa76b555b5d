import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import * as z from 'zod';
import { openSession } from '../../src/cli/graphql-session.ts';
import { createLocalUsers } from '../../src/cli/create-local-users.ts';
import { runCommand } from '../running-command.ts';
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

const HISTORY = `query {
  eventReport(from: "2026-09-01", to: "2026-09-02") { state rows { day name events people } }
}`;
const history = z.object({
  rows: z.array(z.object({ day: z.string().nullable(), name: z.string().nullable(), events: z.number() })).nullable(),
});

/** As Firehose stores Pinpoint's event stream: one object behind the other, without line ends. */
const STREAM = [
  streamed('_session.start', '2026-09-01T09:00:00+09:00', 'e-1', 'history-1'),
  // Streams tell some of it twice.
  streamed('_session.start', '2026-09-01T09:00:00+09:00', 'e-1', 'history-1'),
  streamed('order.paid', '2026-09-02T12:00:00+09:00', 'e-1', 'history-1'),
  streamed('_session.start', '2026-09-02T13:00:00+09:00', 'e-2'),
  streamed('_email.delivered', '2026-09-02T13:00:01+09:00', 'e-2'),
  streamed('_session.start', '2026-09-02T13:00:00+09:00', 'e-nobody'),
  // As many as are told by several calls at the same time.
  ...Array.from({ length: 400 }, () => streamed('_session.start', '2026-09-01T09:00:00+09:00', 'e-1', 'history-1')),
].join('');

function streamed(type: string, at: string, endpointId: string, userId?: string): string {
  const endpoint = JSON.stringify({ ChannelType: 'GCM', User: userId === undefined ? {} : { UserId: userId } });
  return JSON.stringify({
    event_type: type,
    event_timestamp: Date.parse(at),
    arrival_timestamp: Date.parse(at) + 90,
    event_version: '3.1',
    application: { app_id: 'app', sdk: {}, version_code: '4.2' },
    client: { client_id: endpointId },
    session: { session_id: `${endpointId}-1`, start_timestamp: Date.parse(at) },
    attributes: { store: '강남' },
    metrics: {},
    client_context: { custom: { endpoint } },
    awsAccountId: '123456789012',
  });
}

describe('bonghwa import-events', () => {
  /** The command of docs/events.md, with a file and a key of this test. */
  const importFile = async (file: string, ...words: string[]) => {
    const guide = await readFile(join(ROOT, 'docs', 'events.md'), 'utf8');
    const [, documented = ''] = /^npx bonghwa (import-events .*)$/m.exec(guide) ?? [];
    const replaced = documented
      .replace('pinpoint-events/', file)
      .replace('.bonghwa/example-client', join(folder, 'client'));
    const outputs = ['--outputs', join(folder, 'outputs.json')];
    const command = runCommand([...replaced.split(' '), ...outputs, ...words], folder);
    return { code: await command.exited, output: command.output() };
  };

  it(
    "brings what Pinpoint's event stream has kept into the reports, once, also by a clock that was moved",
    { timeout: 240_000 },
    async () => {
      const session = await openSession(backend.sandbox.outputs, 'admin@example.com', 'Bonghwa-1234');
      const customers = ['history-1', 'endpoint:e-2'].map((id) => JSON.stringify({ id }));
      const UPSERT = 'mutation ($customers: [AWSJSON!]!) { upsertCustomers(customers: $customers) { outcome } }';
      await session.call(UPSERT, { customers }, z.unknown());
      await session.close();
      const file = join(folder, 'pinpoint-2026-09.gz');
      await writeFile(file, gzipSync(STREAM));

      const first = await importFile(file);
      expect(first.code, first.output).toBe(0);
      expect(first.output).toContain('406 events: 3 accepted, 401 known before, 2 rejected.');
      expect(first.output).toContain('3 are older than a week');
      expect(first.output).toMatch(/line 5: RESERVED_NAME: .*_email\.delivered/);
      expect(first.output).toMatch(/line 6: UNKNOWN_CUSTOMER: /);
      const rejected = await readFile(`${file}.rejected.csv`, 'utf8');
      expect(rejected.split('\n').map((row) => row.split(',')[0])).toEqual(['\ufeffline', '5', '6', '']);

      // Whoever signs by the machine's clock learns what time the sandbox has.
      backend.sandbox.clock.advance(40 * 3_600_000);
      const again = await importFile(file, '--json');
      expect(again.code, again.output).toBe(0);
      expect(again.output).toContain('"accepted":0,"duplicates":404,"late":0,"rejected":2');

      const later = await openSession(backend.sandbox.outputs, 'admin@example.com', 'Bonghwa-1234');
      await expect
        .poll(async () => (await later.call(HISTORY, {}, history)).rows, { timeout: 60_000, interval: 500 })
        .toEqual(
          expect.arrayContaining([
            { day: null, name: null, events: 3 },
            { day: '2026-09-01', name: 'session_started', events: 1 },
            { day: '2026-09-02', name: 'order.paid', events: 1 },
            { day: '2026-09-02', name: 'session_started', events: 1 },
          ]),
        );
      await later.close();
    },
  );

  it('says which key, file or row is wrong, and what to do', async () => {
    const events = join(folder, 'events.ndjson');
    const good = { eventId: '1', customerId: 'nobody', name: 'cart', occurredAt: '2026-09-01T00:00:00Z' };
    await writeFile(events, `${JSON.stringify(good)}\n{"eventId": 1}\nno json\n`);
    const refused = await importFile(events);
    expect(refused.code).toBe(2);
    expect(refused.output).toMatch(/line 1: UNKNOWN_CUSTOMER/);
    expect(refused.output).toMatch(/line 2: INVALID_FIELD: eventId must be a text/);
    expect(refused.output).toMatch(/line 3: INVALID_JSON/);
    expect((await importFile(join(folder, 'none.json'))).output).toContain('cannot be read');
    await writeFile(join(folder, 'table.csv'), 'a,b\n1,2\n');
    expect((await importFile(join(folder, 'table.csv'))).output).toContain('is no file of JSON');
    const wrongKey = await importFile(events, '--key-file', join(folder, 'table.csv'));
    expect(wrongKey).toMatchObject({ code: 1 });
    expect(wrongKey.output).toContain('Unauthorized');
    expect(wrongKey.output).not.toContain('a,b');
  });
});
