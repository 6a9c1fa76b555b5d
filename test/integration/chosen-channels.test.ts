import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import * as z from 'zod';
import * as operations from '../../src/cli/demo/operations.ts';
import { openSession } from '../../src/cli/graphql-session.ts';
import { watchJob } from '../../src/client/index.ts';
import { PASSWORD, signInAs } from '../amplify-client.ts';
import { post } from '../api-world.ts';
import { CHOSEN_BY_COMPANY, OUR_BACKEND, startBackend, type RunningBackend } from '../backends-under-test.ts';
import { planOneStepJob, prepareJob, type PreparedJob } from '../prepare-job.ts';

const SIZE = 12;
const HOUR_MS = 3_600_000;

let backend: RunningBackend;
let prepared: PreparedJob;
beforeAll(async () => {
  for (const [name, value] of Object.entries(CHOSEN_BY_COMPANY)) vi.stubEnv(name, value);
  backend = await startBackend(OUR_BACKEND, { startAt: Date.parse('2026-11-24T09:00:00+09:00') });
}, 240_000);
afterAll(async () => {
  vi.unstubAllEnvs();
  await prepared?.session.close();
  await backend?.stop();
});

const TOTALS = /* GraphQL */ `
  query GetSendJob($id: ID!) {
    getSendJob(id: $id) {
      phase
      phaseReason
      accepted
      delivered
      failed
    }
  }
`;
const totals = z.object({
  phase: z.string(),
  phaseReason: z.string().nullable(),
  accepted: z.number(),
  delivered: z.number(),
  failed: z.number(),
});
const CUSTOMER = /* GraphQL */ `
  query GetCustomer($id: ID!) {
    getCustomer(id: $id) {
      consent
      endpoints {
        channelType
        optOut
      }
    }
  }
`;
const customer = z.object({
  consent: z.string(),
  endpoints: z.array(z.object({ channelType: z.string(), optOut: z.string() })),
});

describe('a backend with the channels that a company chose', () => {
  it('M9 sends SMS by the service that reports receipts', { timeout: 240_000 }, async () => {
    const numberOf = (index: number) => `+8210${String(10_000_000 + index)}`;
    prepared = await prepareJob(backend, SIZE, numberOf, 'SMS');
    await prepared.launchAndFinish();
    const providers = [...backend.sandbox.outbox.all({ channel: 'SMS' })].map(({ provider }) => provider);
    expect(new Set(providers)).toEqual(new Set(['sms-voice']));
    const present = () => prepared.session.call(TOTALS, { id: prepared.jobId }, totals);
    await expect
      .poll(present, { timeout: 60_000, interval: 500 })
      .toEqual({ phase: 'COMPLETED', phaseReason: null, accepted: 0, delivered: SIZE, failed: 0 });
  });

  it(
    'M10 M17 M18 gives each mail its own unsubscribe link, believes it back, and takes a complaint without an address',
    { timeout: 240_000 },
    async () => {
      // Signatures are made by the clock of the sandbox, wherever it has been moved to. A sign-in lasts for an hour.
      backend.sandbox.clock.advance(11 * HOUR_MS);
      await prepared.session.close();
      const session = await openSession(backend.sandbox.outputs, 'marketer@example.org', PASSWORD);
      prepared = { ...prepared, session };
      const link = '{{amazonSESUnsubscribeUrl}}';
      const { jobId } = await planOneStepJob(session, SIZE, {
        addressOf: (index) => `m${index}@example.com`,
        channel: 'EMAIL',
        importId: 'mails',
        content: {
          channel: 'EMAIL',
          subject: '(광고) 소식',
          html: `<p>오늘만.</p><a href="${link}">무료수신거부</a>`,
          text: `오늘만. 무료수신거부: ${link}`,
        },
      });
      await session.call(operations.LAUNCH_JOB, { jobId }, operations.withId);
      await watchJob(jobId).done;
      expect(await session.call(TOTALS, { id: jobId }, totals)).toMatchObject({ phase: 'COMPLETED', failed: 0 });
      const mails = [...backend.sandbox.outbox.all({ channel: 'EMAIL', accepted: true })];
      const refOf = (address: string): string => {
        const text = JSON.stringify(mails.find((mail) => mail.address === address));
        return /https:\/\/shop\.example\/unsubscribe\?ref=([\w.-]+)/.exec(text)?.[1] ?? '';
      };
      expect(new Set(mails.map(({ address }) => refOf(address)))).toHaveProperty('size', SIZE);
      const tell = async (event: object) => {
        const answer = await fetch(`${backend.sandbox.url}/_sandbox/events`, {
          method: 'POST',
          headers: { 'x-sandbox': '1' },
          body: JSON.stringify(event),
        });
        expect(answer.status).toBe(202);
      };
      const unsubscribed = (ref: string) =>
        tell({ source: 'bonghwa.app', detailType: 'Unsubscribed', detail: { ref } });
      const optOutOf = async (id: string) => {
        const { endpoints } = await session.call(CUSTOMER, { id }, customer);
        return endpoints.find(({ channelType }) => channelType === 'EMAIL')?.optOut;
      };
      const refusedOf = async (id: string) =>
        (await session.call(CUSTOMER, { id }, customer)).consent.includes('WITHDRAWN');
      const forged = `${refOf('m1@example.com').split('.').slice(0, 4).join('.')}.${refOf('m0@example.com').split('.')[4] ?? ''}`;
      await unsubscribed(forged);
      await unsubscribed(refOf('m0@example.com'));
      // Who unsubscribes from advertising still gets their codes.
      await expect.poll(() => refusedOf('m-0'), { timeout: 30_000 }).toBe(true);
      expect(await optOutOf('m-0')).toBe('NONE');
      const [tagJob = '', shard = '', chunk = '', place = ''] = refOf('m2@example.com').split('.');
      const tags = { jobId: [tagJob], shard: [shard], chunk: [chunk], place: [place] };
      await tell({
        source: 'aws.ses',
        detailType: 'Email Complaint Received',
        detail: {
          eventType: 'Complaint',
          mail: { messageId: 'm', tags },
          complaint: { complaintSubType: 'OnAccountSuppressionList' },
        },
      });
      await expect.poll(() => optOutOf('m-2'), { timeout: 30_000 }).toBe('ALL');
      expect([await optOutOf('m-1'), await refusedOf('m-1')]).toEqual(['NONE', false]);
    },
  );
});

const DASHBOARD = 'query { dashboardEmbedUrl { url expiresAt sessionMinutes } }';
const embedded = z.object({ url: z.string(), expiresAt: z.string(), sessionMinutes: z.number() });

describe('a backend with the dashboard that a company chose', () => {
  const ask = async (groups: readonly string[]) => {
    const authorization = await signInAs(backend, `${groups.join('-')}@example.org`, groups);
    return post(`${backend.sandbox.url}/graphql`, { query: DASHBOARD }, { authorization });
  };
  const register = async (names: readonly string[] | null) => {
    const body = JSON.stringify({ names });
    const put = { method: 'PUT', headers: { 'x-sandbox': '1' }, body };
    expect((await fetch(`${backend.sandbox.url}/_sandbox/dashboard-users`, put)).status).toBe(200);
  };

  it('makes an address for whoever is signed in, which opens once and may be embedded where it was said', async () => {
    const answer = await ask(['analyst']);
    expect(answer.message).toBe('');
    const { url, expiresAt, sessionMinutes } = embedded.parse(answer.data?.['dashboardEmbedUrl']);
    expect(sessionMinutes).toBe(30);
    expect(Date.parse(expiresAt)).toBeGreaterThan(backend.sandbox.clock.now());
    const page = await fetch(url);
    expect(page.status).toBe(200);
    expect(page.headers.get('content-security-policy')).toContain('frame-ancestors https://console.shop.example');
    expect(await page.text()).toMatch(/stands in for.*reader\/[\w-]{36}, for 30 minutes/s);
    expect((await fetch(url)).status).toBe(403);
  });

  it('says to whom is not registered what an admin has to do, and that the reports show the same numbers', async () => {
    await register(['reader/somebody-else']);
    const answer = await ask(['marketer']);
    expect(answer.errorType).toBe('DASHBOARD_USER_UNKNOWN');
    expect(answer.message).toMatch(/called reader\/[\w-]{36}\. An admin.*same numbers/);
    await register(null);
  });

  it('says to front ends that there is one', () => {
    expect(backend.sandbox.outputs).toMatchObject({ custom: { hasDashboard: true } });
  });
});
