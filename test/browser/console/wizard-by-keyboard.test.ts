/// <reference lib="dom" />
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { prepareJob, type PreparedJob } from '../../prepare-job.ts';
import { openConsole, type OpenConsole } from './open-console.ts';
import { saidIn } from './said.ts';

const MOST_TABS = 150;

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

/** What a screen reader would call the element that has the focus. */
function focused(page: Page): Promise<string> {
  return page.evaluate(() => {
    const element = document.activeElement;
    if (!(element instanceof HTMLElement)) return '';
    const ids = element.getAttribute('aria-labelledby')?.split(' ') ?? [];
    const by = ids.map((id) => document.getElementById(id)?.textContent ?? '').join(' ');
    const labels =
      element instanceof HTMLInputElement ? Array.from(element.labels ?? [], (one) => one.textContent) : [];
    return [by, element.getAttribute('aria-label') ?? '', ...labels, element.textContent].join(' ').trim();
  });
}

/** Goes on by the Tab key until something whose name begins so has the focus. */
async function tabTo(page: Page, name: string): Promise<void> {
  for (let tabs = 0; tabs < MOST_TABS; tabs += 1) {
    await page.keyboard.press('Tab');
    if ((await focused(page)).startsWith(name)) return;
  }
  throw new Error(`The Tab key does not come to ${name}.`);
}

/** Opens a choice that has the focus, goes down to an option, and takes it. */
async function take(page: Page, option: string): Promise<void> {
  await page.keyboard.press('Enter');
  await page.getByRole('option').first().waitFor();
  for (let downs = 0; downs < MOST_TABS; downs += 1) {
    const highlighted = await page
      .locator('[class*=highlighted][role=option], [role=option][aria-selected=true]')
      .allInnerTexts();
    const shown = await page.evaluate(() => {
      const id = document.activeElement?.getAttribute('aria-activedescendant') ?? '';
      return document.getElementById(id)?.textContent ?? '';
    });
    if (shown.includes(option) || highlighted.some((text) => text.includes(option) && shown === '')) {
      await page.keyboard.press('Enter');
      return;
    }
    await page.keyboard.press('ArrowDown');
  }
  throw new Error(`There is no ${option} to take.`);
}

describe('the campaign wizard', () => {
  it.each(['ko', 'en'] as const)(
    'is gone through in %s from the list to the forecast by the keyboard alone',
    async (language) => {
      const said = saidIn(language);
      const page = await console_.signIn('marketer', { language });
      await page.goto(`${console_.url}#/campaigns`);
      await page.locator('main table').waitFor();
      await tabTo(page, said('campaigns.new'));
      await page.keyboard.press('Enter');
      await page.getByLabel(said('name'), { exact: true }).waitFor();
      await tabTo(page, said('name'));
      await page.keyboard.type(`키보드 ${language}`);
      await tabTo(page, said('segment'));
      await take(page, '서울');
      await tabTo(page, said('holdout'));
      await page.keyboard.type('10');
      await tabTo(page, language === 'ko' ? '다음' : 'Next');
      await page.keyboard.press('Enter');

      await page.getByText(said('steps.number', { number: 1 })).waitFor();
      await tabTo(page, said('template'));
      await take(page, prepared.templateName);
      await tabTo(page, said('treatments.add'));
      await page.keyboard.press('Enter');
      await tabTo(page, said('treatments.share', { number: 1 }));
      await page.keyboard.press('ControlOrMeta+a');
      await page.keyboard.type('30');
      await tabTo(page, language === 'ko' ? '다음' : 'Next');
      await page.keyboard.press('Enter');
      // Shares of 30 and 50 are not everybody.
      await page.getByText(said('treatments.wrong')).waitFor();
      await tabTo(page, said('treatments.share', { number: 2 }));
      await page.keyboard.press('ControlOrMeta+a');
      await page.keyboard.type('70');
      await tabTo(page, language === 'ko' ? '다음' : 'Next');
      await page.keyboard.press('Enter');

      await page.getByText(said('when.WEEKLY'), { exact: true }).waitFor();
      await tabTo(page, said('when.NOW'));
      await page.keyboard.press('ArrowDown');
      await page.keyboard.press('ArrowDown');
      await tabTo(page, said('when.time'));
      await page.keyboard.press('ControlOrMeta+a');
      await page.keyboard.type('1430');
      await tabTo(page, language === 'ko' ? '다음' : 'Next');
      await page.keyboard.press('Enter');

      await page.getByText(said('quiet.title')).waitFor();
      await tabTo(page, said('limit.budgetKrw'));
      await page.keyboard.type('500만');
      await tabTo(page, said('quiet.quietStart'));
      await page.keyboard.type('2030');
      await tabTo(page, said('quiet.quietEnd'));
      await page.keyboard.type('0900');
      await tabTo(page, language === 'ko' ? '다음' : 'Next');
      await page.keyboard.press('Enter');

      await page.getByText('₩5,000,000').waitFor();
      await page.getByText('20:30–09:00').waitFor();
      await page.getByText('30%', { exact: true }).waitFor();
      await tabTo(page, said('wizard.save'));
      await page.keyboard.press('Enter');
      await page.getByText(said('forecast.title')).waitFor({ timeout: 60_000 });
      await page.getByText('14:30 (KST)').first().waitFor();
      expect(console_.problems).toEqual([]);
      await page.context().close();
    },
    200_000,
  );
});
