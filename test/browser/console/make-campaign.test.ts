/// <reference lib="dom" />
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { prepareJob, type PreparedJob } from '../../prepare-job.ts';
import { openConsole, type OpenConsole } from './open-console.ts';

let console_: OpenConsole;
let prepared: PreparedJob;
let page: Page;
beforeAll(async () => {
  console_ = await openConsole();
  prepared = await prepareJob(console_.backend, 60);
  page = await console_.signIn('marketer');
}, 240_000);
afterAll(async () => {
  await prepared?.session.close();
  await console_?.stop();
});

/** Chooses in one of Cloudscape's selects, found by its label. */
async function choose(label: RegExp, option: string): Promise<void> {
  await page.getByRole('button', { name: label }).first().click();
  await page.getByRole('option', { name: option }).click();
}

describe('a marketer', () => {
  it('writes a template, and sees the verdict of the law and the words change while typing', async () => {
    await page.goto(`${console_.url}#/templates/new`);
    await page.getByLabel('이름', { exact: true }).fill('겨울 세일');
    await page.getByLabel('제목', { exact: true }).fill('{{User.UserAttributes.GivenName}}님, 겨울 세일');
    await page.getByLabel('본문', { exact: true }).fill('오늘만 드립니다.');
    await page
      .getByText(/\(rule /)
      .first()
      .waitFor();
    await page.getByLabel('제목', { exact: true }).fill('(광고) {{User.UserAttributes.GivenName}}님, 겨울 세일');
    await page.getByLabel('본문', { exact: true }).fill('오늘만 드립니다. 무료수신거부: 앱 설정');
    await page.getByText('법규 점검에서 걸린 것이 없습니다').waitFor();
    await page.getByLabel('이 고객이 받는 모습').fill('m-1');
    await page.getByText('(광고) 서연님, 겨울 세일').waitFor();
  });

  it('K4 finds all that was typed after a reload, as a draft with its time; then saves it as a version', async () => {
    await page.reload();
    await page.getByText('저장하지 않은 초안').waitFor();
    expect(await page.getByLabel('이름', { exact: true }).inputValue()).toBe('겨울 세일');
    await page.getByRole('button', { name: '저장', exact: true }).click();
    await page.getByText('버전 1 저장했습니다').waitFor();
    await page.waitForFunction(() => /#\/templates\/(?!new)/.test(location.hash));
    await page.getByText('사용하는 캠페인이 없습니다').waitFor();
  });

  it('K3 is told that somebody saved meanwhile, and loses nothing', async () => {
    const other = await console_.signIn('admin');
    await other.goto(page.url());
    await other.getByLabel('본문', { exact: true }).fill('내일까지입니다. 무료수신거부: 앱 설정');
    await other.getByRole('button', { name: '저장', exact: true }).click();
    await other.getByText('버전 2 저장했습니다').waitFor();
    // One's own second save in a row is no conflict.
    await other.getByLabel('본문', { exact: true }).fill('모레까지입니다. 무료수신거부: 앱 설정');
    await other.getByRole('button', { name: '저장', exact: true }).click();
    await other.getByText('버전 3 저장했습니다').waitFor();
    await other.context().close();
    await page.getByLabel('본문', { exact: true }).fill('이번 주입니다. 무료수신거부: 앱 설정');
    await page.getByRole('button', { name: '저장', exact: true }).click();
    await page.getByText('그사이 다른 사람이 버전 3 저장했습니다').waitFor();
    expect(await page.getByLabel('본문', { exact: true }).inputValue()).toContain('이번 주입니다');
    await page.getByRole('button', { name: '내 문구를 버전 4으로 저장' }).click();
    await page.getByText('버전 4 저장했습니다').waitFor();
  });

  it('builds a segment of sentences, and sees how many it is', async () => {
    await page.goto(`${console_.url}#/segments/new`);
    // The page before has a field of that name too, and stays until this one has come.
    await page.getByRole('heading', { level: 1, name: '새 세그먼트' }).waitFor();
    await page.getByLabel('이름', { exact: true }).fill('서울 고객');
    await choose(/^무엇을/, '도시');
    await page.getByLabel('값 (쉼표로 구분)').fill('부산');
    await page.getByText('0명', { exact: true }).first().waitFor();
    await page.getByLabel('값 (쉼표로 구분)').fill('부산, 서울');
    await page.getByText('60명', { exact: true }).first().waitFor();
    await page.getByRole('button', { name: '저장', exact: true }).click();
    await page.getByText('서울 고객 저장했습니다').waitFor();
    await page.reload();
    expect(await page.getByLabel('값 (쉼표로 구분)').inputValue()).toBe('부산, 서울');
  });

  it('makes a campaign by the wizard, reads its forecast, and plans a run of it', async () => {
    await page.goto(`${console_.url}#/campaigns/new/edit`);
    const next = page.getByRole('button', { name: '다음', exact: true });
    await next.click();
    await page.getByText('이름을 입력하세요').waitFor();
    await page.getByLabel('이름', { exact: true }).fill('겨울 캠페인');
    await choose(/^세그먼트/, '서울 고객');
    await next.click();
    await choose(/^템플릿/, '겨울 세일');
    await next.click();
    await next.click();
    await page.getByLabel('예산 (원)').fill('500만');
    await page.getByText('5,000,000', { exact: true }).waitFor();
    await next.click();
    await page.getByText('₩5,000,000').waitFor();
    await page.getByRole('button', { name: '저장하고 예측 보기' }).click();
    await page.getByText('지금 실행하면').waitFor();
    await page.getByText('예상 비용').waitFor();
    await page.getByRole('button', { name: '발송 계획 세우기' }).click();
    await page.getByRole('button', { name: '발송 시작' }).waitFor({ timeout: 30_000 });
    expect(page.url()).toContain('#/runs/');
    expect(console_.problems).toEqual([]);
  });
});
