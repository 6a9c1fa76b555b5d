/// <reference lib="dom" />
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import * as z from 'zod';
import { prepareJob, type PreparedJob } from '../../prepare-job.ts';
import { openConsole, type OpenConsole } from './open-console.ts';

let console_: OpenConsole;
let prepared: PreparedJob;
beforeAll(async () => {
  console_ = await openConsole();
  prepared = await prepareJob(console_.backend, 30);
  await prepared.session.call(
    'mutation ($customers: [AWSJSON!]!) { upsertCustomers(customers: $customers) { outcome } }',
    {
      customers: [
        JSON.stringify({
          id: 'c-1',
          attributes: { Name: ['김서연'] },
          endpoints: [
            { id: 'e-1', channelType: 'SMS', address: '010-1234-5678' },
            { id: 'e-2', channelType: 'EMAIL', address: 'seoyeon@example.com' },
          ],
        }),
      ],
    },
    z.array(z.object({ outcome: z.literal('CREATED') })),
  );
  await prepared.session.call(
    `mutation { recordConsent(customerId: "c-1", statements: [
      { channel: EMAIL, kind: AD, state: GRANTED, source: "form", wording: "[선택] 광고성 정보 수신동의" }
    ]) { applied } }`,
    {},
    z.object({ applied: z.literal(1) }),
  );
}, 300_000);
afterAll(async () => {
  await prepared?.session.close();
  await console_?.stop();
});

async function look(page: Page, label: string, text: string): Promise<void> {
  await page.getByLabel(label, { exact: true }).fill(text);
  await page.keyboard.press('Enter');
}

describe('customers', () => {
  it('are found by id, by a number as it is written, and by the beginning of a name, which the address keeps', async () => {
    const page = await console_.signIn('marketer');
    await page.goto(`${console_.url}#/customers`);
    const label = 'ID, 주소, 이름 앞부분';
    await look(page, label, '+82 10 1234 5678');
    await page.getByRole('link', { name: '김서연' }).waitFor();
    await page.getByText('찾은 주소').waitFor();
    await page.getByText('+8210****5678').waitFor();
    await look(page, label, '없는사람');
    await page.getByText('찾은 고객이 없습니다').waitFor();
    await look(page, label, '김서');
    await page.getByRole('link', { name: '김서연' }).click();
    await page.getByRole('heading', { level: 1, name: '김서연' }).waitFor();
    await page.getByText('seoyeon@example.com').waitFor();
    await page.getByText('이메일 · 광고 · 동의').waitFor();
    await page.getByRole('tab', { name: '수신동의 변경' }).click();
    await page.getByText('[선택] 광고성 정보 수신동의').waitFor();
    // K6: back is the same list.
    await page.goBack();
    await page.goBack();
    await page.getByRole('link', { name: '김서연' }).waitFor();
    expect(decodeURIComponent(page.url())).toContain('q=김서');
    expect(await page.getByLabel(label, { exact: true }).inputValue()).toBe('김서');
    expect(console_.problems).toEqual([]);
    await page.context().close();
  });

  it('have a timeline of messages and consents, and can be handed out as a file', async () => {
    const page = await console_.signIn('marketer', { acceptDownloads: true });
    await page.goto(`${console_.url}#/customers/m-3`);
    await page.getByRole('link', { name: '서울 세일' }).waitFor();
    await page.getByText('실행 1개에서 찾았습니다').waitFor();
    await page.goto(`${console_.url}#/customers/c-1?tab=consents`);
    await page.getByText('이메일 · 광고 · 동의').first().waitFor();
    expect(await page.getByRole('tab', { name: '감사 기록' }).count()).toBe(0);
    const download = page.waitForEvent('download');
    await page.getByRole('button', { name: '내보내기' }).click();
    const file = await download;
    expect(file.suggestedFilename()).toBe('customer-c-1.json');
    const chunks: Buffer[] = [];
    for await (const chunk of await file.createReadStream()) chunks.push(chunk as Buffer);
    const exported = JSON.parse(Buffer.concat(chunks).toString()) as { customer: { id: string }; consents: unknown[] };
    expect(exported.customer.id).toBe('c-1');
    expect(exported.consents).toHaveLength(1);
    expect(console_.problems).toEqual([]);
    await page.context().close();
  });

  it('are shown to a viewer with masked addresses and nothing to do to them, and refused by the API all the same', async () => {
    const page = await console_.signIn('viewer', { language: 'en' });
    await page.goto(`${console_.url}#/customers/c-1`);
    await page.getByText('se***@example.com').waitFor();
    expect(await page.getByText('seoyeon@example.com').count()).toBe(0);
    const buttons = await page.getByRole('button').allInnerTexts();
    expect(buttons.filter((text) => /erase|export/i.test(text))).toEqual([]);
    const refused = await page.evaluate(async () => {
      const key = Object.keys(localStorage).find((name) => name.endsWith('.accessToken')) ?? '';
      const asked = [
        'query { exportCustomer(customerId: "c-1") { customerId } }',
        'mutation { eraseCustomer(customerId: "c-1") { existed } }',
        'query { customerAudit(customerId: "c-1") { nextToken } }',
      ];
      return Promise.all(
        asked.map(async (query) => {
          const answer = await fetch('/graphql', {
            method: 'POST',
            headers: { 'content-type': 'application/json', authorization: localStorage.getItem(key) ?? '' },
            body: JSON.stringify({ query }),
          });
          return ((await answer.json()) as { errors: { errorType: string }[] }).errors[0]?.errorType;
        }),
      );
    });
    expect(refused).toEqual(['Unauthorized', 'Unauthorized', 'Unauthorized']);
    expect(console_.problems).toEqual([]);
    await page.context().close();
  });

  it('are erased by an administrator, who is asked with their name, and leave an entry behind', async () => {
    const page = await console_.signIn('admin', { language: 'en' });
    await page.goto(`${console_.url}#/customers/c-1?tab=audit`);
    await page.getByText('exportCustomer').first().waitFor();
    await page.getByRole('button', { name: 'Erase', exact: true }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByText('김서연, 2 endpoints').waitFor();
    await dialog.getByRole('button', { name: 'Erase customer c-1' }).click();
    await page.getByText('Customer c-1 was erased').waitFor();
    await page.waitForFunction(() => location.hash.startsWith('#/customers') && !location.hash.includes('c-1'));
    await page.goto(`${console_.url}#/customers?q=${encodeURIComponent('seoyeon@example.com')}`);
    await page.getByText('Nobody found').waitFor();
    await page.goto(`${console_.url}#/customers/c-1?tab=audit`);
    await page.getByText('eraseCustomer').first().waitFor();
    expect(console_.problems).toEqual([]);
    await page.context().close();
  });
});
