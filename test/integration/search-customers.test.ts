import { signOut } from 'aws-amplify/auth';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { prepareJob, type PreparedJob } from '../prepare-job.ts';
import { signInAs } from '../amplify-client.ts';
import { post, startApiWorld, type Answer, type ApiWorld } from '../api-world.ts';

let world: ApiWorld;
let prepared: PreparedJob;
let marketer: string;

const ask = (authorization: string, query: string, variables: Record<string, unknown> = {}): Promise<Answer> =>
  post(world.url, { query, variables }, { authorization });

const SEARCH = `query ($text: String!, $limit: Int, $nextToken: String) {
  searchCustomers(text: $text, limit: $limit, nextToken: $nextToken) {
    items { id name foundBy endpoints { channel address isFound } } nextToken
  }
}`;

interface Found {
  readonly items: readonly {
    readonly id: string;
    readonly name: string | null;
    readonly foundBy: string;
    readonly endpoints: readonly { readonly channel: string; readonly address: string; readonly isFound: boolean }[];
  }[];
  readonly nextToken: string | null;
}

async function search(text: string, more: Record<string, unknown> = {}, who = world.viewer): Promise<Found> {
  const { data, message } = await ask(who, SEARCH, { text, ...more });
  expect(message).toBe('');
  return (data as { searchCustomers: Found }).searchCustomers;
}

const found = async (text: string): Promise<(readonly [string, string])[]> =>
  (await search(text)).items.map(({ id, foundBy }) => [id, foundBy] as const);

async function upsert(...customers: readonly object[]): Promise<void> {
  const { message } = await ask(
    marketer,
    'mutation ($customers: [AWSJSON!]!) { upsertCustomers(customers: $customers) { outcome } }',
    { customers: customers.map((one) => JSON.stringify(one)) },
  );
  expect(message).toBe('');
}

const mailbox = (id: string, address: string) => ({ id, channelType: 'EMAIL', address });

beforeAll(async () => {
  // By day: at night nobody gets advertising.
  world = await startApiWorld({ startAt: Date.parse('2026-11-24T10:00:00+09:00') });
  marketer = await signInAs(world.backend, 'somebody@example.org', ['marketer']);
  await signOut();
  prepared = await prepareJob(world.backend, 20);
  await upsert(
    {
      id: 'c-1',
      attributes: { Name: ['김서연'] },
      endpoints: [mailbox('e-c1', 'Seoyeon@Example.com'), { id: 'p-c1', channelType: 'SMS', address: '010-1234-5678' }],
    },
    {
      id: 'c-2',
      attributes: { FamilyName: ['김'], GivenName: ['서준'] },
      endpoints: [mailbox('e-c2', 'family@example.com')],
    },
    { id: 'c-3', attributes: { Name: ['박민지'] }, endpoints: [mailbox('e-c3', 'family@example.com')] },
  );
}, 240_000);
afterAll(async () => {
  await prepared?.session.close();
  await world?.backend.stop();
});

describe('searchCustomers', () => {
  it('finds a customer by the id, by an address however it is written, and by the beginning of a name', async () => {
    expect(await found('c-1')).toEqual([['c-1', 'ID']]);
    expect(await found('+82 10-1234-5678')).toEqual([['c-1', 'ADDRESS']]);
    expect(await found(' seoyeon@EXAMPLE.com ')).toEqual([['c-1', 'ADDRESS']]);
    expect(await found('김서')).toEqual(
      [
        ['c-2', 'NAME'],
        ['c-1', 'NAME'],
      ].toSorted(([a], [b]) => (a === 'c-1' ? -1 : b === 'c-1' ? 1 : 0)),
    );
    expect((await found('family@example.com')).map(([id]) => id).sort()).toEqual(['c-2', 'c-3']);
    // Imported, by the device token.
    expect(await found('token-7')).toEqual([['m-7', 'ADDRESS']]);
  });

  it('masks addresses, and says which was looked for', async () => {
    const [one] = (await search('010 1234 5678')).items;
    expect(one?.endpoints).toEqual([
      { channel: 'EMAIL', address: 'Se***@example.com', isFound: false },
      { channel: 'SMS', address: '+8210****5678', isFound: true },
    ]);
  });

  it('pages through names, each once', async () => {
    const ids: string[] = [];
    let nextToken: string | null = null;
    do {
      const page: Found = await search('서연', { limit: 7, nextToken });
      ids.push(...page.items.map(({ id }) => id));
      ({ nextToken } = page);
    } while (nextToken !== null);
    expect(ids.length).toBe(20);
    expect(new Set(ids)).toEqual(new Set(Array.from({ length: 20 }, (_, n) => `m-${n}`)));
  });

  it('does not find whoever has the address or the name no more', async () => {
    await upsert({ id: 'c-4', attributes: { Name: ['최지우'] }, endpoints: [mailbox('e-c4', 'old@example.com')] });
    expect(await found('old@example.com')).toEqual([['c-4', 'ADDRESS']]);
    await upsert({ id: 'c-4', attributes: { Name: ['이지우'] }, endpoints: [mailbox('e-c4', 'new@example.com')] });
    expect(await found('old@example.com')).toEqual([]);
    expect(await found('new@example.com')).toEqual([['c-4', 'ADDRESS']]);
    expect(await found('최지')).toEqual([]);
    await world.asAdmin('mutation { eraseCustomer(customerId: "c-4") { existed } }');
    for (const text of ['c-4', 'new@example.com', '이지우']) expect(await found(text)).toEqual([]);
  });

  it('refuses what cannot be looked for, by name', async () => {
    for (const [text, more, message] of [
      ['', {}, 'text is missing'],
      ['김', {}, 'at least 2 letters'],
      ['김서', { limit: 101 }, 'limit must be a number from 1 to 100'],
      ['김서', { nextToken: 'nonsense' }, 'nextToken is not one that this query gave'],
      ['x'.repeat(501), {}, 'at most 500 characters'],
    ] as const) {
      const answer = await ask(world.viewer, SEARCH, { text, ...more });
      expect([answer.errorType, answer.message], text).toEqual(['INVALID_INPUT', expect.stringContaining(message)]);
    }
  });
});

const TIMELINE = `query ($customerId: ID!, $kind: TimelineKind!, $nextToken: String) {
  customerTimeline(customerId: $customerId, kind: $kind, nextToken: $nextToken) {
    items { at message { jobId campaignName wave channel status reason } event { name } consent { channel kind state source wording } }
    nextToken runsRead
  }
}`;

async function timeline(customerId: string, kind: string): Promise<Record<string, unknown>> {
  const { data, message } = await ask(world.viewer, TIMELINE, { customerId, kind });
  expect(message).toBe('');
  return (data as { customerTimeline: Record<string, unknown> }).customerTimeline;
}

describe('customerTimeline', () => {
  it('says what runs did about a customer, and nothing of those that did not concern them', async () => {
    const planned = await timeline('m-3', 'MESSAGES');
    expect(planned).toMatchObject({
      runsRead: 1,
      items: [
        { message: { jobId: prepared.jobId, campaignName: '서울 세일', wave: 0, channel: 'PUSH', status: 'PLANNED' } },
      ],
    });
    expect(await timeline('c-1', 'MESSAGES')).toMatchObject({ runsRead: 1, items: [] });
    await prepared.launchAndFinish();
    const sent = await timeline('m-3', 'MESSAGES');
    expect(JSON.stringify(sent)).toMatch(/"status":"(ACCEPTED|DELIVERED)"/);
  });

  it('has what a customer decided, with the words, the latest first', async () => {
    const decided = await ask(
      marketer,
      `mutation { recordConsent(customerId: "c-1", statements: [
        { channel: EMAIL, kind: AD, state: GRANTED, source: "form", wording: "광고성 정보 수신동의 (선택)", at: "2026-11-01T00:00:00Z" }
      ]) { applied } }`,
    );
    expect(decided.message).toBe('');
    await ask(
      marketer,
      `mutation { recordConsent(customerId: "c-1", statements: [{ channel: EMAIL, kind: AD, state: WITHDRAWN, source: "call", at: "2026-11-02T00:00:00Z" }]) { applied } }`,
    );
    expect(await timeline('c-1', 'CONSENTS')).toMatchObject({
      items: [
        { consent: { channel: 'EMAIL', state: 'WITHDRAWN', source: 'call' } },
        { consent: { channel: 'EMAIL', state: 'GRANTED', source: 'form', wording: '광고성 정보 수신동의 (선택)' } },
      ],
    });
    expect(await timeline('c-1', 'EVENTS')).toEqual({ items: [], nextToken: null, runsRead: null });
  });
});

describe('customerAudit', () => {
  const AUDIT = 'query ($id: ID!) { customerAudit(customerId: $id) { entries { action outcome subject } } }';

  it('has who exported a customer, for administrators alone', async () => {
    await ask(marketer, 'query { exportCustomer(customerId: "c-1") { exportedAt } }');
    const { data } = await world.asAdmin(AUDIT, { id: 'c-1' });
    expect(data).toEqual({
      customerAudit: {
        entries: [
          { action: 'exportCustomer', outcome: 'BEGUN', subject: 'c-1' },
          { action: 'exportCustomer', outcome: 'OK', subject: 'c-1' },
        ],
      },
    });
    expect((await ask(marketer, AUDIT, { id: 'c-1' })).errorType).toBe('Unauthorized');
  });
});
