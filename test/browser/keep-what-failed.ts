/// <reference lib="dom" />
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import { afterEach } from 'vitest';
import { ROOT } from '../backends-under-test.ts';

const browsers = new Set<Browser>();
const FOLDER = join(ROOT, '.bonghwa', 'failed');

/** Has what the pages of a browser show kept when a test fails. */
export function keepPagesOf(browser: Browser): void {
  browsers.add(browser);
  browser.on('disconnected', () => browsers.delete(browser));
}

// What a locator waited for in vain says little; what was on the page instead says nearly all.
afterEach(async ({ task }) => {
  if (task.result?.state !== 'fail') return;
  const name = task.name.replaceAll(/[^\p{L}\p{N}]+/gu, '-').slice(0, 60);
  await mkdir(FOLDER, { recursive: true });
  const pages = [...browsers].flatMap((browser) => browser.contexts()).flatMap((context) => context.pages());
  for (const [index, page] of pages.entries()) {
    const file = join(FOLDER, `${name}-${index}`);
    const text = await page.evaluate(() => document.body.innerText).catch(String);
    await writeFile(`${file}.txt`, `${page.url()}\n\n${text}\n`);
    await page.screenshot({ path: `${file}.png`, timeout: 10_000 }).catch(() => undefined);
  }
});
