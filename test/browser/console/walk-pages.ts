/// <reference lib="dom" />
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Page } from 'playwright-core';
import { expect } from 'vitest';
import type { OpenConsole } from './open-console.ts';

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const WIDTHS = [1280, 820];
const SMALLEST_PX = 12;

/** How the console is looked at. */
export const LOOKS = [
  { language: 'ko', theme: 'LIGHT' },
  { language: 'en', theme: 'DARK' },
] as const;

/** A page by its address, and what is on it once it is whole. */
export type WalkedPage = readonly [address: string, whole: string];

interface Finding {
  readonly id: string;
  readonly impact: string | null;
  readonly nodes: readonly { readonly html: string }[];
}

/** Serious and critical findings of axe-core. The page's policy forbids injected scripts: it is run from outside. */
export async function findings(page: Page): Promise<string[]> {
  // Another page of the console is the same document: what it was given once, it has.
  if (!(await page.evaluate(() => 'axe' in window))) await page.evaluate(AXE);
  const violations = await page.evaluate(async () => {
    const axe = Reflect.get(window, 'axe') as {
      run: (context: Document, options: object) => Promise<{ violations: Finding[] }>;
    };
    return (await axe.run(document, { resultTypes: ['violations'] })).violations;
  });
  return violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .map(
      ({ id, nodes }) =>
        `${id}: ${nodes
          .map(({ html }) => html)
          .join(' ')
          .slice(0, 300)}`,
    );
}

/** Texts that are too small, and whether the page is wider than its window. */
function layoutOf(page: Page, smallest: number): Promise<{ small: string[]; isWide: boolean; wordBreak: string }> {
  return page.evaluate((least) => {
    const small: string[] = [];
    for (const element of Array.from(document.querySelectorAll<HTMLElement>('body *'))) {
      const hasText = Array.from(element.childNodes).some(
        (node) => node.nodeType === 3 && (node.textContent ?? '').trim() !== '',
      );
      if (hasText && element.offsetParent !== null && Number.parseFloat(getComputedStyle(element).fontSize) < least)
        small.push(element.textContent ?? '');
    }
    const { scrollWidth, clientWidth } = document.documentElement;
    return { small, isWide: scrollWidth > clientWidth, wordBreak: getComputedStyle(document.body).wordBreak };
  }, smallest);
}

/** Goes to page after page as a marketer: nothing that axe-core calls serious or critical, no small text, no page too wide. */
export async function walkPages(
  console_: OpenConsole,
  look: (typeof LOOKS)[number],
  pages: readonly WalkedPage[],
): Promise<void> {
  const page = await console_.signIn('marketer', look);
  for (const [address, whole] of pages) {
    await page.goto(`${console_.url}${address}`);
    await page.waitForSelector(`main ${whole}`);
    await page.waitForFunction(() => document.querySelector('[aria-busy=true]') === null);
    expect(await findings(page), address).toEqual([]);
    for (const width of WIDTHS) {
      await page.setViewportSize({ width, height: 900 });
      // What fits itself to the width does so in the frame after it was told.
      await page.evaluate(
        () => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(() => resolve(null)))),
      );
      await expect
        .poll(() => layoutOf(page, SMALLEST_PX), { message: `${address} at ${width}`, timeout: 5_000 })
        .toEqual({ small: [], isWide: false, wordBreak: 'keep-all' });
    }
    await page.setViewportSize({ width: 1280, height: 900 });
  }
  expect(console_.problems).toEqual([]);
  await page.context().close();
}
