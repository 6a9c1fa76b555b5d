import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import * as z from 'zod';
import * as operations from '../../src/cli/demo/operations.ts';
import { openSession, type GraphqlSession } from '../../src/cli/graphql-session.ts';
import { watchJob } from '../../src/client/index.ts';
import { PASSWORD } from '../amplify-client.ts';
import { OUR_BACKEND, startBackend, type RunningBackend } from '../backends-under-test.ts';

const SIZE = 12;
const MINUTE = 60_000;

let backend: RunningBackend;
let session: GraphqlSession;
beforeAll(async () => {
  backend = await startBackend(OUR_BACKEND, { startAt: Date.parse('2026-11-24T10:00:00+09:00') });
  await backend.sandbox.createUser({ email: 'marketer@example.org', password: PASSWORD, groups: ['marketer'] });
  session = await openSession(backend.sandbox.outputs, 'marketer@example.org', PASSWORD);
  await upsert(
    Array.from({ length: SIZE }, (_, index) => ({
      id: `m-${index}`,
      endpoints: [
        { id: `push-${index}`, channelType: 'GCM', address: `token-${index}` },
        { id: `mail-${index}`, channelType: 'EMAIL', address: `m-${index}@example.com` },
        { id: `sms-${index}`, channelType: 'SMS', address: `+8210000000${String(index).padStart(2, '0')}` },
      ],
    })),
  );
}, 240_000);
afterAll(async () => {
  await session?.close();
  await backend?.stop();
});

const UPSERT = /* GraphQL */ `
  mutation UpsertCustomers($customers: [AWSJSON!]!) {
    upsertCustomers(customers: $customers) {
      outcome
    }
  }
`;
const SAVE = /* GraphQL */ `
  mutation SaveCampaign($name: String!, $segmentId: ID!, $steps: [CampaignStepInput!]!) {
    saveCampaign(name: $name, segmentId: $segmentId, messageClass: TRANSACTIONAL, steps: $steps) {
      id
      steps {
        channel
        waitMinutes
        goesOn
      }
    }
  }
`;
const ORDERS = /* GraphQL */ `
  mutation Orders($runId: ID!, $isPause: Boolean!) {
    pauseRun(runId: $runId) @include(if: $isPause) {
      phase
    }
    resumeRun(runId: $runId) @skip(if: $isPause) {
      phase
    }
  }
`;
const CANCEL = /* GraphQL */ `
  mutation CancelRun($runId: ID!) {
    cancelRun(runId: $runId) {
      phase
      endedAt
    }
  }
`;
const PROGRESS = /* GraphQL */ `
  query RunProgress($runId: ID!) {
    runProgress(runId: $runId) {
      run {
        id
        phase
        wave
        waveCount
        waveAt
      }
      planned
      excluded {
        reason
        count
      }
      outcomes {
        included
        failed
      }
      messages {
        included
      }
      waves {
        wave
        jobId
        phase
        planned
        included
      }
    }
  }
`;
const LIST = /* GraphQL */ `
  query Runs($campaignId: ID!, $jobId: ID!) {
    listRuns(campaignId: $campaignId, limit: 1) {
      items {
        id
        phase
        createdBy
      }
      nextToken
    }
    getSendJob(id: $jobId) {
      runId
      wave
    }
  }
`;
const excluded = z.array(z.object({ reason: z.string(), count: z.number() }));
const progressed = z.object({
  run: z.object({
    id: z.string(),
    phase: z.string(),
    wave: z.number(),
    waveCount: z.number(),
    waveAt: z.string().nullable(),
  }),
  planned: z.number(),
  excluded,
  outcomes: z.object({ included: z.number(), failed: z.number() }),
  messages: z.object({ included: z.number() }),
  waves: z.array(
    z.object({ wave: z.number(), jobId: z.string(), phase: z.string(), planned: z.number(), included: z.number() }),
  ),
});
const phase = z.object({ phase: z.string() });

async function upsert(customers: readonly object[]): Promise<void> {
  const lines = customers.map((customer) => JSON.stringify(customer));
  await session.call(UPSERT, { customers: lines }, z.array(z.object({ outcome: z.string() })).length(lines.length));
}

const comesBack = (id: string): Promise<void> =>
  upsert([{ id, activity: { lastActiveAt: new Date(backend.sandbox.clock.now()).toISOString() } }]);

const WORDS = {
  PUSH: { channel: 'PUSH', title: '돌아오세요', body: '기다리고 있어요' },
  EMAIL: { channel: 'EMAIL', subject: '돌아오세요', html: '<p>기다리고 있어요</p>' },
  SMS: { channel: 'SMS', body: '기다리고 있어요' },
} as const;

/** Push, then mail, then SMS, each six minutes after the one before, to those who have not come back. */
async function saveCascade(): Promise<string> {
  const steps = [];
  for (const [channel, content] of Object.entries(WORDS)) {
    const saved = { name: channel, messageClass: 'TRANSACTIONAL', content };
    const { templateId } = await session.call(operations.SAVE_TEMPLATE, saved, operations.savedTemplate);
    steps.push({ channel, templateId, ...(channel === 'PUSH' ? {} : { waitMinutes: 6, goesOn: ['NOT_ACTIVE'] }) });
  }
  const definition = JSON.stringify({ include: 'ALL', groups: [] });
  const segment = await session.call(operations.SAVE_SEGMENT, { name: '모두', definition }, operations.withId);
  const campaign = await session.call(SAVE, { name: '겨울', segmentId: segment.id, steps }, operations.withId);
  return campaign.id;
}

async function launch(campaignId: string, besideJobId?: string): Promise<string> {
  const { id } = await session.call(operations.PLAN_CAMPAIGN, { campaignId }, operations.withId);
  for await (const progress of watchJob(id)) if (progress.phase !== 'PLANNING') break;
  await session.call(operations.LAUNCH_JOB, { jobId: id, besideJobId }, operations.withId);
  await watchJob(id).done;
  return id;
}

const progressOf = (runId: string) => session.call(PROGRESS, { runId }, progressed);
const order = (runId: string, isPause: boolean) => session.call(ORDERS, { runId, isPause }, phase);

describe('a run of three waves', () => {
  it(
    'goes from push over mail to SMS by the clock, and to nobody who has come back',
    { timeout: 240_000 },
    async () => {
      const campaignId = await saveCascade();
      const runId = await launch(campaignId);
      await vi.waitFor(async () => expect((await progressOf(runId)).run).toMatchObject({ phase: 'RUNNING', wave: 1 }), {
        timeout: 60_000,
        interval: 500,
      });
      await comesBack('m-0');
      backend.sandbox.clock.advance(3 * MINUTE);
      expect((await progressOf(runId)).waves).toMatchObject([{ included: SIZE }, { phase: 'SCHEDULED', planned: 0 }]);
      backend.sandbox.clock.advance(4 * MINUTE);
      await vi.waitFor(async () => expect((await progressOf(runId)).run.wave).toBe(2), {
        timeout: 90_000,
        interval: 500,
      });
      expect(await progressOf(runId)).toMatchObject({
        planned: SIZE,
        excluded: [{ reason: 'CAME_BACK', count: 1 }],
        messages: { included: SIZE + SIZE - 1 },
      });

      expect(await order(runId, true)).toEqual({ phase: 'PAUSED' });
      await comesBack('m-1');
      backend.sandbox.clock.advance(10 * MINUTE);
      await new Promise((resolve) => setTimeout(resolve, 3_000));
      expect((await progressOf(runId)).waves[2]).toMatchObject({ phase: 'SCHEDULED', planned: 0 });
      expect(await order(runId, false)).toEqual({ phase: 'RUNNING' });
      backend.sandbox.clock.advance(2 * MINUTE);
      await vi.waitFor(async () => expect((await progressOf(runId)).run.phase).toBe('COMPLETED'), {
        timeout: 90_000,
        interval: 500,
      });
      const end = await progressOf(runId);
      expect(end).toMatchObject({
        planned: SIZE,
        excluded: [{ reason: 'CAME_BACK', count: 2 }],
        outcomes: { included: SIZE - 2, failed: 0 },
        messages: { included: 3 * SIZE - 3 },
        waves: [{ included: SIZE }, { included: SIZE - 1 }, { included: SIZE - 2, jobId: `${runId}-w2` }],
      });
      const listed = z.object({
        items: z.array(z.object({ id: z.string(), phase: z.string(), createdBy: z.string() })),
      });
      expect(await session.call(LIST, { campaignId, jobId: `${runId}-w1` }, listed)).toMatchObject({
        items: [{ id: runId, phase: 'COMPLETED' }],
      });

      const again = await launch(campaignId, runId);
      expect(await session.call(CANCEL, { runId: again }, phase)).toEqual({ phase: 'CANCELLED' });
      backend.sandbox.clock.advance(8 * MINUTE);
      await vi.waitFor(async () => expect((await progressOf(again)).waves[1]?.phase).not.toBe('SCHEDULED'), {
        timeout: 60_000,
        interval: 500,
      });
      expect(await progressOf(again)).toMatchObject({ run: { phase: 'CANCELLED' }, messages: { included: SIZE } });
    },
  );
});
