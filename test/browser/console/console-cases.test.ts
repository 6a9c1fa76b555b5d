/// <reference lib="dom" />
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { prepareJob, type PreparedJob } from '../../prepare-job.ts';
import { openConsole, type OpenConsole } from './open-console.ts';

let console_: OpenConsole;
let prepared: PreparedJob;
beforeAll(async () => {
  console_ = await openConsole();
  prepared = await prepareJob(console_.backend, 230);
}, 400_000);
afterAll(async () => {
  await prepared?.session.close();
  await console_?.stop();
});

/** The Enter by which a Korean keyboard ends a syllable, in both orders of events that browsers have. */
async function composeEnter(page: Page, order: 'BEFORE' | 'AFTER'): Promise<void> {
  await page.evaluate((which) => {
    const field = document.activeElement;
    if (!(field instanceof HTMLElement)) throw new Error('Nothing has the focus.');
    const key = (): boolean =>
      field.dispatchEvent(
        new KeyboardEvent('keydown', {
          key: 'Enter',
          isComposing: true,
          keyCode: 229,
          bubbles: true,
          cancelable: true,
        }),
      );
    const end = (): boolean =>
      field.dispatchEvent(new CompositionEvent('compositionend', { data: '울', bubbles: true }));
    field.dispatchEvent(new CompositionEvent('compositionstart', { data: '', bubbles: true }));
    if (which === 'BEFORE') {
      key();
      end();
    } else {
      end();
      key();
    }
  }, order);
}

describe('the console', () => {
  it.each(['BEFORE', 'AFTER'] as const)(
    'K1 takes the Enter that ends a syllable for no answer (compositionend %s the key), and the next one for one',
    async (order) => {
      const page = await console_.signIn('marketer');
      const asked: string[] = [];
      page.on('request', (request) => {
        const body = request.postData() ?? '';
        if (body.includes('ExplainRecipient') || body.includes('explainRecipient')) asked.push(body);
        if (body.includes('sendTestMessage')) asked.push(body);
      });
      await page.goto(`${console_.url}#/runs/${prepared.jobId}?tab=find`);
      await page.getByLabel('고객 ID').fill('m-1서울');
      await composeEnter(page, order);
      await page.waitForTimeout(300);
      expect(asked).toEqual([]);
      await page.keyboard.press('Enter');
      await expect.poll(() => asked.length).toBe(1);
      expect(page.url()).toContain(`who=${encodeURIComponent('m-1서울')}`);
      await page.goto(`${console_.url}#/templates/${prepared.templateId}`);
      await page.getByLabel('기기 토큰').fill('서울');
      asked.length = 0;
      await composeEnter(page, order);
      await page.waitForTimeout(300);
      expect(asked).toEqual([]);
      await page.keyboard.press('Enter');
      await expect.poll(() => asked.length).toBe(1);
      await page.context().close();
    },
  );

  it('K6 comes back to the same page of the same list, and begins a changed filter at its first page', async () => {
    const page = await console_.signIn('marketer');
    await page.goto(`${console_.url}#/runs/${prepared.jobId}?tab=recipients`);
    const rows = page.getByRole('table', { name: '결과별 수신자' }).locator('tbody tr');
    await rows.nth(49).waitFor();
    const first = await rows.first().innerText();
    await page.getByRole('button', { name: '다음', exact: true }).click();
    await expect.poll(() => rows.first().innerText()).not.toBe(first);
    const second = await rows.first().innerText();
    await page.getByRole('button', { name: '다음', exact: true }).click();
    await expect.poll(() => rows.first().innerText()).not.toBe(second);
    const third = page.url();
    const listed = await rows.allInnerTexts();
    await rows.nth(2).getByRole('link').click();
    await page.getByLabel('고객 ID').waitFor();
    await page.goBack();
    await expect.poll(() => rows.allInnerTexts()).toEqual(listed);
    expect(page.url()).toBe(third);
    await page.getByRole('button', { name: /^결과 또는 제외 사유/ }).click();
    await page.getByRole('option', { name: '발송 전' }).click();
    await expect.poll(() => page.url()).not.toContain('after=');
    await expect.poll(() => rows.first().innerText()).toBe(first);
    await page.getByRole('button', { name: /^결과 또는 제외 사유/ }).click();
    await page.getByRole('option', { name: '도달', exact: true }).click();
    await page.getByText('해당하는 사람이 없습니다').waitFor();
    expect(await rows.count()).toBe(0);
    await page.context().close();
  });

  it('K8 shows the last typed words whichever answer comes last, and sends tests of the version that it names', async () => {
    const page = await console_.signIn('marketer');
    let slow = true;
    await page.route('**/graphql', async (route) => {
      const body = route.request().postData() ?? '';
      if (slow && body.includes('previewTemplate') && body.includes('느린')) {
        await new Promise((resolve) => setTimeout(resolve, 3_000));
      }
      await route.continue();
    });
    await page.goto(`${console_.url}#/templates/${prepared.templateId}`);
    await page.getByText('저장된 버전 1 그대로', { exact: true }).waitFor();
    const body = page.getByLabel('본문', { exact: true });
    await body.fill('느린 문구. 무료수신거부: 앱 설정');
    await page.waitForTimeout(600);
    await body.fill('빠른 문구. 무료수신거부: 앱 설정');
    await page.locator('.device').getByText('빠른 문구').waitFor();
    await page.waitForTimeout(3_500);
    slow = false;
    expect(await page.locator('.device').innerText()).toContain('빠른 문구');
    await page.getByText('아직 저장하지 않은 문구 (테스트와 캠페인에는 버전 1 발송)').waitFor();
    await page.getByText('고친 내용은 아직 저장하지 않아 테스트에 들어가지 않습니다 (버전 1)').waitFor();
    await page.getByLabel('기기 토큰').fill('k8-token');
    await page.getByRole('button', { name: '버전 1 테스트 발송' }).click();
    await page.getByText('버전 1 테스트 메시지').waitFor();
    await expect
      .poll(() => [...console_.backend.sandbox.outbox.all({ address: 'k8-token' })].map(({ body: sent }) => sent), {
        timeout: 60_000,
      })
      .toEqual([expect.stringContaining('오늘만')]);
    // Once it is saved, all three name the next one.
    await page.getByRole('button', { name: '저장', exact: true }).click();
    await page.getByText('저장된 버전 2 그대로', { exact: true }).waitFor();
    await page.getByRole('button', { name: '버전 2 테스트 발송' }).waitFor();
    await page.context().close();
  });

  it('K9 gives the focus back to the button of a dialog that Esc closed while the page moved, never to the body', async () => {
    const page = await console_.signIn('marketer');
    await page.goto(`${console_.url}#/runs/${prepared.jobId}`);
    await page.getByRole('button', { name: '발송 시작' }).click();
    await page.getByRole('dialog').waitFor();
    await page.keyboard.press('Escape');
    await page.getByRole('dialog').waitFor({ state: 'hidden' });
    expect(await page.evaluate(() => document.activeElement?.textContent)).toBe('발송 시작');
    await page.context().close();
  });

  it('K7 lets the wheel of a mouse change no amount, and refuses what is no number in words', async () => {
    const page = await console_.signIn('marketer');
    await page.goto(`${console_.url}#/campaigns/new/edit`);
    const holdout = page.getByLabel('비교군(미발송) 비율 (%)');
    await holdout.fill('５');
    await holdout.hover();
    await page.mouse.wheel(0, 400);
    expect(await holdout.inputValue()).toBe('５');
    await holdout.fill('다섯');
    await page.getByText('숫자로 입력하세요').waitFor();
    await page.context().close();
  });

  it('K2 makes one run of two clicks in a row, and of a click whose answer was lost and is given again', async () => {
    const page = await console_.signIn('marketer');
    let given = 0;
    await page.route('**/graphql', async (route) => {
      if (!(route.request().postData() ?? '').includes('launchJob')) return route.continue();
      given += 1;
      if (given > 1) return route.continue();
      // The server does it; its answer never comes.
      await route.fetch();
      return route.abort('connectionreset');
    });
    await page.goto(`${console_.url}#/runs/${prepared.jobId}`);
    await page.getByRole('button', { name: '발송 시작' }).click();
    const launch = page.getByRole('dialog').getByRole('button', { name: '명에게 발송' });
    await launch.evaluate((button: HTMLElement) => {
      button.click();
      setTimeout(() => button.click(), 30);
    });
    // The client gives it again by itself: what it was told first never came.
    await page.getByText('발송을 시작했습니다').waitFor();
    expect(given).toBe(2);
    await page.getByText('완료', { exact: true }).first().waitFor({ timeout: 120_000 });
    const addresses = [...console_.backend.sandbox.outbox.all()].map(({ address }) => address);
    const sent = addresses.filter((address) => address.startsWith('token-'));
    expect(sent.length).toBe(230);
    expect(new Set(sent).size).toBe(230);
    await page.context().close();
  });
});
