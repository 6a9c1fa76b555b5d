import { generateKeyPair, exportJWK, exportPKCS8 } from 'jose';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import * as z from 'zod';
import { openSession, type GraphqlSession } from '../../src/cli/graphql-session.ts';
import { LOCAL_ADMIN, LOCAL_PASSWORD } from '../../src/cli/local-users.ts';
import { createServerClient, type ServerClient } from '../../src/server/index.ts';
import { killHard, launchSandbox, untilReady, type SandboxProcess } from '../crash/sandbox-process.ts';
import type { RunningCommand } from '../running-command.ts';

/**
 * From a signed server to a query: recordEvents, the stream of the table, Firehose, Parquet, Athena, with the sandbox killed
 * in between and Firehose failing for a while.
 */
let folder: string;
let running: RunningCommand | undefined;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'lake-'));
});
afterAll(async () => {
  if (running !== undefined) await killHard(running);
  await rm(folder, { recursive: true, force: true });
});

function start(): Promise<SandboxProcess> {
  running = launchSandbox(folder, { port: 0 });
  return untilReady(running, folder);
}

const urlOf = (outputs: unknown): string =>
  z
    .object({ data: z.object({ url: z.string() }) })
    .parse(outputs)
    .data.url.replace(/^HTTP:/, 'http:');

const SAVE_CLIENT = `mutation { saveApiClient(clientId: "shop", name: "shop", isActive: true, cidrs: ["127.0.0.0/8"], operations: [RECORD_EVENTS], templateIds: [], messagesPerDay: 1000, recipientsPerMinute: 1000) { clientId } }`;
const ADD_KEY =
  'mutation ($publicKey: String) { addApiKey(clientId: "shop", keyId: "k1", algorithm: EdDSA, publicKey: $publicKey) { secret } }';
const UPSERT = 'mutation ($customers: [AWSJSON!]!) { upsertCustomers(customers: $customers) { outcome } }';
const ASK = 'query ($sql: String!, $queryId: ID) { runReport(sql: $sql, queryId: $queryId) { state queryId rows } }';

async function addShop(session: GraphqlSession): Promise<string> {
  const { privateKey, publicKey } = await generateKeyPair('EdDSA', { extractable: true });
  await session.call(SAVE_CLIENT, {}, z.unknown());
  await session.call(ADD_KEY, { publicKey: (await exportJWK(publicKey)).x }, z.unknown());
  const customers = Array.from({ length: 30 }, (_, n) =>
    JSON.stringify({ id: `c${n}`, endpoints: [{ id: `e${n}`, channelType: 'GCM', address: `token-${n}` }] }),
  );
  await session.call(UPSERT, { customers }, z.unknown());
  return exportPKCS8(privateKey);
}

const connect = (outputs: unknown, privateKey: string): Promise<ServerClient> =>
  createServerClient({
    url: urlOf(outputs),
    auth: { kind: 'TOKEN', clientId: 'shop', keyId: 'k1', key: { privateKey } },
  });

const cells = z.array(z.string().nullable());
/** Each row is JSON of its own. */
const row = z.string().transform((text) => cells.parse(JSON.parse(text)));
const answered = z.object({ state: z.string(), queryId: z.string(), rows: z.array(row) });

/** The rows of a query, as runReport answers them. */
async function ask(session: GraphqlSession, sql: string): Promise<(string | null)[][]> {
  let answer = await session.call(ASK, { sql }, answered);
  while (answer.state === 'RUNNING') {
    await sleep(200);
    answer = await session.call(ASK, { sql, queryId: answer.queryId }, answered);
  }
  expect(answer.state).toBe('DONE');
  return answer.rows;
}

const batch = (from: number, count: number) =>
  Array.from({ length: count }, (_, index) => ({
    eventId: `e${from + index}`,
    customerId: `c${(from + index) % 30}`,
    name: 'cart_added',
    occurredAt: new Date(),
    attributes: { orderId: `${from + index}`, Name: 'A', name: 'B' },
    metrics: { amount: 1_000 },
  }));

const TOTAL =
  "SELECT count(*) AS records, count(DISTINCT customer_key || ' ' || event_id) AS events, count(DISTINCT customer_key) AS people FROM events";

describe('events on their way into the lake', () => {
  it(
    'E9: are there, each once, after a kill -9 and a Firehose that failed for a while; an erased customer’s lead to nobody',
    { timeout: 900_000 },
    async () => {
      const first = await start();
      const before = await openSession(first.outputs, LOCAL_ADMIN, LOCAL_PASSWORD);
      const key = await addShop(before);
      const shop = await connect(first.outputs, key);
      const events = batch(0, 100);
      expect((await shop.recordEvents(events)).filter(({ outcome }) => outcome === 'ACCEPTED')).toHaveLength(100);
      await killHard(first.command);
      await before.close().catch(() => undefined);

      const second = await start();
      const after = await openSession(second.outputs, LOCAL_ADMIN, LOCAL_PASSWORD);
      const again = await connect(second.outputs, key);
      expect((await again.recordEvents(events)).filter(({ outcome }) => outcome === 'DUPLICATE')).toHaveLength(100);
      const total = async (): Promise<number[]> => (await ask(after, TOTAL)).flat().map(Number);
      await expect.poll(async () => (await total())[1], { timeout: 200_000, interval: 500 }).toBe(100);

      await second.loadFaultPlan({
        rules: [{ kind: 'call', channel: 'FIREHOSE', effect: { type: 'status', status: 503 } }],
      });
      expect((await again.recordEvents(batch(100, 60))).every(({ outcome }) => outcome === 'ACCEPTED')).toBe(true);
      expect((await total())[1]).toBe(100);
      await second.loadFaultPlan({ rules: [] });
      await expect.poll(async () => (await total())[1], { timeout: 200_000, interval: 500 }).toBe(160);
      const [, , people] = await total();
      expect(people).toBe(30);

      const named = await ask(
        after,
        "SELECT element_at(attributes, 'orderId') AS o, element_at(attributes, 'Name') AS a, element_at(attributes, 'name') AS b FROM events WHERE event_id = 'e7' LIMIT 1",
      );
      expect(named).toEqual([['7', 'A', 'B']]);
      expect(JSON.stringify(await ask(after, 'SELECT * FROM events LIMIT 50'))).not.toMatch(/"c\d+"/);

      // Who is erased and comes again is another person in the lake.
      await after.call('mutation { eraseCustomer(customerId: "c0") { existed } }', {}, z.unknown());
      await after.call(UPSERT, { customers: [JSON.stringify({ id: 'c0' })] }, z.unknown());
      const anew = { eventId: 'new', customerId: 'c0', name: 'came_again', occurredAt: new Date() };
      expect(await again.recordEvents([anew])).toMatchObject([{ outcome: 'ACCEPTED' }]);
      await expect.poll(async () => (await total())[1], { timeout: 200_000, interval: 500 }).toBe(161);
      expect((await total())[2]).toBe(31);
      await after.close();
    },
  );
});
