import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import * as z from 'zod';
import * as operations from '../../src/cli/demo/operations.ts';
import { watchDelivery, watchJob } from '../../src/client/index.ts';
import { OUR_BACKEND, startBackend, type RunningBackend } from '../backends-under-test.ts';
import { prepareJob, type PreparedJob } from '../prepare-job.ts';

/** What the sandbox's SES tells of each address later, by the words in it. */
const ADDRESSES = ['opens@', 'clicks@', 'bounce@', 'complaint@', 'no-receipt@', 'plain@', 'fail-temporary@'];
const SIZE = 60;

let backend: RunningBackend;
let prepared: PreparedJob;
beforeAll(async () => {
  backend = await startBackend(OUR_BACKEND, { startAt: Date.parse('2026-11-24T10:00:00+09:00') });
  prepared = await prepareJob(backend, SIZE, (index) => `${ADDRESSES[index] ?? `m${index}@`}example.com`, 'EMAIL');
});
afterAll(async () => {
  await prepared?.session.close();
  await backend?.stop();
});

const recipients = z.object({
  items: z.array(z.object({ customerId: z.string(), status: z.string(), code: z.string().nullish() })),
});
const LIST = /* GraphQL */ `
  query ListRecipients($jobId: ID!) {
    listRecipients(jobId: $jobId, limit: 100) {
      items {
        customerId
        status
        code
      }
    }
  }
`;
const totals = z.object({
  phase: z.string(),
  included: z.number(),
  accepted: z.number(),
  delivered: z.number(),
  opened: z.number(),
  clicked: z.number(),
  complained: z.number(),
  failed: z.number(),
});
const TOTALS = /* GraphQL */ `
  query GetSendJob($id: ID!) {
    getSendJob(id: $id) {
      phase
      included
      accepted
      delivered
      opened
      clicked
      complained
      failed
    }
  }
`;
const CUSTOMER = /* GraphQL */ `
  query GetCustomer($id: ID!) {
    getCustomer(id: $id) {
      endpoints {
        optOut
      }
    }
  }
`;
const UPSERT = /* GraphQL */ `
  mutation UpsertCustomers($customers: [AWSJSON!]!) {
    upsertCustomers(customers: $customers) {
      outcome
    }
  }
`;
const CAMPAIGN_OF = /* GraphQL */ `
  query GetSendJob($id: ID!) {
    getSendJob(id: $id) {
      campaignId
    }
  }
`;
const EXCLUDED = /* GraphQL */ `
  query ListRecipients($jobId: ID!) {
    listRecipients(jobId: $jobId, outcome: EXCLUDED, limit: 100) {
      items {
        customerId
        reason
      }
    }
  }
`;
const excludedPeople = z.object({ items: z.array(z.object({ customerId: z.string(), reason: z.string() })) });
const customer = z.object({ endpoints: z.array(z.object({ optOut: z.string() })) });

describe('what becomes of e-mail after SES accepted it', () => {
  it('reaches the job, its recipients and whoever watches one of them', { timeout: 120_000 }, async () => {
    const { session, jobId } = prepared;
    const live: string[] = [];
    const watch = watchDelivery({ jobId, customerId: 'm-1', onStatus: ({ status }) => live.push(status) });
    await expect.poll(() => live, { timeout: 10_000 }).toEqual(['PLANNED']);
    await prepared.launchAndFinish();
    const present = () => session.call(TOTALS, { id: jobId }, totals);
    await expect.poll(present, { timeout: 60_000, interval: 500 }).toEqual({
      phase: 'COMPLETED',
      included: SIZE,
      // One for whom no receipt came.
      accepted: 1,
      delivered: SIZE - 3,
      opened: 2,
      clicked: 1,
      complained: 1,
      failed: 2,
    });
    const { items } = await session.call(LIST, { jobId }, recipients);
    const of = (index: number) => items.find(({ customerId }) => customerId === `m-${index}`);
    expect(of(0)).toMatchObject({ status: 'OPENED' });
    expect(of(1)).toMatchObject({ status: 'CLICKED' });
    expect(of(2)).toMatchObject({ status: 'FAILED', code: expect.stringMatching(/^BOUNCE\/Permanent/) as string });
    expect(of(4)).toMatchObject({ status: 'ACCEPTED' });
    expect(of(5)).toMatchObject({ status: 'DELIVERED' });
    expect(of(6)).toMatchObject({ status: 'FAILED' });
    await expect.poll(() => live.at(-1), { timeout: 20_000 }).toBe('CLICKED');
    watch.cancel();
    const optOutOf = async (id: string) => (await session.call(CUSTOMER, { id }, customer)).endpoints[0]?.optOut;
    expect(await optOutOf('m-2')).toBe('ALL');
    expect(await optOutOf('m-3')).toBe('ALL');
    expect(await optOutOf('m-5')).toBe('NONE');
  });

  it(
    'is remembered of the address: it gets nothing from anybody, and a mailbox of several one mail',
    { timeout: 120_000 },
    async () => {
      const { session, jobId } = prepared;
      const person = (id: string, address: string) =>
        JSON.stringify({
          id,
          attributes: { GivenName: ['서연'] },
          consent: { EMAIL: { ad: { state: 'GRANTED', at: '2026-10-01T00:00:00Z', source: 'web' } } },
          endpoints: [{ channelType: 'EMAIL', address, location: { city: '서울' } }],
        });
      const customers = [
        person('x-bounced', 'BOUNCE@Example.com'),
        person('x-one', 'Shared@example.com'),
        person('x-two', 'shared@EXAMPLE.com'),
        person('x-three', ' SHARED@example.com '),
      ];
      await session.call(UPSERT, { customers }, z.array(z.object({ outcome: z.literal('CREATED') })).length(4));
      const { campaignId } = await session.call(CAMPAIGN_OF, { id: jobId }, z.object({ campaignId: z.string() }));
      const job = await session.call(operations.PLAN_CAMPAIGN, { campaignId }, operations.withId);
      for await (const { phase } of watchJob(job.id)) if (phase !== 'PLANNING') break;
      await session.call(operations.LAUNCH_JOB, { jobId: job.id, besideJobId: jobId }, operations.withId);
      await watchJob(job.id).done;
      const { items: sent } = await session.call(LIST, { jobId: job.id }, recipients);
      const { items: excluded } = await session.call(EXCLUDED, { jobId: job.id }, excludedPeople);
      const codesOf = (id: string) => [
        ...sent.filter(({ customerId }) => customerId === id).map(({ status, code }) => code ?? status),
        ...excluded.filter(({ customerId }) => customerId === id).map(({ reason }) => reason),
      ];
      expect(codesOf('x-bounced')).toEqual(['ENDPOINT_OPT_OUT']);
      const shared = ['x-one', 'x-two', 'x-three'].flatMap(codesOf);
      expect(shared.filter((code) => code === 'DUPLICATE_ENDPOINT')).toHaveLength(2);
      expect(shared.filter((code) => ['ACCEPTED', 'DELIVERED'].includes(code))).toHaveLength(1);
    },
  );
});
