import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { signInAs } from '../amplify-client.ts';
import { post, startApiWorld, type Answer, type ApiWorld } from '../api-world.ts';

let world: ApiWorld;
let marketer: string;
let campaignId: string;

const ADDRESS = 'token-of-minji';
const DEFINITION = JSON.stringify({
  include: 'ALL',
  groups: [
    {
      type: 'ALL',
      sourceType: 'ANY',
      sourceSegmentIds: [],
      dimensions: [{ userAttributes: { City: { type: 'INCLUSIVE', values: ['서울'] } } }],
    },
  ],
});

const ask = (authorization: string, query: string, variables: Record<string, unknown> = {}): Promise<Answer> =>
  post(world.url, { query, variables }, { authorization });

async function must(authorization: string, query: string, variables: Record<string, unknown> = {}): Promise<unknown> {
  const { data, message } = await ask(authorization, query, variables);
  expect(message, query).toBe('');
  return Object.values(data ?? {})[0];
}

interface Entry {
  readonly actor: string;
  readonly action: string;
  readonly outcome: string;
  readonly sourceIp: string | null;
  readonly subject: string | null;
  readonly changes: readonly { readonly field: string; readonly from: string | null; readonly to: string | null }[];
}

/** Every entry of today about one action. */
async function entriesOf(action: string): Promise<readonly Entry[]> {
  const day = new Date(world.backend.sandbox.clock.now()).toISOString().slice(0, 10);
  const query = `query ($day: String!) {
    listAuditEntries(day: $day, limit: 500) {
      entries { actor action outcome sourceIp subject changes { field from to } }
    }
  }`;
  const page = (await must(world.admin, query, { day })) as { entries: Entry[] };
  expect(JSON.stringify(page)).not.toContain(ADDRESS);
  return page.entries.filter((entry) => entry.action === action);
}

const idOf = (token: string): string => {
  const claims = JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString()) as { sub: string };
  return claims.sub;
};

beforeAll(async () => {
  world = await startApiWorld();
  marketer = await signInAs(world.backend, 'marketer@example.org', ['marketer']);
  const customer = (id: string) =>
    JSON.stringify({
      id,
      attributes: { City: ['서울'] },
      endpoints: [{ id: `e-${id}`, channelType: 'GCM', address: `${ADDRESS}-${id}` }],
    });
  await must(marketer, 'mutation ($customers: [AWSJSON!]!) { upsertCustomers(customers: $customers) { outcome } }', {
    customers: [customer('m-1'), customer('m-2')],
  });
  const segment = (await must(
    marketer,
    'mutation ($definition: AWSJSON) { saveSegment(name: "서울", definition: $definition) { id } }',
    { definition: DEFINITION },
  )) as { id: string };
  const campaign = (await must(
    marketer,
    `mutation ($segmentId: ID!, $templateId: ID!) {
      saveCampaign(name: "c", segmentId: $segmentId, messageClass: TRANSACTIONAL, steps: [{ channel: PUSH, templateId: $templateId }]) { id }
    }`,
    { segmentId: segment.id, templateId: world.templateId },
  )) as { id: string };
  campaignId = campaign.id;
});
afterAll(() => world?.backend.stop());

const CONTROL = ['launchJob', 'pauseJob', 'resumeJob', 'cancelJob', 'retryFailed'];
const EXPORT = 'query ($id: ID!) { exportCustomer(customerId: $id) { customerId customer } }';
const ERASE = 'mutation ($id: ID!) { eraseCustomer(customerId: $id) { existed } }';
const SETTINGS =
  'mutation ($isStopped: Boolean, $reason: String) { saveDeliverySettings(isStopped: $isStopped, reason: $reason) { isStopped } }';
const PRICES = `mutation ($micros: Float!) {
  savePrices(prices: [{ item: "email", currency: "USD", per: 1000, freeUnits: 0, micros: $micros, validFrom: "2026-11-01T00:00:00Z", source: "contract" }]) { prices { item } }
}`;

describe('the audit log', () => {
  it('has who was handed a person, before and after; a viewer is handed nobody', async () => {
    expect((await ask(world.viewer, EXPORT, { id: 'm-1' })).errorType).toBe('Unauthorized');
    expect(await entriesOf('exportCustomer')).toEqual([]);
    expect(await must(marketer, EXPORT, { id: 'm-1' })).toMatchObject({ customerId: 'm-1' });
    expect((await ask(world.admin, EXPORT, { id: 'nobody' })).errorType).toBe('NOT_FOUND');
    const by = { actor: idOf(marketer), subject: 'm-1', sourceIp: '127.0.0.1', changes: [] };
    expect(await entriesOf('exportCustomer')).toEqual([
      { action: 'exportCustomer', ...by, outcome: 'BEGUN' },
      { action: 'exportCustomer', ...by, outcome: 'OK' },
      expect.objectContaining({ actor: idOf(world.admin), subject: 'nobody', outcome: 'BEGUN' }),
      expect.objectContaining({ actor: idOf(world.admin), subject: 'nobody', outcome: 'NOT_FOUND' }),
    ]);
  });

  it('has who erased a person, which is for administrators', async () => {
    expect((await ask(marketer, ERASE, { id: 'm-2' })).errorType).toBe('Unauthorized');
    expect(await must(world.admin, ERASE, { id: 'm-2' })).toEqual({ existed: true });
    expect((await entriesOf('eraseCustomer')).map(({ actor, subject, outcome }) => [actor, subject, outcome])).toEqual([
      [idOf(world.admin), 'm-2', 'BEGUN'],
      [idOf(world.admin), 'm-2', 'OK'],
    ]);
  });

  it('has every command on a job, whether it was carried out or refused', async () => {
    const planned = (await must(marketer, 'mutation ($id: ID!) { planCampaign(campaignId: $id) { id } }', {
      id: campaignId,
    })) as { id: string };
    const control = (token: string, command: string) =>
      ask(token, `mutation ($id: ID!) { ${command}(jobId: $id) { phase } }`, { id: planned.id });
    const resolve = (token: string) =>
      ask(token, 'mutation ($id: ID!) { resolveInDoubt(jobId: $id, policy: RESEND) { phase } }', { id: planned.id });
    for (const command of CONTROL) expect((await control(world.viewer, command)).errorType).toBe('Unauthorized');
    expect((await resolve(world.viewer)).errorType).toBe('Unauthorized');
    expect((await control(marketer, 'cancelJob')).data).toEqual({ cancelJob: { phase: 'CANCELLED' } });
    for (const command of CONTROL) if (command !== 'cancelJob') await control(marketer, command);
    await resolve(marketer);
    const by = { actor: idOf(marketer), subject: planned.id, sourceIp: '127.0.0.1' };
    expect(await entriesOf('cancelJob')).toEqual([
      { action: 'cancelJob', ...by, outcome: 'OK', changes: [{ field: 'phase', from: null, to: 'CANCELLED' }] },
    ]);
    for (const action of [...CONTROL, 'resolveInDoubt']) {
      if (action === 'cancelJob') continue;
      expect(await entriesOf(action)).toEqual([{ action, ...by, outcome: 'JOB_PHASE', changes: [] }]);
    }
  });

  it('has the kill switch and the prices, as they were and as they are', async () => {
    expect((await ask(marketer, SETTINGS, { isStopped: true, reason: '점검' })).errorType).toBe('Unauthorized');
    expect((await ask(marketer, PRICES, { micros: 1 })).errorType).toBe('Unauthorized');
    await must(world.admin, SETTINGS, { isStopped: true, reason: '점검' });
    await must(world.admin, SETTINGS, { isStopped: false });
    const switched = await entriesOf('saveDeliverySettings');
    expect(switched.map(({ outcome }) => outcome)).toEqual(['OK', 'OK']);
    expect(switched[0]?.changes).toContainEqual({ field: 'isStopped', from: 'false', to: 'true' });
    expect(switched[1]?.changes).toEqual([{ field: 'isStopped', from: 'true', to: 'false' }]);
    await must(world.admin, PRICES, { micros: 100_000 });
    await must(world.admin, PRICES, { micros: 90_000 });
    expect((await entriesOf('savePrices'))[1]?.changes).toEqual([
      {
        field: 'email from 2026-11-01T00:00:00.000Z',
        from: '100000 micros of USD for 1000, 0 a month (UTC) free (contract)',
        to: '90000 micros of USD for 1000, 0 a month (UTC) free (contract)',
      },
    ]);
  });
});
