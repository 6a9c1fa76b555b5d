import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createServerClient, type ServerClient } from '../../src/server/index.ts';
import { ROOT } from '../backends-under-test.ts';
import { post, startApiWorld, type ApiWorld, type SigningClient } from '../api-world.ts';

let world: ApiWorld;
let shop: ServerClient;

const connect = ({ clientId, keyId, material }: SigningClient): Promise<ServerClient> =>
  createServerClient({
    url: world.url,
    maxTries: 1,
    auth: { kind: 'TOKEN', clientId, keyId, key: { privateKey: material } },
  });

beforeAll(async () => {
  world = await startApiWorld();
  shop = await connect(world.shop);
  const customers = ['c1', 'c2', 'gone'].map((id) =>
    JSON.stringify({ id, endpoints: [{ id: `e-${id}`, channelType: 'GCM', address: `token-${id}` }] }),
  );
  const upserted = await world.asAdmin(
    'mutation ($customers: [AWSJSON!]!) { upsertCustomers(customers: $customers) { outcome } }',
    { customers },
  );
  expect(upserted.message).toBe('');
});
afterAll(() => world?.backend.stop());

async function estimate(definition: unknown): Promise<unknown> {
  const answer = await world.asAdmin(
    'query ($definition: AWSJSON!) { estimateSegment(definition: $definition, isExact: true) { matched } }',
    { definition: JSON.stringify(definition) },
  );
  expect(answer.message).toBe('');
  return answer.data?.['estimateSegment'];
}

const activeToday = { include: 'ALL', groups: [{ dimensions: [{ activeCustomer: { days: 1 } }] }] };

describe('events of a server', () => {
  it('count once, are answered one by one, and are seen by the next call', async () => {
    expect(await estimate(activeToday)).toEqual({ matched: 0 });
    const cart = { eventId: '1', customerId: 'c1', name: 'cart', occurredAt: new Date(), metrics: { amount: 39_000 } };
    const outcomes = await shop.recordEvents([
      cart,
      { ...cart, customerId: 'c2' },
      { ...cart, customerId: 'nobody' },
      { ...cart, eventId: '2', name: '_email.open' },
    ]);
    expect(outcomes).toMatchObject([
      { place: 0, outcome: 'ACCEPTED', timing: 'AS_SAID', isLate: false },
      { place: 1, outcome: 'ACCEPTED' },
      { place: 2, outcome: 'REJECTED', code: 'UNKNOWN_CUSTOMER' },
      { place: 3, outcome: 'REJECTED', code: 'RESERVED_NAME' },
    ]);
    expect(await estimate(activeToday)).toEqual({ matched: 2 });
    expect(await shop.recordEvents([cart, { ...cart, metrics: { amount: 1 } }])).toMatchObject([
      { outcome: 'DUPLICATE' },
      { outcome: 'REJECTED', code: 'EVENT_ID_REUSED' },
    ]);
    const { data } = await world.asAdmin('{ getCustomer(id: "c1") { activity } }');
    const { activity } = data?.['getCustomer'] as { activity: string };
    expect(JSON.parse(activity)).toMatchObject({ events: { cart: { days: [[expect.any(Number), 1]] } } });
  });

  it('of 20 calls at the same moment with 50 events are counted 50 times', async () => {
    const events = Array.from({ length: 50 }, (_, index) => ({
      eventId: `same-${index}`,
      customerId: 'c2',
      name: 'viewed',
      occurredAt: new Date(world.backend.sandbox.clock.now() - index),
    }));
    const patient = await createServerClient({
      url: world.url,
      auth: {
        kind: 'TOKEN',
        clientId: world.shop.clientId,
        keyId: world.shop.keyId,
        key: { privateKey: world.shop.material },
      },
    });
    const calls = await Promise.all(Array.from({ length: 20 }, () => patient.recordEvents(events)));
    expect(calls.flat().filter(({ outcome }) => outcome === 'ACCEPTED')).toHaveLength(50);
    expect(calls.flat().filter(({ outcome }) => outcome === 'DUPLICATE')).toHaveLength(950);
    const { data } = await world.asAdmin('{ getCustomer(id: "c2") { activity } }');
    const { activity } = data?.['getCustomer'] as { activity: string };
    const { events: counted } = JSON.parse(activity) as { events: Record<string, { days: [number, number][] }> };
    expect(counted['viewed']?.days.reduce((sum, [, count]) => sum + count, 0)).toBe(50);
  });

  it('are refused from a client that may only send', async () => {
    const sender = await connect(await world.addClient('only-sends', { operations: ['SEND_MESSAGES'] }, 'EdDSA'));
    const event = { eventId: '9', customerId: 'c1', name: 'cart', occurredAt: new Date() };
    await expect(sender.recordEvents([event])).rejects.toMatchObject({ code: 'OPERATION_NOT_ALLOWED' });
  });

  it('of somebody who was erased are forgotten with them, and taken no more', async () => {
    const event = { eventId: '1', customerId: 'gone', name: 'cart', occurredAt: new Date() };
    expect(await shop.recordEvents([event])).toMatchObject([{ outcome: 'ACCEPTED' }]);
    const erased = await world.asAdmin('mutation { eraseCustomer(customerId: "gone") { existed } }');
    expect(erased.data).toEqual({ eraseCustomer: { existed: true } });
    expect(await shop.recordEvents([event])).toMatchObject([{ outcome: 'REJECTED', code: 'UNKNOWN_CUSTOMER' }]);
    await world.asAdmin('mutation ($customers: [AWSJSON!]!) { upsertCustomers(customers: $customers) { outcome } }', {
      customers: [JSON.stringify({ id: 'gone' })],
    });
    expect(await shop.recordEvents([event])).toMatchObject([{ outcome: 'ACCEPTED' }]);
  });
});

describe('the catalogue of events', () => {
  it('is written and read as docs/events.md says, and flags or rejects what it does not know', async () => {
    const guide = readFileSync(join(ROOT, 'docs', 'events.md'), 'utf8');
    const examples = [...guide.matchAll(/```graphql\n([^]*?)```/g)].map(([, query = '']) => query);
    const answers = [];
    for (const query of examples) {
      const { data, message } = await world.asAdmin(query);
      expect(message).toBe('');
      answers.push(Object.values(data ?? {})[0]);
    }
    expect(answers).toMatchObject([
      { name: 'cart_added', revision: 1 },
      { items: [{ name: 'cart_added', owner: '앱 팀', attributes: [{ name: 'category' }, { name: 'brand' }] }] },
      { mode: 'OFF', revision: 0 },
      { mode: 'WARN', revision: 1 },
    ]);
    const [define = '', , , mode = ''] = examples;
    expect((await world.asAdmin(define)).errorType).toBe('CONFLICT');
    expect((await world.asAdmin(mode)).errorType).toBe('CONFLICT');
    expect((await post(world.url, { query: mode }, { authorization: world.viewer })).errorType).toBe('Unauthorized');
    const said = (eventId: string, name: string) => ({ eventId, customerId: 'c1', name, occurredAt: new Date() });
    expect(await shop.recordEvents([said('k1', 'cart_added'), said('k2', 'cart_aded')])).toMatchObject([
      { outcome: 'ACCEPTED', flags: null },
      { outcome: 'ACCEPTED', flags: ['NOT_IN_CATALOGUE'] },
    ]);
    const refuse = 'mutation { saveEventCatalogue(mode: REFUSE, revision: 1) { revision } }';
    expect((await world.asAdmin(refuse)).message).toBe('');
    expect(await shop.recordEvents([said('k3', 'cart_added'), said('k4', 'cart_aded')])).toMatchObject([
      { outcome: 'ACCEPTED' },
      { outcome: 'REJECTED', code: 'NOT_IN_CATALOGUE' },
    ]);
  });
});
