import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import * as z from 'zod';
import * as operations from '../../src/cli/demo/operations.ts';
import { openSession, type GraphqlSession } from '../../src/cli/graphql-session.ts';
import { watchJob } from '../../src/client/index.ts';
import { PASSWORD } from '../amplify-client.ts';
import { OUR_BACKEND, startBackend, type RunningBackend } from '../backends-under-test.ts';
import { planOneStepJob } from '../prepare-job.ts';

const SIZE = 4;
const LINK = '{{amazonSESUnsubscribeUrl}}';

let backend: RunningBackend;
let session: GraphqlSession;
beforeAll(async () => {
  vi.stubEnv('BONGHWA_UNSUBSCRIBE_URL', 'own');
  backend = await startBackend(OUR_BACKEND, { startAt: Date.parse('2026-11-24T09:00:00+09:00') });
  await backend.sandbox.createUser({ email: 'marketer@example.org', password: PASSWORD, groups: ['marketer'] });
  await backend.sandbox.createUser({ email: 'admin@example.org', password: PASSWORD, groups: ['admin'] });
  session = await openSession(backend.sandbox.outputs, 'marketer@example.org', PASSWORD);
}, 240_000);
afterAll(async () => {
  vi.unstubAllEnvs();
  await session?.close();
  await backend?.stop();
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
const EXPORT = /* GraphQL */ `
  query ExportCustomer($customerId: ID!) {
    exportCustomer(customerId: $customerId) {
      consents
    }
  }
`;
const RECORD_CONSENT = /* GraphQL */ `
  mutation RecordConsent($customerId: ID!, $statements: [ConsentStatementInput!]!) {
    recordConsent(customerId: $customerId, statements: $statements) {
      applied
    }
  }
`;
const recordedConsent = z.object({ applied: z.number() });
const ledger = z.array(
  z.object({ decisions: z.array(z.object({ channel: z.string(), state: z.string(), source: z.string() })) }),
);

const consentOf = async (id: string): Promise<unknown> =>
  JSON.parse((await session.call(CUSTOMER, { id }, customer)).consent);

async function refusalsOf(customerId: string) {
  const { consents } = await session.call(EXPORT, { customerId }, z.object({ consents: z.string() }));
  return ledger
    .parse(JSON.parse(consents))
    .flatMap(({ decisions }) => decisions.filter(({ state }) => state === 'WITHDRAWN'));
}

async function send(importId: string, isAd: boolean): Promise<string[]> {
  const { jobId } = await planOneStepJob(session, SIZE, {
    addressOf: (index) => `m${index}@example.com`,
    channel: 'EMAIL',
    importId,
    content: {
      channel: 'EMAIL',
      subject: isAd ? '(광고) 소식' : '인증번호',
      html: isAd ? `<p>오늘만.</p><a href="${LINK}">무료수신거부</a>` : '<p>123456</p>',
    },
    ...(isAd ? {} : { messageClass: 'TRANSACTIONAL' }),
  });
  const before = [...backend.sandbox.outbox.all({ channel: 'EMAIL', accepted: true })].length;
  await session.call(operations.LAUNCH_JOB, { jobId }, operations.withId);
  await watchJob(jobId).done;
  return [...backend.sandbox.outbox.all({ channel: 'EMAIL', accepted: true })]
    .slice(before)
    .map((mail) => JSON.stringify(mail));
}

describe('unsubscribing by our own page', () => {
  it(
    'C30 changes nothing when a gateway looks, opts out of advertising at one click, and of nothing else',
    { timeout: 240_000 },
    async () => {
      const mails = await send('ads', true);
      expect(mails).toHaveLength(SIZE);
      const mail = mails.find((text) => text.includes('m0@example.com')) ?? '';
      const links = [...mail.matchAll(/http:\/\/127\.0\.0\.1:\d+\/_url\/[a-z0-9]+\/\?ref=[\w.-]+/g)].map(
        ([link]) => link,
      );
      // The link of the body, which is the one of the header, too (ses-sender.test.ts): the outbox shows no headers.
      expect(new Set(links)).toHaveProperty('size', 1);
      const [link = ''] = links;

      const before = await consentOf('m-0');
      for (const method of ['GET', 'GET', 'GET', 'HEAD', 'OPTIONS'] as const) {
        const page = await fetch(link, { method });
        expect(page.status).toBe(200);
        const text = await page.text();
        if (method === 'GET') {
          expect(page.headers.get('content-type')).toContain('text/html');
          expect(text).toMatch(/<form method="post">.*<button type="submit">수신거부/);
          expect(text).toContain('Unsubscribe');
          expect(text).toContain('<html lang="ko">');
        }
      }
      expect(await consentOf('m-0')).toEqual(before);
      const put = await fetch(link, { method: 'PUT', body: 'List-Unsubscribe=One-Click' });
      expect([put.status, await consentOf('m-0')]).toEqual([200, before]);
      // A POST that does not say so is none of RFC 8058.
      expect((await fetch(link, { method: 'POST', body: 'x=1' })).status).toBe(400);
      const forged = link.replace(/ref=(.*)\.[\w-]+$/, 'ref=$1.AAAAAAAAAAAAAAAAAAAAAA');
      expect((await fetch(forged, { method: 'POST', body: 'List-Unsubscribe=One-Click' })).status).toBe(404);
      expect(await consentOf('m-0')).toEqual(before);

      for (let time = 0; time < 2; time += 1) {
        const answer = await fetch(link, {
          method: 'POST',
          redirect: 'manual',
          headers: { 'content-type': 'application/x-www-form-urlencoded' },
          body: 'List-Unsubscribe=One-Click',
        });
        expect([answer.status, answer.headers.get('set-cookie')]).toEqual([200, null]);
        expect(await answer.text()).toContain('수신거부가 처리되었습니다');
      }
      expect(await consentOf('m-0')).toMatchObject({
        EMAIL: { ad: { state: 'WITHDRAWN', source: 'unsubscribe link' } },
      });
      const { endpoints } = await session.call(CUSTOMER, { id: 'm-0' }, customer);
      expect(endpoints.every(({ optOut }) => optOut === 'NONE')).toBe(true);

      // A person who presses the button of the page, by the form that it has.
      const second = (mails.find((text) => text.includes('m1@example.com')) ?? '').match(
        /http:\/\/127[^"\\]*ref=[\w.-]+/,
      );
      const form = new FormData();
      form.set('List-Unsubscribe', 'One-Click');
      expect((await fetch(second?.[0] ?? '', { method: 'POST', body: form })).status).toBe(200);

      // Gateways and mail programs repeat a click at once, and people press twice: all are answered, one decision is left.
      const third = (mails.find((text) => text.includes('m2@example.com')) ?? '').match(
        /http:\/\/127[^"\\]*ref=[\w.-]+/,
      );
      const atOnce = await Promise.all(
        Array.from({ length: 12 }, () =>
          fetch(third?.[0] ?? '', {
            method: 'POST',
            headers: { 'content-type': 'application/x-www-form-urlencoded' },
            body: 'List-Unsubscribe=One-Click',
          }),
        ),
      );
      expect(atOnce.map(({ status }) => status)).toEqual(Array.from({ length: 12 }, () => 200));
      const withdrawn = { channel: 'EMAIL', kind: 'AD', state: 'WITHDRAWN', source: 'call' };
      const recorded = await Promise.all(
        Array.from({ length: 12 }, () =>
          session.call(RECORD_CONSENT, { customerId: 'm-3', statements: [withdrawn] }, recordedConsent),
        ),
      );
      expect(recorded.map(({ applied }) => applied)).toEqual(Array.from({ length: 12 }, () => 1));

      const next = await send('more-ads', true);
      expect(next).toEqual([]);
      const codes = await send('codes', false);
      expect(codes).toHaveLength(SIZE);

      await session.close();
      session = await openSession(backend.sandbox.outputs, 'admin@example.org', PASSWORD);
      expect(await refusalsOf('m-2')).toHaveLength(1);
      expect(await refusalsOf('m-3')).toHaveLength(1);
      expect(await refusalsOf('m-0')).toEqual([{ channel: 'EMAIL', state: 'WITHDRAWN', source: 'unsubscribe link' }]);
    },
  );
});
