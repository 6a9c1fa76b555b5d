/// <reference lib="dom" />
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { prepareJob, type PreparedJob } from '../../prepare-job.ts';
import { choose } from './choose.ts';
import { openConsole, type OpenConsole } from './open-console.ts';
import { saidIn } from './said.ts';

let console_: OpenConsole;
let prepared: PreparedJob;
beforeAll(async () => {
  console_ = await openConsole();
  prepared = await prepareJob(console_.backend, 40);
}, 400_000);
afterAll(async () => {
  await prepared?.session.close();
  await console_?.stop();
});

describe('the calendar', () => {
  it.each(['ko', 'en'] as const)(
    'K10 in %s shows a browser in Los Angeles what is said for 10:00 in Korea at 10:00, on that day, with people and won',
    async (language) => {
      const said = saidIn(language);
      const page = await console_.signIn('marketer', { language, timezoneId: 'America/Los_Angeles' });
      await page.goto(`${console_.url}#/campaigns/new/edit`);
      const next = page.locator('main button[class*=primary]').last();
      const name = `토요일 ${language}`;
      await page.getByLabel(said('name'), { exact: true }).fill(name);
      await choose(page, said('segment'), '서울');
      await next.click();
      await choose(page, said('template'), prepared.templateName);
      await next.click();
      await page.getByText(said('when.AT'), { exact: true }).click();
      await page.getByRole('textbox', { name: said('when.day') }).fill('2026-11-28');
      await page.getByRole('textbox', { name: said('when.time') }).fill('10:00');
      await next.click();
      await next.click();
      await next.click();
      await page.getByText(said('forecast.title')).waitFor({ timeout: 60_000 });
      await page.getByText('2026-11-28 10:00 (KST)').first().waitFor();
      await page.goto(`${console_.url}#/calendar`);
      const day = page.locator('td[data-day="2026-11-28"]');
      await day.getByText(name).waitFor();
      expect(await day.innerText()).toContain('10:00');
      expect(await day.innerText()).toMatch(/₩/);
      // The reader's own clock shows the evening before.
      expect(await day.innerText()).toContain(language === 'ko' ? '11월 27일' : '27 November');
      expect(await page.locator('td[data-day="2026-11-27"]').innerText()).not.toContain(name);
      await page.getByRole('button', { name: said('calendar.after') }).click();
      await page.getByRole('heading', { name: '2026-12' }).waitFor();
      expect(page.url()).toContain('month=2026-12');
      expect(console_.problems).toEqual([]);
      await page.context().close();
    },
    200_000,
  );
});

describe('the pages of the sandbox', () => {
  it.each(['ko', 'en'] as const)(
    'in %s show what was sent, move the clock, and have providers fail',
    async (language) => {
      const said = saidIn(language);
      const { sandbox } = console_.backend;
      const page = await console_.signIn('marketer', { language });
      const address = `test-token-${language}`;
      await page.goto(`${console_.url}#/templates/${prepared.templateId}`);
      await page.getByLabel(said('test.address.PUSH')).fill(address);
      await page.getByRole('button', { name: said('test.button', { version: 1 }) }).click();
      await page.getByText(said('test.sent', { version: 1, address })).waitFor();
      await page.goto(`${console_.url}#/outbox`);
      await page.getByPlaceholder(said('outbox.to')).fill(address);
      await expect
        .poll(async () => {
          await page.getByRole('button', { name: said('outbox.again') }).click();
          return page.getByRole('article', { name: address }).count();
        })
        .toBe(1);
      expect(page.url()).toContain(`to=${address}`);

      await page.goto(`${console_.url}#/clock`);
      const before = sandbox.clock.now();
      await page.getByRole('button', { name: said('clock.hour') }).click();
      const shown = async () => Date.parse((await page.locator('[data-clock]').getAttribute('data-clock')) ?? '');
      await expect.poll(async () => (await shown()) - before).toBeGreaterThanOrEqual(3_600_000);
      expect(sandbox.clock.now() - before).toBeGreaterThanOrEqual(3_600_000);
      // By that clock one's tokens are over: they are renewed, and nothing says that one is signed out.
      await page.goto(`${console_.url}#/templates`);
      await page.getByRole('link', { name: prepared.templateName }).waitFor();
      await page.goto(`${console_.url}#/clock`);
      await page.getByRole('button', { name: said('fault.failing') }).click();
      await page.getByText('PERMANENT_FAILURE').waitFor();
      await page.getByLabel(said('fault.plan')).fill('{"rules": 1}');
      await page.getByRole('button', { name: said('fault.apply') }).click();
      await page.getByText('INVALID_FAULT_PLAN').waitFor();
      await page.getByRole('button', { name: said('fault.none') }).click();
      await page.getByText(said('fault.done')).first().waitFor();
      expect(console_.problems.filter((problem) => !problem.includes('400'))).toEqual([]);
      console_.problems.length = 0;
      await page.context().close();
    },
  );
});
