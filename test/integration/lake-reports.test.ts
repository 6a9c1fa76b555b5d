import { readFile } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { koreanDay } from '../../src/domain/schedule/index.ts';
import { createServerClient, type ServerClient } from '../../src/server/index.ts';

import { signInAs } from '../amplify-client.ts';
import { post, startApiWorld, type ApiWorld } from '../api-world.ts';

let world: ApiWorld;
let shop: ServerClient;
let analyst: string;
let today: string;

const HOUR = 3_600_000;

beforeAll(async () => {
  world = await startApiWorld();
  const { clientId, keyId, material } = world.shop;
  const auth = { kind: 'TOKEN', clientId, keyId, key: { privateKey: material } } as const;
  shop = await createServerClient({ url: world.url, auth });
  analyst = await signInAs(world.backend, 'analyst@example.org', ['analyst']);
  const customers = ['c1', 'c2', 'c3'].map((id) =>
    JSON.stringify({ id, endpoints: [{ id: `e-${id}`, channelType: 'GCM', address: `token-${id}` }] }),
  );
  const mutation = 'mutation ($customers: [AWSJSON!]!) { upsertCustomers(customers: $customers) { outcome } }';
  expect((await world.asAdmin(mutation, { customers })).message).toBe('');
  const now = world.backend.sandbox.clock.now();
  today = koreanDay(now);
  const told: [string, string, string, Record<string, string>, number][] = [
    ['1', 'c1', 'product_viewed', {}, 0],
    ['2', 'c1', 'cart_added', {}, 0],
    ['3', 'c1', 'order_paid', { coupon: 'A' }, 1_500_000_000],
    ['1', 'c2', 'product_viewed', {}, 0],
    ['2', 'c2', 'order_paid', {}, 1_200_000_000],
    ['1', 'c3', 'constructor', {}, 0],
  ];
  const events = told.map(([eventId, customerId, name, attributes, amountKrw], index) => ({
    eventId,
    customerId,
    name,
    occurredAt: new Date(now - (10 - index)),
    attributes,
    ...(amountKrw === 0 ? {} : { metrics: { amountKrw } }),
  }));
  const outcomes = await shop.recordEvents(events);
  expect(outcomes.map(({ outcome }) => outcome)).toEqual(events.map(() => 'ACCEPTED'));
  expect((await shop.recordEvents(events)).map(({ outcome }) => outcome)).toEqual(events.map(() => 'DUPLICATE'));
});
afterAll(() => world?.backend.stop());

type Answered = { readonly state: string; readonly queryId: string; readonly rows: Record<string, unknown>[] };

/** Asks until the lake holds all six events: they travel there after the call that recorded them. */
async function ask(query: string, variables: Record<string, unknown> = {}): Promise<Record<string, unknown>> {
  const answer = await post(
    world.url,
    { query, variables: query.includes('$from') ? { from: today, to: today, ...variables } : variables },
    { authorization: analyst },
  );
  expect(answer.message).toBe('');
  const value = Object.values(answer.data ?? {})[0];
  return value as Record<string, unknown>;
}

const COUNT =
  'query ($from: String!, $to: String!) { eventReport(from: $from, to: $to) { state queryId asOf scannedBytes costKrw rows { day name events people } } }';

describe('events recorded through GraphQL', () => {
  it('are in the reports, each once, with what asking cost', async () => {
    const count = (answer: Record<string, unknown>): unknown => (answer as unknown as Answered).rows[0]?.['events'];
    const until = Date.now() + 60_000;
    let counted = await ask(COUNT);
    while (count(counted) !== 6 && Date.now() < until) {
      await new Promise((resolve) => setTimeout(resolve, 300));
      counted = await ask(COUNT);
    }
    expect(counted['state']).toBe('DONE');
    expect(counted['rows']).toEqual(
      expect.arrayContaining([
        { day: null, name: null, events: 6, people: 3 },
        { day: today, name: 'order_paid', events: 2, people: 2 },
        { day: today, name: 'constructor', events: 1, people: 1 },
      ]),
    );
    expect(counted['scannedBytes']).toBeGreaterThan(0);
    expect(counted['costKrw']).toBeGreaterThan(0);

    const activity = await ask(
      'query ($from: String!, $to: String!) { activityReport(from: $from, to: $to) { state asOf rows { grain period active newCustomers returningCustomers dormant isUnfinished } } }',
    );
    expect(activity['rows']).toEqual(
      expect.arrayContaining([
        {
          grain: 'DAY',
          period: today,
          active: 3,
          newCustomers: 3,
          returningCustomers: 0,
          dormant: 0,
          isUnfinished: true,
        },
      ]),
    );
    expect(Date.parse(String(activity['asOf']))).toBeLessThanOrEqual(world.backend.sandbox.clock.now() + HOUR);
  });

  it('are in funnels, and their values and sums are exact', async () => {
    const funnel = await ask(
      'query ($from: String!, $to: String!, $steps: [String!]!) { funnelReport(from: $from, to: $to, steps: $steps, withinHours: 24) { rows { step name customers ofFirst } } }',
      { steps: ['product_viewed', 'cart_added', 'order_paid'] },
    );
    expect(funnel['rows']).toMatchObject([{ customers: 2 }, { customers: 1, ofFirst: 0.5 }, { customers: 1 }]);
    const values = await ask(
      'query ($from: String!, $to: String!) { eventReport(from: $from, to: $to, name: "order_paid", attribute: "coupon") { values { kind value events } } }',
    );
    expect(values['values']).toEqual(
      expect.arrayContaining([
        { kind: 'VALUE', value: 'A', events: 1 },
        { kind: 'NONE', value: '', events: 1 },
      ]),
    );
    const sums = await ask(
      'query ($from: String!, $to: String!) { eventReport(from: $from, to: $to, name: "order_paid", metric: "amountKrw") { sums { day events total } } }',
    );
    expect(sums['sums']).toEqual([
      { day: today, events: 2, total: 2_700_000_000 },
      { day: null, events: 2, total: 2_700_000_000 },
    ]);
  });

  it.each([
    ['retentionReport', '', 'cohort week size people share isUnfinished'],
    ['reachReport', '', 'day channel reachable adConsent'],
    ['costReport', '', 'day channel campaignId messages costKrw unpriced'],
    [
      'returnedReport',
      ', campaignId: "none", withinDays: 7',
      'arm members returned rate { estimate low high } lift { estimate }',
    ],
    ['bestHourReport', '', 'hour people sent opened openRate { estimate }'],
    ['activityPeople', ', kind: ACTIVE', 'customerId customerKey firstDay lastDay days'],
  ])('%s is answered over the same files', async (name, words, fields) => {
    const answered = await ask(
      `query ($from: String!, $to: String!) { ${name}(from: $from, to: $to${words}) { state rows { ${fields} } } }`,
    );
    expect(answered['state']).toBe('DONE');
    const people = { retentionReport: 1, bestHourReport: 24, activityPeople: 3, costReport: 1 }[name] ?? 0;
    expect(answered['rows']).toHaveLength(people);
    if (name === 'activityPeople') {
      const ids = (answered as unknown as Answered).rows.map((row) => String(row['customerId']));
      expect(ids.toSorted()).toEqual(['c1', 'c2', 'c3']);
    }
  });

  it('E14: are what an analyst may SELECT, and nothing else is run', async () => {
    const query = 'query ($sql: String!) { runReport(sql: $sql) { state columns { name type } rows cursor } }';
    const sql = `select name, count(distinct customer_key) as people from events where arrival_day >= '${today}' group by name order by name`;
    const ran = await ask(query, { sql });
    expect(ran['rows']).toEqual(
      [
        ['cart_added', '1'],
        ['constructor', '1'],
        ['order_paid', '2'],
        ['product_viewed', '2'],
      ].map((row) => JSON.stringify(row)),
    );
    for (const run of ["SELECT ';' AS a", 'SELECT 1;'])
      expect((await ask(query, { sql: run }))['rows']).toHaveLength(1);
    for (const refused of [
      "SELECT * FROM read_text('/etc/hostname')",
      "SELECT * FROM '../secret.parquet'",
      "SELECT getenv('HOME')",
      '/* x */ DELETE FROM events',
      'WITH a AS (SELECT 1) DELETE FROM events',
      'SELECT 1; SELECT 2',
    ]) {
      const answer = await post(world.url, { query, variables: { sql: refused } }, { authorization: analyst });
      expect(answer.errorType).toBe('SQL_REFUSED');
    }
    const viewer = await post(world.url, { query, variables: { sql: 'SELECT 1' } }, { authorization: world.viewer });
    expect(viewer.errorType).toBe('Unauthorized');
  });
});

describe('the dashboard', () => {
  it('is not there unless it was chosen, and the query says that the reports show the same numbers', async () => {
    const query = 'query { dashboardEmbedUrl { url } }';
    const answer = await post(world.url, { query }, { authorization: analyst });
    expect(answer.errorType).toBe('DASHBOARD_NOT_SET_UP');
    expect(answer.message).toContain('The built-in reports show the same numbers: activityReport');
    expect(world.backend.sandbox.outputs).not.toHaveProperty('custom');
  });
});

describe('docs/reports.md', () => {
  const blocks = async (language: string): Promise<string[]> => {
    const text = await readFile('docs/reports.md', 'utf8');
    return [...text.matchAll(new RegExp('```' + language + '\\n([\\s\\S]*?)```', 'g'))].map(([, block = '']) => block);
  };

  it('holds queries that are answered', async () => {
    const queries = await blocks('graphql');
    expect(queries).toHaveLength(12);
    for (const query of queries) await ask(query, query.includes('$sql') ? { sql: 'select 1 as one' } : {});
  });

  it('holds SQL that runs', async () => {
    const statements = await blocks('sql');
    expect(statements).toHaveLength(2);
    for (const sql of statements) {
      const ran = await ask('query ($sql: String!) { runReport(sql: $sql) { state rows } }', { sql });
      expect(ran['state']).toBe('DONE');
    }
  });
});

describe('customers whom a channel reaches', () => {
  it('are counted over everybody, once a day, within the hour', { timeout: 120_000 }, async () => {
    const query = `query ($from: String!, $to: String!) {
      reachReport(from: $from, to: $to) { rows { day channel customers reachable adConsent } }
    }`;
    const counted = async (): Promise<unknown> => {
      const days = { from: today, to: koreanDay(world.backend.sandbox.clock.now()) };
      return (await ask(query, days))['rows'];
    };
    world.backend.sandbox.clock.advance(HOUR);
    // What was signed in before has expired.
    analyst = await signInAs(world.backend, 'later@example.org', ['analyst']);
    await expect.poll(counted, { timeout: 60_000, interval: 500 }).toMatchObject([
      { channel: 'CUSTOM', customers: 3, reachable: 0 },
      { channel: 'EMAIL', customers: 3, reachable: 0 },
      { channel: 'PUSH', customers: 3, reachable: 3, adConsent: 0 },
      { channel: 'SMS', customers: 3, reachable: 0 },
    ]);
  });
});
