/// <reference lib="dom" />
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { PASSWORD } from '../../amplify-client.ts';
import { prepareJob, type PreparedJob } from '../../prepare-job.ts';
import { openConsole, type OpenConsole } from './open-console.ts';

let console_: OpenConsole;
let prepared: PreparedJob;
beforeAll(async () => {
  console_ = await openConsole();
  prepared = await prepareJob(console_.backend, 30);
}, 240_000);
afterAll(async () => {
  await prepared?.session.close();
  await console_?.stop();
});

describe('the sign-in', () => {
  it('says in Korean, and in English once that is chosen, that a password is wrong', async () => {
    const page = await console_.openPage();
    await page.fill('input[name=email]', 'marketer@example.org');
    await page.fill('input[name=password]', 'Wrong-Password-1');
    await page.getByRole('button', { name: '로그인' }).click();
    const alert = page.getByRole('alert');
    await alert.getByText('이메일 또는 비밀번호가 맞지 않습니다').waitFor();
    expect(await page.getAttribute('html', 'lang')).toBe('ko');
    await page.getByRole('button', { name: 'English' }).click();
    await alert.getByText('E-mail or password is not right').waitFor();
    expect(await page.getAttribute('html', 'lang')).toBe('en');
    // Of a refused request the browser itself writes a line.
    expect(console_.problems.splice(0).filter((text) => !text.includes('400'))).toEqual([]);
    await page.context().close();
  });

  it('lets a marketer in, shows what waits for them, and lets them out', async () => {
    const page = await console_.signIn('marketer');
    await page.getByRole('heading', { name: '홈' }).waitFor();
    await page.getByText('발송 시작 대기 · 30명').waitFor();
    await page.reload();
    await page.getByText('발송 시작 대기 · 30명').waitFor();
    // Cloudscape has two more layouts; a first page that loaded one would weigh more than the test of weights sees.
    const loaded = await page.evaluate(() => performance.getEntriesByType('resource').map(({ name }) => name));
    expect(loaded.some((name) => name.includes('/console-'))).toBe(true);
    expect(loaded.filter((name) => /\/(?:classic|visual-refresh-toolbar)-/.test(name))).toEqual([]);
    await page.getByRole('button', { name: 'marketer@example.org 계정' }).click();
    await page.getByRole('menuitem', { name: '로그아웃' }).click();
    await page.waitForSelector('input[name=password]');
    expect(await page.evaluate(() => Object.keys(localStorage).filter((key) => /token/i.test(key)))).toEqual([]);
    expect(console_.problems).toEqual([]);
    await page.context().close();
  });

  it('leads whoever’s sign-in has ended to a new one by the notice, and back to what they had typed', async () => {
    const page = await console_.signIn('marketer');
    await page.goto(`${console_.url}#/segments/new`);
    await page.getByLabel('이름', { exact: true }).fill('끝난 로그인');
    await page.getByLabel('최근 며칠').fill('9');
    await page.getByText('저장하지 않은 초안').waitFor();
    await page.evaluate(() => {
      for (const name of Object.keys(localStorage)) if (name.startsWith('Cognito')) localStorage.removeItem(name);
    });
    await page.getByRole('button', { name: '저장', exact: true }).click();
    const notice = page.getByText('로그인이 끝났습니다');
    await notice.waitFor();
    await page.getByRole('button', { name: '로그인', exact: true }).first().click();
    await page.fill('input[name=email]', 'marketer@example.org');
    await page.fill('input[name=password]', PASSWORD);
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { level: 1, name: '끝난 로그인' }).waitFor();
    expect(await page.getByLabel('최근 며칠').inputValue()).toBe('9');
    expect(console_.problems).toEqual([]);
    await page.context().close();
  });

  it('shows who waits to launch a run that somebody else has approved it, without a reload, and who approved it as well', async () => {
    const page = await console_.signIn('marketer');
    const other = await console_.signIn('admin');
    await other.evaluate(async () => {
      const key = Object.keys(localStorage).find((name) => name.endsWith('.accessToken')) ?? '';
      await fetch('/graphql', {
        method: 'POST',
        headers: { 'content-type': 'application/json', authorization: localStorage.getItem(key) ?? '' },
        body: JSON.stringify({
          query: 'mutation { saveDeliverySettings(approval: { recipients: 10 }) { isStopped } }',
        }),
      });
    });
    // Anew: what the settings are is asked for once.
    for (const one of [other, page]) await one.reload();
    await page.goto(`${console_.url}#/runs/${prepared.jobId}`);
    // The author is told who can, and not offered what the API refuses.
    await page.getByText('작성자가 아닌 사람이 승인할 수 있습니다').waitFor();
    expect(await page.getByRole('button', { name: '승인', exact: true }).count()).toBe(0);
    await other.goto(`${console_.url}#/runs/${prepared.jobId}`);
    await other.getByRole('button', { name: '승인', exact: true }).click();
    await other.getByRole('dialog').getByRole('button', { name: '발송 승인' }).click();
    await other.getByText('발송을 승인했습니다').waitFor();
    for (const one of [other, page])
      await one.getByRole('button', { name: '발송 시작', exact: true }).waitFor({ timeout: 10_000 });
    expect(console_.problems).toEqual([]);
    for (const one of [other, page]) await one.context().close();
  });

  it('offers a viewer nothing that writes, and the API refuses them all the same', async () => {
    const page = await console_.signIn('viewer', { language: 'en' });
    await page.goto(`${console_.url}#/runs/${prepared.jobId}`);
    await page.getByRole('heading', { name: '서울 세일' }).waitFor();
    await page.getByText('Waits for launch').first().waitFor();
    const buttons = await page.getByRole('button').allInnerTexts();
    expect(buttons.filter((text) => /launch|pause|cancel|resume|retry|approve/i.test(text))).toEqual([]);
    const refused = await page.evaluate(async (jobId) => {
      const key = Object.keys(localStorage).find((name) => name.endsWith('.accessToken')) ?? '';
      const answer = await fetch('/graphql', {
        method: 'POST',
        headers: { 'content-type': 'application/json', authorization: localStorage.getItem(key) ?? '' },
        body: JSON.stringify({ query: `mutation { launchJob(jobId: "${jobId}") { id } }` }),
      });
      return ((await answer.json()) as { errors: { errorType: string }[] }).errors[0]?.errorType;
    }, prepared.jobId);
    expect(refused).toBe('Unauthorized');
    // By its address alone: nobody is led through a wizard whose last step they may not take.
    await page.goto(`${console_.url}#/campaigns/new/edit`);
    await page.getByText('You may not do this').waitFor();
    expect(await page.getByLabel('Name', { exact: true }).count()).toBe(0);
    expect(console_.problems).toEqual([]);
    await page.context().close();
  });
});
