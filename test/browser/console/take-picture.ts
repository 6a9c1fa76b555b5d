import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { ROOT } from '../../backends-under-test.ts';

/**
 * A picture of what a test sees. Those of the documentation are such: `UPDATE_PICTURES=1 npm run test:browser` makes them
 * anew; otherwise they go where reports go.
 */
export async function takePicture(page: Page, name: string): Promise<void> {
  const parts = process.env['UPDATE_PICTURES'] === '1' ? ['docs', 'pictures'] : ['.bonghwa', 'pictures'];
  const folder = join(ROOT, ...parts);
  await mkdir(folder, { recursive: true });
  await page.screenshot({ path: join(folder, `${name}.png`), animations: 'disabled' });
}
