/// <reference lib="dom" />
import { generateKeyPairSync } from 'node:crypto';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { prepareJob, type PreparedJob } from '../../prepare-job.ts';
import { choose } from './choose.ts';
import { openConsole, type OpenConsole } from './open-console.ts';
import { findings } from './walk-pages.ts';

let console_: OpenConsole;
let prepared: PreparedJob;
let admin: Page;
beforeAll(async () => {
  console_ = await openConsole();
  prepared = await prepareJob(console_.backend, 30);
  admin = await console_.signIn('admin');
}, 300_000);
afterAll(async () => {
  await prepared?.session.close();
  await console_?.stop();
});

const save = (page: Page) => page.getByRole('button', { name: '저장', exact: true }).click();

describe('the settings', () => {
  it('are saved as they are written, and never as a part of what was typed', async () => {
    await admin.goto(`${console_.url}#/settings`);
    await admin.getByLabel('월 예산 (원)').fill('500만');
    await admin.getByText('5,000,000', { exact: true }).waitFor();
    await admin.getByLabel('광고성 정보 · 하루').fill('2');
    await save(admin);
    await admin.getByText('설정을 저장했습니다').waitFor();
    await admin.reload();
    await admin.getByLabel('월 예산 (원)').waitFor();
    expect(await admin.getByLabel('월 예산 (원)').inputValue()).toBe('5,000,000');
    expect(await admin.getByLabel('광고성 정보 · 하루').inputValue()).toBe('2');
  });

  it('K3 tell of what somebody else saved meanwhile, side by side, and keep what was typed; one’s own second save is no conflict', async () => {
    const other = await console_.signIn('admin', { language: 'en' });
    await other.goto(`${console_.url}#/settings`);
    await other.getByLabel('Records of direct sends (days)').fill('30');
    await other.getByRole('button', { name: 'Save', exact: true }).click();
    await other.getByText('The settings are saved').waitFor();
    await other.getByLabel('Records of direct sends (days)').fill('31');
    await other.getByRole('button', { name: 'Save', exact: true }).click();
    await other.waitForFunction(
      () => document.querySelectorAll('[class*=flash-type-success], [class*=flash]').length > 0,
    );
    await other.context().close();
    await admin.getByLabel('월 예산 (원)').fill('6,000,000');
    await save(admin);
    await admin.getByText('그사이 다른 사람이 저장했습니다').waitFor();
    await admin.getByText(/직접 발송 기록 \(일\): 내 입력 90 · 저장된 값 3[01]/).waitFor();
    expect(await admin.getByLabel('월 예산 (원)').inputValue()).toBe('6,000,000');
    await admin.getByRole('button', { name: '내 입력 유지' }).click();
    await save(admin);
    await admin.getByText('설정을 저장했습니다').first().waitFor();
  });

  it('stop everything only when asked, naming what stops, and say so above every page', async () => {
    await admin.goto(`${console_.url}#/settings`);
    await admin.getByLabel('중지하는 이유').fill('잘못된 쿠폰');
    await admin.getByRole('button', { name: '전체 발송 중지' }).click();
    await admin.getByRole('dialog').getByText('지금 발송 중인 캠페인은 없습니다').waitFor();
    await admin.getByRole('dialog').getByRole('button', { name: '발송 중 0개 중지' }).click();
    await admin.getByText('모든 발송을 중지했습니다').waitFor();
    await admin.goto(`${console_.url}#/segments`);
    await admin.getByText('잘못된 쿠폰').first().waitFor();
    await admin.goto(`${console_.url}#/settings`);
    await admin.getByRole('button', { name: '발송 다시 시작' }).click();
    await admin.getByRole('dialog').getByRole('button', { name: '0개 이어서 발송' }).click();
    await admin.getByText('발송을 다시 시작했습니다').waitFor();
    // That was one's own doing: what is saved next is no conflict with it.
    await admin.getByLabel('승인이 필요한 인원').fill('1만');
    await save(admin);
    await admin.getByText('설정을 저장했습니다').first().waitFor();
    expect(await admin.getByText('그사이 다른 사람이 저장했습니다').count()).toBe(0);
  });

  it('can be seen by a viewer, and changed by none but administrators', async () => {
    const page = await console_.signIn('viewer', { language: 'en' });
    await page.goto(`${console_.url}#/settings`);
    await page.getByText('Administrators alone can change the settings.').waitFor();
    expect(await page.getByLabel('Budget of a month (won)').isDisabled()).toBe(true);
    const buttons = await page.getByRole('button').allInnerTexts();
    expect(buttons.filter((text) => /save|stop/i.test(text))).toEqual([]);
    await page.context().close();
  });
});

describe('costs', () => {
  it('show the month against its budget, and what a run was to cost and did', async () => {
    await admin.goto(`${console_.url}#/costs`);
    await admin.getByRole('meter', { name: '월 예산' }).waitFor();
    await admin.getByText('Pinpoint였다면').waitFor();
    const row = admin.getByRole('row').filter({ hasText: '서울 세일' });
    await row.getByText(/₩/).first().waitFor();
  });

  it('take a price of one’s own, which counts from its day on', async () => {
    await admin.goto(`${console_.url}#/costs?tab=prices`);
    await admin.getByText('새 요금').click();
    await admin.getByLabel('금액', { exact: true }).fill('오천');
    await admin.getByText('0.0001처럼 숫자로').first().waitFor();
    await admin.getByLabel('금액', { exact: true }).fill('8.75');
    await admin.getByLabel('적용 시작').fill('2026-12-01');
    await admin.getByLabel('출처', { exact: true }).fill('계약서');
    await save(admin);
    await admin.getByText('요금표를 저장했습니다').waitFor();
    const row = admin.getByRole('row').filter({ hasText: '계약서' });
    await row.getByText('₩8.75').waitFor();
    await row.getByText('적용 예정').waitFor();
    await row.getByRole('button', { name: '빼기' }).click();
    await admin.getByRole('dialog').getByRole('button', { name: 'sms-part:+82 요금 빼기' }).click();
    await row.waitFor({ state: 'detached' });
  });
});

describe('external servers', () => {
  it('are registered by an administrator, who sees a secret once, and counted by day', async () => {
    await admin.goto(`${console_.url}#/servers/new`);
    await admin.getByLabel('이름', { exact: true }).fill('쇼핑몰');
    await admin.getByLabel('서버 ID').fill('shop');
    await admin.getByLabel('허용 주소 (CIDR)').fill('203.0.113.0/24\n198.51.100.7/32');
    await save(admin);
    await admin.getByRole('heading', { level: 1, name: '쇼핑몰' }).waitFor();
    await admin.getByLabel('새 키 ID').fill('2026-11');
    const { x = '' } = generateKeyPairSync('ed25519').publicKey.export({ format: 'jwk' });
    await admin.getByRole('textbox', { name: '공개 키' }).fill(x);
    await admin.getByRole('button', { name: '키 더하기' }).click();
    await admin.getByText('2026-11 · EdDSA').waitFor();
    await admin.getByLabel('새 키 ID').fill('2026-12');
    await choose(admin, '서명 방식', 'HS256 (비밀 키)');
    await admin.getByRole('button', { name: '키 더하기' }).click();
    const secret = await admin.locator('[data-secret]').innerText();
    expect(secret.length).toBeGreaterThanOrEqual(32);
    await admin.getByText('키는 두 개까지입니다').waitFor();
    await admin.reload();
    await admin.getByText('2026-12 · HS256').waitFor();
    expect(await admin.getByText(secret).count()).toBe(0);
    await admin.getByRole('table', { name: '사용량' }).getByRole('row').nth(14).waitFor();
    expect(await findings(admin)).toEqual([]);
    await admin.goto(`${console_.url}#/servers`);
    const row = admin.getByRole('row').filter({ hasText: '쇼핑몰' });
    await row.getByText('203.0.113.0/24, 198.51.100.7/32').waitFor();
  });

  it('have an audit log whose day and filters stand in the address', async () => {
    await admin.goto(`${console_.url}#/servers?tab=audit`);
    await admin.getByText('saveApiClient').first().waitFor();
    await admin.getByLabel('사람, 작업, 대상에서 찾기').fill('addApiKey');
    await admin.waitForFunction(() => location.hash.includes('q=addApiKey'));
    await admin.waitForFunction(() => !(document.querySelector('main')?.textContent ?? '').includes('saveApiClient'));
    await admin.reload();
    await admin.getByText('addApiKey').first().waitFor();
    expect(await admin.getByText('saveApiClient').count()).toBe(0);
  });
});

describe('finding anything', () => {
  it('opens by Ctrl+K, and goes to what begins the list; K1 an Enter that ends a syllable goes nowhere', async () => {
    await admin.goto(`${console_.url}#/`);
    await admin.getByRole('heading', { level: 1, name: '홈' }).waitFor();
    await admin.keyboard.press('Control+k');
    const field = admin.getByRole('dialog').getByLabel('모두 찾기');
    await field.fill('서울 세일');
    await admin.getByRole('dialog').getByRole('link', { name: '서울 세일' }).first().waitFor();
    await field.evaluate((input) =>
      input.dispatchEvent(
        new KeyboardEvent('keydown', { key: 'Enter', isComposing: true, keyCode: 229, bubbles: true }),
      ),
    );
    await admin.getByRole('dialog').waitFor();
    await field.press('Enter');
    await admin.getByRole('heading', { level: 1, name: '서울 세일' }).waitFor();
    expect(console_.problems).toEqual([]);
  });
});

describe('the report of a run', () => {
  it('is a click from the run, says who came back and what one of them cost, and can be downloaded', async () => {
    await prepared.launchAndFinish();
    await admin.goto(`${console_.url}#/runs/${prepared.jobId}`);
    await admin.getByRole('link', { name: '성과' }).click();
    await admin.getByRole('heading', { level: 1, name: '서울 세일 성과' }).waitFor();
    await admin.getByText('비교군이 없어 알 수 없음').waitFor();
    await admin.getByRole('row').filter({ hasText: '1단계 · 푸시' }).getByText('30', { exact: true }).first().waitFor();
    const download = admin.waitForEvent('download');
    await admin.getByRole('button', { name: 'CSV 내려받기' }).click();
    const file = await download;
    expect(file.suggestedFilename()).toContain('report-서울_세일');
    const chunks: Buffer[] = [];
    for await (const chunk of await file.createReadStream()) chunks.push(chunk as Buffer);
    expect(Buffer.concat(chunks).toString()).toMatch(/^\uFEFF.*planned/);
    expect(console_.problems).toEqual([]);
  });
});
