import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { watchDelivery } from '../../src/client/index.ts';
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
const customer = z.object({ endpoints: z.array(z.object({ optOut: z.string() })) });

describe('what becomes of e-mail after SES accepted it', () => {
  it('reaches the job, its recipients and whoever watches one of them', { timeout: 120_000 }, async () => {
    const { session, jobId } = prepared;
    const live: string[] = [];
    const stop = watchDelivery({ jobId, customerId: 'm-1', onStatus: ({ status }) => live.push(status) });
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
    stop();
    const optOutOf = async (id: string) => (await session.call(CUSTOMER, { id }, customer)).endpoints[0]?.optOut;
    expect(await optOutOf('m-2')).toBe('ALL');
    expect(await optOutOf('m-3')).toBe('ALL');
    expect(await optOutOf('m-5')).toBe('NONE');
  });
});
