import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { signOut } from 'aws-amplify/auth';
import * as operations from '../../src/cli/demo/operations.ts';
import { openSession, type GraphqlSession } from '../../src/cli/graphql-session.ts';
import { watchJob, type JobProgress } from '../../src/client/index.ts';
import { PASSWORD } from '../amplify-client.ts';
import { post, SEND, signAs, startApiWorld, type ApiWorld } from '../api-world.ts';
import type { RunningBackend } from '../backends-under-test.ts';
import { planOneStepJob } from '../prepare-job.ts';

const PER_SECOND = 60;
const PEOPLE = 7_911;

let backend: RunningBackend;
let session: GraphqlSession;
let world: ApiWorld;

beforeAll(async () => {
  world = await startApiWorld({ startAt: Date.parse('2026-11-24T10:00:00+09:00') });
  ({ backend } = world);
  await backend.sandbox.createUser({ email: 'marketer@example.org', password: PASSWORD, groups: ['marketer'] });
  await signOut();
  session = await openSession(backend.sandbox.outputs, 'marketer@example.org', PASSWORD);
});
afterAll(async () => {
  await session?.close();
  await backend?.stop();
});

async function sendTo(address: string): Promise<void> {
  const variables = {
    key: `order-${address}`,
    content: { channel: 'PUSH', title: '주문', body: '접수되었습니다' },
    recipients: [{ address, channelType: 'GCM' }],
  };
  const request = { query: SEND, variables };
  const authorization = await signAs(world.shop, request, {}, backend.sandbox.clock.now());
  const { message } = await post(world.url, request, { authorization });
  expect(message).toBe('');
}

const CANCEL = /* GraphQL */ `
  mutation CancelJob($jobId: ID!) {
    cancelJob(jobId: $jobId) {
      id
    }
  }
`;

describe('a campaign at a rate', () => {
  it(
    'U5, U6 shows what was sent and how long it still takes, and lets a direct message through at once',
    // Two seconds of a clock that nobody moves: on a busy machine they may pass without a turn of ours.
    { timeout: 240_000, retry: 2 },
    async () => {
      const { jobId } = await planOneStepJob(session, PEOPLE, { messagesPerSecond: PER_SECOND });
      const { clock, outbox } = backend.sandbox;
      const sentAt = (address: string) => [...outbox.all()].find((message) => message.address === address)?.at;
      // A try before this one has sent as well.
      const known = [...outbox.all()].length;
      const sentBy = (moment: number) => [...outbox.all()].filter(({ at }) => at <= moment).length - known;
      const launchedAt = clock.now();
      await session.call(operations.LAUNCH_JOB, { jobId }, operations.withId);
      try {
        const heard: { readonly progress: JobProgress; readonly sent: number; readonly sentBefore: number }[] = [];
        const calls: { readonly address: string; readonly askedAt: number }[] = [];
        for await (const progress of watchJob(jobId)) {
          if (progress.phase !== 'SENDING') continue;
          const now = clock.now();
          heard.push({ progress, sent: sentBy(now), sentBefore: sentBy(Date.parse(progress.at) - 2_000) });
          if (now > launchedAt + 6_000 * (calls.length + 1) && calls.length < 3) {
            const address = `direct-${launchedAt}-${calls.length}`;
            calls.push({ address, askedAt: now });
            await sendTo(address);
          }
          if (now > launchedAt + 25_000) break;
        }
        expect(calls).toHaveLength(3);
        for (const { address, askedAt } of calls) {
          const at = sentAt(address);
          expect(at, address).toBeDefined();
          expect((at ?? 0) - askedAt, address).toBeLessThan(5_000);
        }
        const settled = heard.filter(({ progress }) => Date.parse(progress.at) > launchedAt + 10_000);
        expect(settled.length).toBeGreaterThan(5);
        for (const { progress, sent, sentBefore } of settled) {
          const { accepted, included, recipientsPerSecond, secondsLeft } = progress;
          // The provider's own record, with three direct messages in it.
          expect(accepted).toBeLessThanOrEqual(sent);
          expect(accepted).toBeGreaterThanOrEqual(sentBefore - 3);
          expect(recipientsPerSecond).toBeGreaterThan(PER_SECOND / 3);
          expect(recipientsPerSecond).toBeLessThan(PER_SECOND * 1.5);
          const left = (included - accepted) / (recipientsPerSecond ?? 1);
          expect(Math.abs((secondsLeft ?? 0) - left)).toBeLessThanOrEqual(2);
        }
      } finally {
        await session.call(CANCEL, { jobId }, operations.withId);
      }
    },
  );
});
