/// <reference lib="dom" />
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { prepareJob, type PreparedJob } from '../../prepare-job.ts';
import { choose } from './choose.ts';
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

const save = (of: Page) => of.getByRole('button', { name: '저장', exact: true }).click();
const next = () => page.getByRole('button', { name: '다음', exact: true }).click();
const heading = (name: string) => page.getByRole('heading', { level: 1, name }).waitFor();

/** Composes Korean as an input method does: syllable by syllable, each of them growing while it is composed. */
async function compose(steps: readonly (readonly [composed: string, ended: boolean])[]): Promise<void> {
  const session = await page.context().newCDPSession(page);
  for (const [text, isEnded] of steps) {
    if (isEnded) await session.send('Input.insertText', { text });
    else
      await session.send('Input.imeSetComposition', { text, selectionStart: text.length, selectionEnd: text.length });
  }
  await session.detach();
}

describe('the console', () => {
  it('K1 leaves a syllable whole that is composed in the filter of a list, and K6 goes back from it by one step', async () => {
    await page.goto(`${console_.url}#/runs`);
    await heading('실행');
    await page.goto(`${console_.url}#/segments`);
    await heading('세그먼트');
    const field = page.getByLabel('이름으로 찾기');
    await field.click();
    await compose([
      ['ㅅ', false],
      ['서', false],
      ['성', false],
      ['서', true],
      ['우', false],
      ['울', true],
    ]);
    expect(await field.inputValue()).toBe('서울');
    await page.waitForFunction(() => decodeURIComponent(location.hash).includes('name=서울'));
    await page.goBack();
    await heading('실행');
    await page.goForward();
    await heading('세그먼트');
    expect(await page.getByLabel('이름으로 찾기').inputValue()).toBe('서울');
  });

  it('K1 finds a name also by Hangul that a Mac hands over letter by letter, and tells nobody who has some to make a first', async () => {
    await page.goto(
      `${console_.url}#/templates?name=${encodeURIComponent(`${prepared.templateName} `.normalize('NFD'))}`,
    );
    await page.getByRole('link', { name: prepared.templateName }).waitFor();
    await page.getByLabel('이름으로 찾기').fill('없는 이름');
    await page.getByText('찾는 이름을 바꿔 보세요.').waitFor();
    expect(await page.getByText('첫 템플릿을 만드세요.').count()).toBe(0);
  });

  it('opens a calendar whose address says a month that it has nothing of, and hangs on none', async () => {
    await page.goto(`${console_.url}#/calendar?month=0001-01`);
    await heading('캘린더 2026-11');
  });

  it('K3 shows a segment as it was saved last, whoever saved it, and tells of two who change it', async () => {
    await page.goto(`${console_.url}#/segments/new`);
    await heading('새 세그먼트');
    await page.getByLabel('이름', { exact: true }).fill('활동 고객');
    const days = page.getByLabel('최근 며칠');
    await days.fill('');
    await save(page);
    expect(await page.evaluate(() => document.activeElement?.getAttribute('aria-label'))).toBe('최근 며칠');
    await days.pressSequentially('7');
    expect(await days.inputValue()).toBe('7');
    await save(page);
    await page.getByText('활동 고객 저장했습니다').waitFor();
    await page.waitForFunction(() => /#\/segments\/(?!new)/.test(location.hash));
    const address = page.url();
    await days.fill('14');
    await save(page);
    await page.getByText('저장하지 않은 초안').waitFor({ state: 'hidden' });
    await page.goto(`${console_.url}#/segments`);
    await page.getByRole('link', { name: '활동 고객' }).click();
    await heading('활동 고객');
    expect(await page.getByLabel('최근 며칠').inputValue()).toBe('14');
    const other = await console_.signIn('admin');
    await other.goto(address);
    await other.getByLabel('최근 며칠').fill('21');
    await save(other);
    await other.getByText('활동 고객 저장했습니다').waitFor();
    await other.context().close();
    await page.getByLabel('최근 며칠').fill('28');
    await save(page);
    await page.getByText('그사이 다른 사람이 저장했습니다').waitFor();
    await page.getByText(/내 입력 .*28.* · 저장된 값 .*21/).waitFor();
    expect(await page.getByLabel('최근 며칠').inputValue()).toBe('28');
    await page.getByRole('button', { name: '내 입력 유지' }).click();
    await save(page);
    await page.getByText('저장하지 않은 초안').waitFor({ state: 'hidden' });
    await page.reload();
    await heading('활동 고객');
    expect(await page.getByLabel('최근 며칠').inputValue()).toBe('28');
  });

  it('tells of a save that failed until it is done, and no longer', async () => {
    await page.goto(`${console_.url}#/segments/new`);
    await heading('새 세그먼트');
    await page.getByLabel('이름', { exact: true }).fill('다시 저장');
    await page.getByLabel('최근 며칠').fill('9');
    await page.route('**/graphql', (request) =>
      request.request().postData()?.includes('saveSegment') === true
        ? request.abort('connectionreset')
        : request.continue(),
    );
    for (let time = 0; time < 2; time += 1) await save(page);
    const failures = page.getByRole('button', { name: '닫기', exact: true });
    await failures.waitFor();
    expect(await failures.count()).toBe(1);
    await page.unroute('**/graphql');
    await save(page);
    await page.getByText('다시 저장 저장했습니다').waitFor();
    expect(await failures.count()).toBe(1);
  });

  it('leads back to the first page from an address whose page is there no more', async () => {
    await page.goto(`${console_.url}#/insight?after=gone`);
    await page.getByRole('button', { name: '처음', exact: true }).click();
    await page.waitForFunction(() => !location.hash.includes('after='));
    await page.getByRole('button', { name: '다시 시도' }).waitFor({ state: 'hidden' });
    await page.getByRole('table').first().waitFor();
  });

  it('K3 shows a template as it was saved when somebody comes back to it, and takes the next save for no conflict', async () => {
    await page.goto(`${console_.url}#/templates/${prepared.templateId}`);
    await page.getByLabel('본문', { exact: true }).fill('두 번째. 무료수신거부: 앱 설정');
    await save(page);
    await page.getByText('버전 2 저장했습니다').waitFor();
    await page.goto(`${console_.url}#/templates`);
    await heading('템플릿');
    // What was done there is not told of here.
    expect(await page.getByText('버전 2 저장했습니다').count()).toBe(0);
    await page.goto(`${console_.url}#/templates/${prepared.templateId}`);
    await page.getByText('저장된 버전 2 그대로', { exact: true }).waitFor();
    expect(await page.getByLabel('본문', { exact: true }).inputValue()).toContain('두 번째');
    await page.getByLabel('본문', { exact: true }).fill('세 번째. 무료수신거부: 앱 설정');
    await save(page);
    await page.getByText('버전 3 저장했습니다').waitFor();
    // An older version that is used again is what is shown, tested and named.
    await page.getByRole('button', { name: '버전 2 사용하기' }).click();
    await page.getByText('저장된 버전 2 그대로', { exact: true }).waitFor();
    await page.waitForFunction(() =>
      [...document.querySelectorAll('textarea')].some(({ value }) => value.includes('두 번째')),
    );
    await page.getByRole('button', { name: '버전 2 테스트 발송' }).waitFor();
  });

  it('K7 goes no further with a limit that is no number, and K4 shows nothing of a draft that was thrown away', async () => {
    await page.goto(`${console_.url}#/campaigns/new/edit`);
    // The page before has a field of this name, too.
    await heading('새 캠페인');
    await page.getByLabel('이름', { exact: true }).fill('한도');
    await choose(page, '세그먼트', '활동 고객');
    await next();
    await choose(page, '템플릿', prepared.templateName);
    await next();
    await page.getByLabel('정한 날 한 번').click();
    await page.getByPlaceholder('2026-12-24').fill('2026-12-24');
    await page.getByPlaceholder('10:00').fill('');
    await next();
    await page.getByText('시각을 10:00처럼 입력하세요.').waitFor();
    await page.getByPlaceholder('10:00').fill('11:30');
    await next();
    const budget = page.getByLabel('예산 (원)');
    await budget.fill('50만5천원쯤');
    await next();
    await page.getByText('숫자로 입력하세요').waitFor();
    expect(await budget.evaluate((field) => field === document.activeElement)).toBe(true);
    await budget.fill('50만');
    await page.getByRole('button', { name: '초안 버리기' }).click();
    expect(await budget.inputValue()).toBe('');
    await page.reload();
    await page.getByLabel('이름', { exact: true }).waitFor();
    expect(await page.getByLabel('이름', { exact: true }).inputValue()).toBe('');
  });

  it('K2 makes one campaign of an order whose answer was lost, and K3 tells of two who change it', async () => {
    let given = 0;
    await page.route('**/graphql', async (route) => {
      if (!(route.request().postData() ?? '').includes('saveCampaign') || given > 0) return route.continue();
      given += 1;
      // The server does it; its answer never comes.
      await route.fetch();
      return route.abort('connectionreset');
    });
    await page.getByLabel('이름', { exact: true }).fill('한 번만');
    await choose(page, '세그먼트', '활동 고객');
    await next();
    await choose(page, '템플릿', prepared.templateName);
    for (let step = 0; step < 3; step += 1) await next();
    await page.getByRole('button', { name: '저장하고 예측 보기' }).click();
    await page.getByRole('button', { name: '발송 계획 세우기' }).waitFor();
    await page.unroute('**/graphql');
    const address = `${page.url()}/edit`;
    await page.goto(`${console_.url}#/campaigns?name=${encodeURIComponent('한 번만')}`);
    await page.getByRole('link', { name: '한 번만' }).first().waitFor();
    expect(await page.getByRole('link', { name: '한 번만' }).count()).toBe(1);
    await page.goto(address);
    await page.getByLabel('이름', { exact: true }).fill('내 이름');
    const other = await console_.signIn('admin');
    await other.goto(address);
    await other.getByLabel('이름', { exact: true }).fill('다른 이름');
    for (let step = 0; step < 4; step += 1) await other.getByRole('button', { name: '다음', exact: true }).click();
    await other.getByRole('button', { name: '저장하고 예측 보기' }).click();
    // The editor has the name as its heading before it is saved.
    await other.getByRole('button', { name: '발송 계획 세우기' }).waitFor();
    await other.context().close();
    for (let step = 0; step < 4; step += 1) await next();
    await page.getByRole('button', { name: '저장하고 예측 보기' }).click();
    await page.getByText('이름: 내 입력 내 이름 · 저장된 값 다른 이름').waitFor();
    await page.getByRole('button', { name: '내 입력 유지' }).click();
    await page.getByRole('button', { name: '저장하고 예측 보기' }).click();
    await page.getByRole('button', { name: '발송 계획 세우기' }).waitFor();
    await heading('내 이름');
  });

  it('tells why something was refused in the language of the page, and keeps the API’s words small beside it', async () => {
    await page.goto(`${console_.url}#/campaigns/gone`);
    await page.getByText('지워졌거나 주소가 잘못되었습니다').waitFor();
    await page.getByText(/API 설명: .*\(NOT_FOUND\)/).waitFor();
  });

  it('K9 has the focus on the heading once the button of an order is gone, never on the body', async () => {
    await page.goto(`${console_.url}#/runs/${prepared.jobId}`);
    await page.getByRole('button', { name: '발송 시작' }).click();
    await page.getByRole('dialog').getByRole('button', { name: '명에게 발송' }).click();
    await page.getByText('발송을 시작했습니다').waitFor();
    await page.getByRole('button', { name: '발송 시작' }).waitFor({ state: 'detached' });
    await expect.poll(() => page.evaluate(() => document.activeElement?.tagName), { timeout: 5_000 }).not.toBe('BODY');
    // The answer that was lost above is told by the browser as a connection that ended.
    expect(console_.problems.filter((problem) => !problem.includes('ERR_CONNECTION_RESET'))).toEqual([]);
  });
});
