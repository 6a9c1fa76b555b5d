import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { post, signAs, startApiWorld, type ApiWorld } from '../api-world.ts';

const MINUTE = 60_000;
const SIZE = 8;

let world: ApiWorld;

beforeAll(async () => {
  world = await startApiWorld({ startAt: Date.parse('2026-11-28T10:00:00+09:00') });
}, 240_000);
afterAll(() => world?.backend.stop());

type Row = Record<string, unknown>;

/** The only field of an operation of the administrator's. */
async function ask(query: string, variables: Row = {}): Promise<Row> {
  const { data, message } = await world.asAdmin(query, variables);
  expect(message).toBe('');
  return Object.values(data ?? {})[0] as Row;
}

const now = (): number => world.backend.sandbox.clock.now();

/** What an app of a customer says, with a token that its server has got for it. */
async function bySelf(customerId: string, ...events: readonly Row[]): Promise<unknown> {
  const request = {
    query: 'mutation ($customerId: ID!) { issueAppToken(customerId: $customerId) { token } }',
    variables: { customerId },
  };
  const issued = await post(world.url, request, { authorization: await signAs(world.shop, request, {}, now()) });
  expect(issued.message).toBe('');
  const { token } = issued.data?.['issueAppToken'] as { token: string };
  const query =
    'mutation ($events: [AWSJSON!]!) { recordEvents(events: $events) { outcome isLate flags code message } }';
  const variables = { events: events.map((event) => JSON.stringify({ sentAt: now(), ...event })) };
  const { data, message } = await post(world.url, { query, variables }, { authorization: `BonghwaApp ${token}` });
  expect(message).toBe('');
  return data?.['recordEvents'];
}

async function saveTemplate(content: Row): Promise<unknown> {
  const query =
    'mutation ($content: TemplateContentInput!) { saveTemplate(name: "돌아오세요", messageClass: TRANSACTIONAL, content: $content) { templateId } }';
  return (await ask(query, { content }))['templateId'];
}

const SAVE = `mutation ($segmentId: ID!, $steps: [CampaignStepInput!]!, $goal: CampaignGoalInput, $trigger: CampaignTriggerInput) {
  saveCampaign(name: "겨울", segmentId: $segmentId, messageClass: TRANSACTIONAL, steps: $steps, goal: $goal, trigger: $trigger) { id }
}`;
const WAVES = `query ($runId: ID!) {
  runProgress(runId: $runId) { run { phase wave } planned excluded { reason count } waves { jobId included } }
}`;

async function matched(dimension: Row): Promise<unknown> {
  const definition = JSON.stringify({ include: 'ALL', groups: [{ dimensions: [dimension] }] });
  const query = 'query ($definition: AWSJSON!) { estimateSegment(definition: $definition, isExact: true) { matched } }';
  return (await ask(query, { definition }))['matched'];
}

const ACTIVE = { activeCustomer: { days: 1 } };
const statusOf = async (jobId: string, customerId: string) =>
  (
    await ask(
      'query ($jobId: ID!, $customerId: ID!) { explainRecipient(jobId: $jobId, customerId: $customerId) { status } }',
      {
        jobId,
        customerId,
      },
    )
  )['status'];

/** The reference that the mail to a customer carried, as its provider got it. */
function refTo(customerId: string): string {
  const [mail] = [...world.backend.sandbox.outbox.all({ address: `${customerId}@example.com` })];
  const { jobId, shard, chunk, place } = mail?.context ?? {};
  return `${jobId}.${shard}.${chunk}.${place}`;
}

describe('an event that is recorded now', () => {
  it(
    'changes estimates, the active flag, statuses and the goal of a running wave, and starts a campaign (E10: old ones do not)',
    { timeout: 300_000 },
    async () => {
      const customers = Array.from({ length: SIZE }, (_, index) =>
        JSON.stringify({
          id: `m-${index}`,
          endpoints: [
            { id: `mail-${index}`, channelType: 'EMAIL', address: `m-${index}@example.com` },
            { id: `push-${index}`, channelType: 'GCM', address: `token-${index}` },
          ],
        }),
      );
      await ask('mutation ($customers: [AWSJSON!]!) { upsertCustomers(customers: $customers) { outcome } }', {
        customers,
      });
      const mail = await saveTemplate({ channel: 'EMAIL', subject: '돌아오세요', html: '<p>기다려요</p>' });
      const push = await saveTemplate({ channel: 'PUSH', title: '돌아오세요', body: '기다려요' });
      const cartPush = await saveTemplate({ channel: 'PUSH', title: '장바구니', body: '담아 두신 것이 있어요' });
      const segment = await ask(
        'mutation ($definition: AWSJSON!) { saveSegment(name: "모두", definition: $definition) { id } }',
        {
          definition: JSON.stringify({ include: 'ALL', groups: [] }),
        },
      );
      const segmentId = segment['id'];
      const waits = { type: 'DURATION', minutes: 5 };
      await ask(SAVE, {
        segmentId,
        steps: [{ channel: 'PUSH', templateId: cartPush }],
        trigger: { event: 'cart_added', rule: { kind: 'ONCE' }, expiresAfterMinutes: 1_440, wait: waits },
      });
      const campaign = await ask(SAVE, {
        segmentId,
        steps: [
          { channel: 'EMAIL', templateId: mail },
          { channel: 'PUSH', templateId: push, waitMinutes: 30, goesOn: ['NOT_ACTIVE'] },
        ],
        goal: { event: 'order_paid', withinDays: 7 },
      });
      const { id: runId } = (await ask('mutation ($id: ID!) { planCampaign(campaignId: $id) { id } }', {
        id: campaign['id'],
      })) as { id: string };
      const launch = 'mutation ($id: ID!) { launchJob(jobId: $id) { id } }';
      await vi.waitFor(() => ask(launch, { id: runId }), { timeout: 60_000, interval: 300 });
      const mails = () => [...world.backend.sandbox.outbox.all({ channel: 'EMAIL', accepted: true })];
      await expect.poll(() => mails().length, { timeout: 60_000 }).toBe(SIZE);
      expect(await matched(ACTIVE)).toBe(0);
      world.backend.sandbox.clock.advance(20 * MINUTE);

      const accepted = { outcome: 'ACCEPTED', isLate: false };
      const at = (text: string): number => Date.parse(`2026-11-${text}+09:00`);
      const heard = await Promise.all([
        bySelf('m-0', { eventId: '1', name: 'session_started', occurredAt: now() }),
        bySelf('m-1', { eventId: '1', name: 'order_paid', occurredAt: now(), ref: refTo('m-1') }),
        bySelf('m-2', { eventId: '1', name: 'message_opened', occurredAt: now(), ref: refTo('m-2') }),
        bySelf(
          'm-3',
          { eventId: '1', name: 'session_started', occurredAt: at('27T21:00:00') },
          { eventId: '2', name: 'cart_added', occurredAt: at('23T10:00:00') },
        ),
        bySelf('m-4', { eventId: '1', name: 'cart_added', occurredAt: now() }),
        bySelf('m-5', { eventId: '1', name: 'message_opened', occurredAt: now(), ref: refTo('m-7') }),
        bySelf('m-6', { eventId: '1', name: 'message_opened', occurredAt: now(), ref: 'nobody.0.0.0' }),
      ]);
      expect(heard).toMatchObject([
        [accepted],
        [accepted],
        [accepted],
        [accepted, { ...accepted, flags: ['TOO_OLD_TO_TRIGGER'] }],
        [accepted],
        [{ ...accepted, flags: ['REF_OF_SOMEBODY_ELSE'] }],
        [{ ...accepted, flags: ['REF_UNKNOWN'] }],
      ]);
      expect(await matched({ events: [{ type: 'DID', event: 'message_opened', atLeast: 1, withinDays: 1 }] })).toBe(3);
      // m-7 did nothing; of m-3 it is the 27th, which is within a day of now.
      expect(await matched(ACTIVE)).toBe(7);
      const { activity } = await ask('query { getCustomer(id: "m-3") { activity } }');
      expect(JSON.parse(String(activity))).toMatchObject({ lastActiveAt: at('27T21:00:00') });
      expect(await statusOf(runId, 'm-1')).toBe('CLICKED');
      expect(await statusOf(runId, 'm-2')).toBe('OPENED');
      expect(await statusOf(runId, 'm-7')).not.toMatch(/OPENED|CLICKED/);
      const counts = 'query ($id: ID!) { getSendJob(id: $id) { opened clicked } }';
      await expect.poll(() => ask(counts, { id: runId }), { timeout: 60_000 }).toEqual({ opened: 2, clicked: 1 });

      world.backend.sandbox.clock.advance(11 * MINUTE);
      await expect
        .poll(async () => ((await ask(WAVES, { runId }))['run'] as Row)['phase'], { timeout: 90_000, interval: 500 })
        .toBe('COMPLETED');
      const end = await ask(WAVES, { runId });
      expect(end['excluded']).toEqual(
        expect.arrayContaining([
          { reason: 'CONVERTED', count: 1 },
          { reason: 'CAME_BACK', count: 5 },
        ]),
      );
      expect(end['waves']).toMatchObject([{ included: SIZE }, { included: 2 }]);
      const pushed = () =>
        [...world.backend.sandbox.outbox.all({ channel: 'PUSH', accepted: true })]
          .map(({ title, address }) => `${title} ${address}`)
          .toSorted();
      // Only the cart of today was told of.
      await expect
        .poll(pushed, { timeout: 90_000, interval: 500 })
        .toEqual(['돌아오세요 token-3', '돌아오세요 token-7', '장바구니 token-4']);
    },
  );
});
