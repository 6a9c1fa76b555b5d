import type { Page } from 'playwright-core';

/** Chooses in one of Cloudscape's selects, found by the beginning of its label. */
export async function choose(page: Page, label: string, option: string): Promise<void> {
  await page.getByRole('button', { name: label }).first().click();
  await page.getByRole('option', { name: option }).first().click();
}
