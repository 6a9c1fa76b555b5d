import { afterEach, describe, expect, it } from 'vitest';
import * as z from 'zod';
import * as operations from '../../src/cli/demo/operations.ts';
import { openSession, type GraphqlSession } from '../../src/cli/graphql-session.ts';
import { PASSWORD } from '../amplify-client.ts';
import { OUR_BACKEND, startBackend, type RunningBackend } from '../backends-under-test.ts';

const at = (text: string): number => Date.parse(text);
const MINUTE = 60_000;

const UPSERT = /* GraphQL */ `
  mutation UpsertCustomers($customers: [AWSJSON!]!) {
    upsertCustomers(customers: $customers) {
      outcome
    }
  }
`;
const SAVE = /* GraphQL */ `
  mutation SaveCampaign(
    $campaignId: ID
    $segmentId: ID!
    $steps: [CampaignStepInput!]!
    $schedule: CampaignScheduleInput
    $trigger: CampaignTriggerInput
  ) {
    saveCampaign(
      campaignId: $campaignId
      name: "매일"
      segmentId: $segmentId
      messageClass: TRANSACTIONAL
      steps: $steps
      schedule: $schedule
      trigger: $trigger
    ) {
      id
    }
  }
`;
const OCCURRENCES = /* GraphQL */ `
  query ListOccurrences($campaignId: ID!) {
    listOccurrences(campaignId: $campaignId, limit: 50) {
      items {
        id
        at
        state
        jobId
        code
        message
      }
    }
  }
`;
const occurrences = z.object({
  items: z.array(
    z.object({
      id: z.string(),
      at: z.string(),
      state: z.enum(['OPENED', 'MISSED', 'FAILED']),
      jobId: z.string().nullable(),
      code: z.string().nullable(),
      message: z.string().nullable(),
    }),
  ),
});
const SET_STOP = /* GraphQL */ `
  mutation SaveDeliverySettings($isStopped: Boolean!) {
    saveDeliverySettings(isStopped: $isStopped, reason: "점검") {
      isStopped
    }
  }
`;

let backend: RunningBackend;
let session: GraphqlSession;
afterEach(async () => {
  await session.close();
  await backend.stop();
});

/** Signed in anew: the clock that tokens end by has moved. */
async function signIn(): Promise<void> {
  await session.close();
  session = await openSession(backend.sandbox.outputs, 'admin@example.org', PASSWORD);
}

/** Two people, a template and a segment of all, at a time. */
async function start(startAt: string) {
  backend = await startBackend(OUR_BACKEND, { startAt: at(startAt) });
  await backend.sandbox.createUser({ email: 'admin@example.org', password: PASSWORD, groups: ['admin'] });
  session = await openSession(backend.sandbox.outputs, 'admin@example.org', PASSWORD);
  const customers = ['a', 'b'].map((id) =>
    JSON.stringify({ id, endpoints: [{ id: `e-${id}`, channelType: 'GCM', address: `token-${id}` }] }),
  );
  await session.call(UPSERT, { customers }, z.array(z.object({ outcome: z.literal('CREATED') })).length(2));
  const content = { channel: 'PUSH', title: '안내', body: '오늘도 좋은 하루 되세요.' };
  const template = await session.call(
    operations.SAVE_TEMPLATE,
    { name: '안내', messageClass: 'TRANSACTIONAL', content },
    operations.savedTemplate,
  );
  const definition = JSON.stringify({ include: 'ALL', groups: [] });
  const segment = await session.call(operations.SAVE_SEGMENT, { name: '모두', definition }, operations.withId);
  const steps = [{ channel: 'PUSH', templateId: template.templateId }];
  return async (schedule: object | null, campaignId?: string, trigger: object | null = null): Promise<string> => {
    const variables = {
      segmentId: segment.id,
      steps,
      schedule,
      trigger,
      ...(campaignId === undefined ? {} : { campaignId }),
    };
    return (await session.call(SAVE, variables, operations.withId)).id;
  };
}

const recordsOf = async (campaignId: string) =>
  (await session.call(OCCURRENCES, { campaignId }, occurrences)).items.toReversed();

const PHASE = /* GraphQL */ `
  query PhaseOfJob($id: ID!) {
    getSendJob(id: $id) {
      phase
    }
  }
`;
const phase = z.object({ phase: z.string() });

/**
 * Moves the clock to a time, and waits until so many occurrences are known, so many messages are out, and the job of the
 * last is through: an occurrence of the next day is refused beside one that is not, and no clock of the cloud is moved
 * between a provider's answer and what is recorded of it.
 */
async function liveUntil(time: string, campaignId: string, records: number, sent: number) {
  backend.sandbox.clock.advance(at(time) - backend.sandbox.clock.now());
  await signIn();
  const settled = { timeout: 120_000, interval: 250 };
  await expect.poll(async () => (await recordsOf(campaignId)).length, settled).toBe(records);
  await expect.poll(() => [...backend.sandbox.outbox.all({ accepted: true })].length, settled).toBe(sent);
  const last = (await recordsOf(campaignId)).at(-1)?.jobId ?? null;
  if (last === null) return;
  await expect.poll(async () => (await session.call(PHASE, { id: last }, phase)).phase, settled).toBe('COMPLETED');
}

describe('a campaign with a schedule', () => {
  it(
    'C2 runs once on the day on which New York has no half past two, and once on each day around it',
    { timeout: 480_000 },
    async () => {
      const save = await start('2027-03-13T06:00:00Z');
      const id = await save({ type: 'DAILY', time: '02:30', timezone: 'America/New_York' });
      await liveUntil('2027-03-13T07:31:00Z', id, 1, 2);
      await liveUntil('2027-03-14T07:31:00Z', id, 2, 4);
      await liveUntil('2027-03-15T06:31:00Z', id, 3, 6);
      expect((await recordsOf(id)).map(({ at: moment, state }) => [moment.slice(0, 16), state])).toEqual([
        ['2027-03-13T07:30', 'OPENED'],
        ['2027-03-14T07:30', 'OPENED'],
        ['2027-03-15T06:30', 'OPENED'],
      ]);
      // The occurrences that were missed overnight would be others: there are none.
      await liveUntil('2027-03-15T07:31:00Z', id, 3, 6);
    },
  );

  it(
    'runs daily over a week in the middle of which all sending is stopped, and one morning everything is down',
    { timeout: 600_000 },
    async () => {
      const save = await start('2026-12-01T08:00:00+09:00');
      const id = await save({ type: 'DAILY', time: '09:00' });
      const setStop = (isStopped: boolean) =>
        session.call(SET_STOP, { isStopped }, z.object({ isStopped: z.literal(isStopped) }));
      await liveUntil('2026-12-01T09:01:00+09:00', id, 1, 2);
      await liveUntil('2026-12-02T09:01:00+09:00', id, 2, 4);
      await setStop(true);
      // Of the third day nothing is known while it could still go out.
      await liveUntil('2026-12-03T09:01:00+09:00', id, 2, 4);
      await liveUntil('2026-12-03T09:31:00+09:00', id, 3, 4);
      await setStop(false);
      await liveUntil('2026-12-04T09:01:00+09:00', id, 4, 6);
      // The bell of the fifth morning is not heard before noon.
      backend.sandbox.clock.advance(MINUTE);
      await liveUntil('2026-12-05T12:00:00+09:00', id, 5, 6);
      await liveUntil('2026-12-06T09:01:00+09:00', id, 6, 8);
      await save(null, id);
      await liveUntil('2026-12-07T09:01:00+09:00', id, 6, 8);
      const records = await recordsOf(id);
      expect(records.map(({ state }) => state)).toEqual(['OPENED', 'OPENED', 'MISSED', 'OPENED', 'MISSED', 'OPENED']);
      const jobs = records.flatMap(({ jobId }) => (jobId === null ? [] : [jobId]));
      expect(new Set(jobs).size).toBe(4);
    },
  );
});

describe('a campaign with a trigger', () => {
  it(
    'C18 C21 is sent once to whom the event happened to, after their wait, however often the event is told',
    { timeout: 240_000 },
    async () => {
      const save = await start('2026-12-01T10:00:00+09:00');
      const wait = { type: 'DURATION', minutes: 60 };
      const trigger = { event: 'signed up', rule: { kind: 'ONCE' }, expiresAfterMinutes: 1_440, wait };
      const id = await save(null, undefined, trigger);
      const lastActiveAt = backend.sandbox.clock.now();
      const day = Math.floor((lastActiveAt + 9 * 3_600_000) / 86_400_000);
      const tell = async (count: number) => {
        const activity = { lastActiveAt, events: { 'signed up': { days: [[day, count]] } } };
        const customers = [JSON.stringify({ id: 'a', activity })];
        await session.call(UPSERT, { customers }, z.array(z.object({ outcome: z.enum(['UPDATED', 'UNCHANGED']) })));
      };
      await tell(1);
      await tell(1);
      await tell(3);
      await liveUntil('2026-12-01T10:59:00+09:00', id, 0, 0);
      await liveUntil('2026-12-01T11:02:00+09:00', id, 1, 1);
      expect([...backend.sandbox.outbox.all({ accepted: true })].map(({ address }) => address)).toEqual(['token-a']);
      await tell(5);
      await liveUntil('2026-12-01T13:00:00+09:00', id, 1, 1);
    },
  );
});
