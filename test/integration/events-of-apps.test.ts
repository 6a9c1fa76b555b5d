import { fetchAuthSession, signIn, signOut } from 'aws-amplify/auth';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createServerClient, type ServerClient } from '../../src/server/index.ts';
import { PASSWORD } from '../amplify-client.ts';
import { post, SEND, startApiWorld, type Answer, type ApiWorld, type SigningClient } from '../api-world.ts';

const RECORD = `mutation Record($events: [AWSJSON!]!) {
  recordEvents(events: $events) { place eventId outcome timing isLate code }
}`;

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
  await upsert('c1', 'c2', 'busy', 'many');
}, 240_000);
afterAll(() => world?.backend.stop());

async function upsert(...ids: string[]): Promise<void> {
  const customers = ids.map((id) => JSON.stringify({ id }));
  const query = 'mutation ($customers: [AWSJSON!]!) { upsertCustomers(customers: $customers) { outcome } }';
  expect((await world.asAdmin(query, { customers })).message).toBe('');
}

const now = (): number => world.backend.sandbox.clock.now();
const event = (change: Record<string, unknown> = {}) => ({
  eventId: '1',
  name: 'cart_added',
  occurredAt: now(),
  ...change,
});

const recordBy = (authorization: string, events: readonly unknown[]): Promise<Answer> =>
  post(
    world.url,
    { query: RECORD, variables: { events: events.map((one) => JSON.stringify(one)) } },
    { authorization },
  );
const outcomesOf = ({ data, message }: Answer) => {
  expect(message).toBe('');
  return data?.['recordEvents'];
};
const tokenOf = async (customerId: string, by = shop): Promise<string> =>
  `BonghwaApp ${(await by.issueAppToken({ customerId })).token}`;

describe('an app with a token of its customer', () => {
  it('records what that customer did, unnamed or by their own name', async () => {
    const token = await tokenOf('c1');
    const events = [event(), event({ eventId: '2', customerId: 'c1' }), event()];
    expect(outcomesOf(await recordBy(token, events))).toMatchObject([
      { outcome: 'ACCEPTED', timing: 'AS_SAID', isLate: false },
      { outcome: 'ACCEPTED' },
      { outcome: 'DUPLICATE' },
    ]);
  });

  it('E11 is refused what somebody else did, and keeps the others of the call', async () => {
    const events = [event({ eventId: 'a', customerId: 'c1' }), event({ eventId: 'b', customerId: 'c2' })];
    expect(outcomesOf(await recordBy(await tokenOf('c2'), events))).toMatchObject([
      { eventId: 'a', outcome: 'REJECTED', code: 'CUSTOMER_MISMATCH' },
      { eventId: 'b', outcome: 'ACCEPTED' },
    ]);
  });

  it('E1 counts the same id of two customers twice, and E12 refuses the names of the system', async () => {
    const names = ['_email.open', '_session.start', 'Opened', 'constructor', '__proto__'];
    const events = names.map((name, index) => event({ eventId: `e12-${index}`, name }));
    for (const id of ['c1', 'c2']) {
      expect(outcomesOf(await recordBy(await tokenOf(id), events))).toMatchObject([
        { code: 'RESERVED_NAME' },
        { code: 'RESERVED_NAME' },
        { code: 'RESERVED_NAME' },
        { outcome: 'ACCEPTED' },
        { outcome: 'ACCEPTED' },
      ]);
    }
  });

  it('may ask for nothing else that servers may', async () => {
    const headers = { authorization: await tokenOf('c1') };
    const recipients = [{ address: '+821012345678', channelType: 'SMS' }];
    const others = [
      { query: SEND, variables: { key: 'app-key-12345', recipients, content: { channel: 'SMS', body: 'x' } } },
      { query: 'mutation { issueAppToken(customerId: "c2") { token } }' },
      { query: 'query { apiJob(jobId: "j") { jobId } }' },
      { query: 'mutation { cancelSend(jobId: "j") { jobId } }' },
      { query: 'query { getCustomer(id: "c1") { id } }' },
      { query: 'query { listCustomers { items { id } } }' },
      { query: '{ __schema { types { name } } }' },
    ];
    for (const other of others) {
      const { data, errorType, message } = await post(world.url, other, headers);
      expect(`${errorType} ${message}`).toMatch(/Unauthorized/);
      expect(Object.values(data ?? {}).filter((one) => one !== null)).toEqual([]);
    }
  });

  it('has a token for as long as the key that asked for it, and its server may', async () => {
    for (const wrong of [{ customerId: 'c1', minutes: 61 }, { customerId: 'c1', minutes: 0 }, { customerId: ' ' }]) {
      await expect(shop.issueAppToken(wrong)).rejects.toMatchObject({ code: 'INVALID_INPUT' });
    }
    const phones = await world.addClient('phones');
    const token = await tokenOf('c1', await connect(phones));
    const events = () => [event({ eventId: `keys-${now()}-${Math.floor(performance.now())}` })];
    expect((await recordBy(token, events())).errorType).toBeUndefined();
    const change = await world.addClient('phones', { operations: ['RECORD_EVENTS'] });
    expect((await recordBy(token, events())).errorType).toBe('OPERATION_NOT_ALLOWED');
    await expect(tokenOf('c1', await connect(change))).rejects.toMatchObject({ code: 'OPERATION_NOT_ALLOWED' });
    const { keyId, clientId } = phones;
    const remove =
      'mutation ($clientId: ID!, $keyId: ID!) { removeApiKey(clientId: $clientId, keyId: $keyId) { clientId } }';
    expect((await world.asAdmin(remove, { clientId, keyId })).message).toBe('');
    expect((await recordBy(token, events())).errorType).toBe('APP_TOKEN_REVOKED');
  });

  it('is held up when it records more than a person can do, while others go on', async () => {
    const token = await tokenOf('busy');
    const batch = (call: number) => Array.from({ length: 100 }, (_, index) => event({ eventId: `${call}-${index}` }));
    const answers: Answer[] = [];
    for (let call = 0; call < 13; call += 1) answers.push(await recordBy(token, batch(call)));
    const refused = answers.filter(({ errorType }) => errorType === 'OVER_QUOTA');
    // The minute of the clock may have ended once in between.
    expect(refused.length).toBeGreaterThan(0);
    expect((await recordBy(await tokenOf('c1'), [event({ eventId: 'others' })])).errorType).toBeUndefined();
  });
});

describe('a customer who is signed in by the user pool', () => {
  it('records their own events alone, as the sub of their token, and reads nothing', async () => {
    const email = 'customer@example.org';
    await world.backend.sandbox.createUser({ email, password: PASSWORD, groups: ['customer'] });
    await signOut();
    await signIn({ username: email, password: PASSWORD });
    const { tokens, userSub = '' } = await fetchAuthSession();
    const authorization = String(tokens?.accessToken);
    expect(outcomesOf(await recordBy(authorization, [event()]))).toMatchObject([{ code: 'UNKNOWN_CUSTOMER' }]);
    await upsert(userSub);
    const events = [event(), event({ eventId: '2', customerId: 'c1' }), event({ eventId: '3', customerId: userSub })];
    expect(outcomesOf(await recordBy(authorization, events))).toMatchObject([
      { outcome: 'ACCEPTED' },
      { outcome: 'REJECTED', code: 'CUSTOMER_MISMATCH' },
      { outcome: 'ACCEPTED' },
    ]);
    for (const query of [
      `query { getCustomer(id: "${userSub}") { id } }`,
      'query { listSegments { items { id } } }',
      'query { estimateSegment(definition: "{}") { matched } }',
      'query { apiJob(jobId: "j") { jobId } }',
      'mutation { issueAppToken(customerId: "c1") { token } }',
    ]) {
      const { data, errorType } = await post(world.url, { query }, { authorization });
      expect(errorType).toBe('Unauthorized');
      expect(Object.values(data ?? {}).filter((one) => one !== null)).toEqual([]);
    }
  });

  it('is not every user: staff records no events', async () => {
    expect((await recordBy(world.admin, [event()])).errorType).toBe('Unauthorized');
  });

  it('may send 100 events in a call, and none of 101', async () => {
    const token = await tokenOf('many');
    const of = (count: number) => Array.from({ length: count }, (_, index) => event({ eventId: `many-${index}` }));
    expect((await recordBy(token, of(101))).errorType).toBe('INVALID_INPUT');
    expect(outcomesOf(await recordBy(token, of(100)))).toHaveLength(100);
  });
});

describe('an app token', () => {
  // The last one: the clock moves, and servers sign by that of this machine.
  it('is told when its token has ended, and nothing when it never had one', async () => {
    const token = `BonghwaApp ${(await shop.issueAppToken({ customerId: 'c1', minutes: 1 })).token}`;
    expect((await recordBy(token, [event({ eventId: 'in-time' })])).errorType).toBeUndefined();
    world.backend.sandbox.clock.advance(61_000);
    expect((await recordBy(token, [event({ eventId: 'late' })])).errorType).toBe('APP_TOKEN_EXPIRED');
    for (const wrong of [`BonghwaApp ${'x'.repeat(43)}`, 'BonghwaApp ', 'BonghwaApp', token.replace('App', '')]) {
      expect((await recordBy(wrong, [event()])).status).toBe(401);
    }
  });
});
