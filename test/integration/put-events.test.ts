import { PinpointClient, PutEventsCommand, type EventsBatch } from '@aws-sdk/client-pinpoint';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { koreanDay } from '../../src/domain/schedule/index.ts';
import { startApiWorld, type ApiWorld } from '../api-world.ts';

let world: ApiWorld;

beforeAll(async () => {
  world = await startApiWorld();
  const customers = ['c1', 'c2'].map((id) =>
    JSON.stringify({ id, endpoints: [{ id: `device-of-${id}`, channelType: 'GCM', address: `token-${id}` }] }),
  );
  const upsert = 'mutation ($customers: [AWSJSON!]!) { upsertCustomers(customers: $customers) { outcome } }';
  expect((await world.asAdmin(upsert, { customers })).message).toBe('');
}, 240_000);
afterAll(() => world?.backend.stop());

/** The unmodified client of Pinpoint, its endpoint changed, signing as a role for the service that answers there. */
function clientOf(roleName = world.roleName, change: { readonly signingName?: string } = { signingName: 'lambda' }) {
  const { sandbox } = world.backend;
  const url = sandbox.app.functionUrls.find(({ authType }) => authType === 'AWS_IAM')?.url ?? '';
  const credentials = sandbox.issueCredentials(roleName);
  if (credentials === undefined) throw new Error(`There is no role ${roleName}.`);
  return new PinpointClient({ region: sandbox.app.region, endpoint: url, credentials, maxAttempts: 1, ...change });
}

const put = (BatchItem: Record<string, EventsBatch>, client = clientOf()) =>
  client.send(new PutEventsCommand({ ApplicationId: 'any', EventsRequest: { BatchItem } }));
const Timestamp = (): string => new Date(world.backend.sandbox.clock.now()).toISOString();

async function activityOf(id: string): Promise<Record<string, unknown>> {
  const { data } = await world.asAdmin('query ($id: ID!) { getCustomer(id: $id) { activity } }', { id });
  const { activity } = data?.['getCustomer'] as { activity: string };
  return JSON.parse(activity) as Record<string, unknown>;
}

describe('an app that still speaks Pinpoint’s PutEvents', () => {
  it('has its events counted for the customers whose its endpoints are, one by one, once', async () => {
    const session = { Id: 's-1', StartTimestamp: Timestamp(), Duration: 42_000 };
    const batch = {
      'device-of-c1': {
        Endpoint: { Demographic: { Platform: 'iOS' } },
        Events: {
          'event-1': { EventType: '_session.start', Timestamp: Timestamp(), Session: session, AppVersionCode: '7' },
          'event-2': { EventType: '_session.stop', Timestamp: Timestamp(), Session: session },
          'event-3': {
            EventType: 'cart',
            Timestamp: Timestamp(),
            Attributes: { category: '식품' },
            Metrics: { amount: 39_000 },
          },
          'event-4': { EventType: '_email.open', Timestamp: Timestamp() },
          'event-5': { EventType: 'cart', Timestamp: 'yesterday' },
        },
      },
      'device-of-c2': { Endpoint: {}, Events: { 'event-1': { EventType: 'cart', Timestamp: Timestamp() } } },
      'device-of-nobody': { Endpoint: {}, Events: { 'event-1': { EventType: 'cart', Timestamp: Timestamp() } } },
    };
    for (let time = 0; time < 2; time += 1) {
      const { EventsResponse } = await put(batch);
      const items = EventsResponse?.Results ?? {};
      const statuses = Object.entries(items).map(([endpoint, { EventsItemResponse = {} }]) => [
        endpoint,
        Object.fromEntries(Object.entries(EventsItemResponse).map(([id, { StatusCode }]) => [id, StatusCode])),
      ]);
      expect(Object.fromEntries(statuses)).toEqual({
        'device-of-c1': { 'event-1': 202, 'event-2': 202, 'event-3': 202, 'event-4': 400, 'event-5': 400 },
        'device-of-c2': { 'event-1': 202 },
        'device-of-nobody': { 'event-1': 400 },
      });
      expect(items['device-of-c1']?.EventsItemResponse?.['event-4']?.Message).toMatch(/^RESERVED_NAME/);
      expect(items['device-of-nobody']?.EventsItemResponse?.['event-1']?.Message).toMatch(/^UNKNOWN_CUSTOMER/);
    }
    const once = { days: [[expect.any(Number), 1]] };
    expect((await activityOf('c1'))['events']).toMatchObject({
      session_started: { ...once, attributes: { appVersion: { 7: once.days } } },
      session_ended: once,
      cart: { ...once, attributes: { category: { 식품: once.days } } },
    });
    expect((await activityOf('c2'))['events']).toEqual({ cart: once });
  });

  it('has them in the reports, each once, as an app said them', async () => {
    const ask = async (query: string): Promise<unknown> => {
      const { data, message } = await world.asAdmin(query);
      expect(message).toBe('');
      return Object.values(data ?? {})[0];
    };
    const today = koreanDay(world.backend.sandbox.clock.now());
    const report = `query { eventReport(from: "${today}", to: "${today}") { state rows { day name events people } } }`;
    const counted = (name: string | null, events: number, people: number) => ({ day: null, name, events, people });
    expect(await ask(report)).toMatchObject({
      state: 'DONE',
      rows: expect.arrayContaining([
        counted(null, 4, 2),
        counted('cart', 2, 2),
        counted('session_started', 1, 1),
        counted('session_ended', 1, 1),
      ]) as unknown[],
    });
    const sources = 'query { runReport(sql: "select distinct source from events") { state rows } }';
    expect(await ask(sources)).toEqual({ state: 'DONE', rows: ['["APP"]'] });
  });

  it('is refused more than 100 events at once, in Pinpoint’s own words', async () => {
    const Events = Object.fromEntries(
      Array.from({ length: 101 }, (_, n) => [`many-${n}`, { EventType: 'x', Timestamp: Timestamp() }]),
    );
    await expect(put({ 'device-of-c1': { Endpoint: {}, Events } })).rejects.toMatchObject({
      name: 'BadRequestException',
      $metadata: { httpStatusCode: 400 },
    });
    expect((await put({})).EventsResponse?.Results).toEqual({});
  });

  it('is let in by Lambda only with the signature of a role that may, scoped to Lambda', async () => {
    const batch = { 'device-of-c1': { Endpoint: {}, Events: { no: { EventType: 'x', Timestamp: Timestamp() } } } };
    const forbidden = { $metadata: { httpStatusCode: 403 } };
    // As Pinpoint's client signs by itself: no AWS service takes such a signature at a function's URL.
    await expect(put(batch, clientOf(world.roleName, {}))).rejects.toMatchObject(forbidden);
    const another = world.backend.sandbox.app.roles.find(({ name }) => /sweep/i.test(name))?.name ?? '';
    await expect(put(batch, clientOf(another))).rejects.toMatchObject(forbidden);
    const url = world.backend.sandbox.app.functionUrls.find(({ authType }) => authType === 'AWS_IAM')?.url ?? '';
    const unsigned = await fetch(`${url}v1/apps/any/events`, {
      method: 'POST',
      body: JSON.stringify({ BatchItem: batch }),
    });
    expect(unsigned.status).toBe(403);
    expect(JSON.stringify(await activityOf('c1'))).not.toContain('"x"');
  });
});
