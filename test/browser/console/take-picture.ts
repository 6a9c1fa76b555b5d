import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { ROOT } from '../../backends-under-test.ts';

const QUALITY = 80;

/**
 * A picture of what a test sees, and how many bytes it has. Those of the documentation are such: `npm run pictures` makes
 * them anew; otherwise they go where reports go. WebP, which is a third of a PNG.
 */
export async function takePicture(page: Page, name: string): Promise<number> {
  const parts = process.env['UPDATE_PICTURES'] === '1' ? ['docs', 'pictures'] : ['.bonghwa', 'pictures'];
  const folder = join(ROOT, ...parts);
  await mkdir(folder, { recursive: true });
  const client = await page.context().newCDPSession(page);
  const { data } = await client.send('Page.captureScreenshot', { format: 'webp', quality: QUALITY });
  await client.detach();
  const picture = Buffer.from(data, 'base64');
  await writeFile(join(folder, `${name}.webp`), picture);
  return picture.length;
}
