/// <reference lib="dom" />
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import * as z from 'zod';
import { openSession, type GraphqlSession } from '../../../src/cli/graphql-session.ts';
import { PASSWORD } from '../../amplify-client.ts';
import { planOneStepJob, type PlannedJob } from '../../prepare-job.ts';
import { openConsole, type OpenConsole } from './open-console.ts';
import { takePicture } from './take-picture.ts';

const PEOPLE = 240;
const PER_SECOND = 20;
const MOST_BYTES = 80_000;
const SIZE = { width: 1200, height: 780 };

let console_: OpenConsole;
let session: GraphqlSession;
let job: PlannedJob;
let campaignId: string;
let page: Page;
beforeAll(async () => {
  console_ = await openConsole();
  session = await openSession(console_.backend.sandbox.outputs, 'marketer@example.org', PASSWORD);
  job = await planOneStepJob(session, PEOPLE, {
    messagesPerSecond: PER_SECOND,
    addressOf: (index) => (index % 40 === 7 ? `fail-permanent-${index}` : `token-${index}`),
  });
  const { id, campaignId: planned } = await session.call(
    'query Job($id: ID!) { getSendJob(id: $id) { id campaignId } }',
    { id: job.jobId },
    z.object({ id: z.string(), campaignId: z.string() }),
  );
  expect(id).toBe(job.jobId);
  campaignId = planned;
  await session.call(
    SAVE_WEEKLY,
    { segmentId: await segmentOf(), templateId: job.templateId },
    z.object({ id: z.string() }),
  );
  page = await console_.signIn('marketer', { viewport: SIZE });
}, 400_000);
afterAll(async () => {
  await session?.close();
  await console_?.stop();
});

const SAVE_WEEKLY = /* GraphQL */ `
  mutation SaveWeekly($segmentId: ID!, $templateId: ID!) {
    saveCampaign(
      name: "금요일 소식"
      segmentId: $segmentId
      messageClass: AD
      steps: [{ channel: PUSH, templateId: $templateId }]
      schedule: { type: WEEKLY, timezone: "Asia/Seoul", time: "15:00", days: [FRI] }
    ) {
      id
    }
  }
`;

async function segmentOf(): Promise<string> {
  const { segmentId } = await session.call(
    'query Campaign($id: ID!) { getCampaign(id: $id) { segmentId } }',
    { id: campaignId },
    z.object({ segmentId: z.string() }),
  );
  return segmentId;
}

async function picture(name: string, address: string, whole: () => Promise<unknown>): Promise<void> {
  await page.goto(`${console_.url}${address}`);
  await whole();
  await page.waitForTimeout(500);
  expect(await takePicture(page, name), name).toBeLessThan(MOST_BYTES);
}

describe('the pictures of the documentation', () => {
  it('are ten screens in use, each less than 80 KB', async () => {
    const text = (words: string | RegExp) => () => page.getByText(words).first().waitFor({ timeout: 60_000 });
    await picture('campaign-review', `#/campaigns/${campaignId}`, text('빈칸이 없습니다'));
    await picture('calendar', '#/calendar', text('금요일 소식'));
    await picture('template', `#/templates/${job.templateId}`, text('법규 점검에서 걸린 것이 없습니다'));
    await picture('segment', `#/segments/${await segmentOf()}`, text(`${PEOPLE}명`));
    await picture('import', '#/import', async () => {
      await page.setInputFiles('input[type=file]', {
        name: '고객.csv',
        mimeType: 'text/csv',
        buffer: Buffer.from(
          '고객번호,이름,이메일,도시,등급\nm-900,서연,seoyeon@example.org,서울,VIP\nm-901,민준,없음,부산,BASIC\n',
        ),
      });
      await page.getByRole('button', { name: '가져오기 시작' }).click();
      await text('가져오기를 마쳤습니다')();
      await page.getByText('INVALID_ADDRESS').first().scrollIntoViewIfNeeded();
    });
    await picture('live-run', `#/runs/${job.jobId}`, async () => {
      await page.getByRole('button', { name: '발송 시작' }).click();
      await page.getByRole('dialog').getByRole('button', { name: '명에게 발송' }).click();
      await expect
        .poll(() =>
          page
            .locator('[data-outcome=accepted]')
            .first()
            .innerText()
            .then((said) => Number.parseInt(said, 10)),
        )
        .toBeGreaterThan(PEOPLE / 4);
    });
    // Said once, and in the way of all that follows.
    await page.getByRole('button', { name: '닫기', exact: true }).click();
    await picture('home', '#/', text('서울 세일'));
    await picture('failures', `#/runs/${job.jobId}?tab=failures`, async () => {
      await page.getByText('완료', { exact: true }).first().waitFor({ timeout: 120_000 });
      await text('더 이상 받을 수 없는 주소')();
    });
    await picture('outbox', '#/outbox', text('(광고)'));
    await picture('clock', '#/clock', text('금요일 소식'));
    expect(console_.problems).toEqual([]);
  }, 400_000);
});
