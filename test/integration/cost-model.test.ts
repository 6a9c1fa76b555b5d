import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import * as z from 'zod';
import * as operations from '../../src/cli/demo/operations.ts';
import { openSession, type GraphqlSession } from '../../src/cli/graphql-session.ts';
import { watchJob } from '../../src/client/index.ts';
import { PASSWORD } from '../amplify-client.ts';
import { startServer } from '../contract/local-server.ts';
import { OUR_BACKEND, ROOT, startBackend, type RunningBackend } from '../backends-under-test.ts';
import { prepareJob, type PreparedJob } from '../prepare-job.ts';

let backend: RunningBackend;
let prepared: PreparedJob;
let receiver: Awaited<ReturnType<typeof startServer>>;
let administrator: GraphqlSession;
beforeAll(async () => {
  receiver = await startServer(() => ({ status: 200, body: {} }));
  const secureParameters = [...OUR_BACKEND.secureParameters, '/bonghwa/destinations/local'];
  backend = await startBackend(
    { ...OUR_BACKEND, secureParameters },
    { startAt: Date.parse('2026-11-24T09:00:00+09:00') },
  );
  prepared = await prepareJob(backend, 10, (index) => `m${index}@example.com`, 'EMAIL');
  await prepared.launchAndFinish();
  // The client library has one signed-in user at a time.
  await prepared.session.close();
  await backend.sandbox.createUser({ email: 'admin@example.org', password: PASSWORD, groups: ['admin', 'marketer'] });
  administrator = await openSession(backend.sandbox.outputs, 'admin@example.org', PASSWORD);
}, 240_000);
afterAll(async () => {
  await administrator?.close();
  await backend?.stop();
  await receiver?.stop();
});

const event = z.object({
  Data: z.string(),
  Destination: z.unknown(),
  Endpoints: z.record(z.string(), z.unknown()),
});

describe('docs/cost-model.md', () => {
  it('has commands that the backend carries out as they stand', { timeout: 120_000 }, async () => {
    const page = await readFile(join(ROOT, 'docs', 'cost-model.md'), 'utf8');
    const blocks = [...page.matchAll(/^```graphql\n([^]*?)^```$/gm)].map(([, block = '']) => block);
    expect(blocks).toHaveLength(4);
    const answers: unknown[] = [];
    for (const block of blocks) {
      answers.push(await administrator.call(block.replace('JOB_ID', prepared.jobId), {}, z.unknown()));
    }
    expect(answers).toMatchObject([
      {
        prices: [
          { item: 'custom:kakao:ALIMTALK', monthZone: 'Asia/Seoul' },
          { item: 'custom:reseller:SMS', refundHours: 26 },
          { item: 'custom:reseller:LMS', refundHours: 49 },
          { item: 'sms-part', monthZone: null, refundHours: null },
          { item: 'push' },
          { item: 'email' },
        ],
      },
      {
        destinations: [
          { name: 'kakao', kind: 'ALIMTALK', charset: 'UNICODE', fallback: 'STEPS' },
          {
            name: 'reseller',
            messages: [
              { kind: 'SMS', most: 90 },
              { kind: 'LMS', most: 2_000, mostOfSubject: 40 },
            ],
          },
          { name: 'older', messages: [{ kind: 'SMS', most: 80 }, { kind: 'LMS' }] },
        ],
      },
      {
        content: { body: '봉화마트 - 예약금 ￦5,000을 받았습니다.' },
        fitted: {
          kind: 'SMS',
          replaced: [
            { from: '–', to: '-' },
            { from: '₩', to: '￦' },
          ],
        },
      },
      // Ten mails at a ten thousandth of a dollar, at 1,172.59 won.
      { included: 10, actualCostKrw: 1.17259, inDoubtCostKrw: 0, channels: [{ channel: 'EMAIL', included: 10 }] },
    ]);
  });

  it('C33 and C34 refuse a campaign by the character and by the number', { timeout: 60_000 }, async () => {
    const save = async (body: string, subject: string | null) => {
      const messageClass = subject === null ? 'TRANSACTIONAL' : 'AD';
      const { templateId } = await administrator.call(
        `mutation ($messageClass: MessageClass!, $content: TemplateContentInput!) {
          saveTemplate(name: "글", messageClass: $messageClass, content: $content) { templateId }
        }`,
        { messageClass, content: { channel: 'CUSTOM', body, ...(subject === null ? {} : { subject }) } },
        z.object({ templateId: z.string() }),
      );
      const { id: segmentId } = await administrator.call(
        'mutation ($definition: AWSJSON!) { saveSegment(name: "모두", definition: $definition) { id } }',
        { definition: JSON.stringify({ include: 'ALL', groups: [] }) },
        z.object({ id: z.string() }),
      );
      return administrator.call(
        `mutation ($segmentId: ID!, $templateId: ID!, $messageClass: MessageClass!) {
          saveCampaign(name: "국내", segmentId: $segmentId, messageClass: $messageClass,
            steps: [{ channel: CUSTOM, templateId: $templateId, destination: "reseller" }]) {
            steps { destination }
          }
        }`,
        { segmentId, templateId, messageClass },
        z.object({ steps: z.array(z.object({ destination: z.string() })) }),
      );
    };
    const advertisement = '오늘까지입니다. 문의 02-123-4567 무료수신거부 080-123-4567';
    await expect(save('😀 안내', null)).rejects.toThrow(/cannot carry 😀 \(U\+1F600\)/);
    await expect(save(advertisement, '(광고) 봉화백화점 겨울 세일 최대 70% 할인')).rejects.toThrow(/takes 41 bytes/);
    expect(await save('안내', null)).toEqual({ steps: [{ destination: 'reseller' }] });
  });

  it(
    'leads a step to the web address of its destination, signed, without a deployment',
    { timeout: 90_000 },
    async () => {
      const url = `${receiver.url}/hook`;
      const { destinations } = await administrator.call(
        `mutation ($url: String!) {
        saveDeliverySettings(destinations: [{ name: "local", kind: GENERIC, url: $url,
          secretParameter: "/bonghwa/destinations/local", endpointTypes: [EMAIL] }]) { destinations { name url } }
      }`,
        { url },
        z.object({ destinations: z.unknown() }),
      );
      expect(destinations).toEqual([{ name: 'local', url }]);
      const { templateId } = await administrator.call(
        `mutation { saveTemplate(name: "안내", messageClass: TRANSACTIONAL,
        content: { channel: CUSTOM, body: "주문 안내", subject: "제목" }) { templateId } }`,
        {},
        z.object({ templateId: z.string() }),
      );
      const { id: segmentId } = await administrator.call(
        'mutation ($definition: AWSJSON!) { saveSegment(name: "모두", definition: $definition) { id } }',
        { definition: JSON.stringify({ include: 'ALL', groups: [] }) },
        operations.withId,
      );
      const { id: campaignId } = await administrator.call(
        `mutation ($segmentId: ID!, $templateId: ID!) {
        saveCampaign(name: "지역", segmentId: $segmentId, messageClass: TRANSACTIONAL,
          steps: [{ channel: CUSTOM, templateId: $templateId, destination: "local" }]) { id }
      }`,
        { segmentId, templateId },
        operations.withId,
      );
      const { id: jobId } = await administrator.call(operations.PLAN_CAMPAIGN, { campaignId }, operations.withId);
      for await (const progress of watchJob(jobId)) if (progress.phase !== 'PLANNING') break;
      await administrator.call(operations.LAUNCH_JOB, { jobId }, operations.withId);
      const end = await watchJob(jobId).done;
      expect(end).toMatchObject({ phase: 'COMPLETED', included: 10, accepted: 10 });
      const hooks = receiver.requests.filter(({ path }) => path === '/hook');
      const told = hooks.map(({ body }) => event.parse(JSON.parse(body)));
      expect(told.flatMap(({ Endpoints }) => Object.keys(Endpoints))).toHaveLength(10);
      for (const { Destination, Data } of told) {
        expect(Data).toBe('주문 안내');
        expect(Destination).toEqual({ Name: 'local', Kind: 'MESSAGE', IsAdvertising: false, Subject: '제목' });
      }
      for (const { headers } of hooks) expect(headers['x-bonghwa-signature']).toMatch(/^t=\d+,v1=[0-9a-f]{64}$/);
    },
  );
});
