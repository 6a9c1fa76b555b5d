/// <reference lib="dom" />
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium, type Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import * as z from 'zod';
import { openSession } from '../../../src/cli/graphql-session.ts';
import { LOCAL_MARKETER, LOCAL_PASSWORD } from '../../../src/cli/local-users.ts';
import { killHard, launchSandbox, untilReady } from '../../crash/sandbox-process.ts';
import { planOneStepJob } from '../../prepare-job.ts';
import type { RunningCommand } from '../../running-command.ts';
import { CHROMIUM_OPTIONS } from '../chromium.ts';

const PEOPLE = 400;
const PER_SECOND = 10;

let folder: string;
let running: RunningCommand | undefined;
let browser: Browser;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'killed-'));
  browser = await chromium.launch(CHROMIUM_OPTIONS);
});
afterAll(async () => {
  await browser?.close();
  if (running !== undefined) await killHard(running);
  await rm(folder, { recursive: true, force: true });
});

/** A port that is free now; the second start takes the same one, as a server that comes back does. */
async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  if (address === null || typeof address === 'string') throw new Error('There is no port.');
  return address.port;
}

const counts = z.object({ phase: z.string(), accepted: z.number(), delivered: z.number(), inDoubt: z.number() });
const JOB = 'query Job($id: ID!) { getSendJob(id: $id) { phase accepted delivered inDoubt } }';

describe('a server that is killed and comes back during a send', () => {
  it('is missed in words, and the view catches up by itself and ends equal to it', { timeout: 500_000 }, async () => {
    const port = await freePort();
    running = launchSandbox(folder, { port, at: '2026-11-24T10:00:00+09:00' });
    const first = await untilReady(running, folder);
    const session = await openSession(first.outputs, LOCAL_MARKETER, LOCAL_PASSWORD);
    const { jobId } = await planOneStepJob(session, PEOPLE, { messagesPerSecond: PER_SECOND });
    const page = await browser.newPage();
    await page.goto(`http://localhost:${port}/console/`);
    await page.fill('input[name=email]', LOCAL_MARKETER);
    await page.fill('input[name=password]', LOCAL_PASSWORD);
    await page.keyboard.press('Enter');
    await page.waitForSelector('main h1, [class*=app-layout] h1');
    await page.goto(`http://localhost:${port}/console/#/runs/${jobId}`);
    await page.getByRole('button', { name: '발송 시작' }).click();
    await page.getByRole('dialog').getByRole('button', { name: '명에게 발송' }).click();
    const accepted = (): Promise<number> =>
      page
        .locator('[data-outcome=accepted]')
        .first()
        .innerText()
        .then((text) => Number.parseInt(text.replaceAll(',', ''), 10));
    await expect.poll(accepted, { timeout: 60_000 }).toBeGreaterThan(0);
    await page.evaluate(() => Object.assign(window, { isSamePage: true }));
    await killHard(running);
    await page.getByText('연결이 없습니다').first().waitFor({ timeout: 60_000 });
    const kept = await accepted();
    expect(kept).toBeGreaterThan(0);
    await session.close().catch(() => undefined);

    running = launchSandbox(folder, { port });
    const second = await untilReady(running, folder);
    const after = await openSession(second.outputs, LOCAL_MARKETER, LOCAL_PASSWORD);
    await page.getByText('완료', { exact: true }).first().waitFor({ timeout: 300_000 });
    await expect
      .poll(
        async () => {
          const server = await after.call(JOB, { id: jobId }, counts);
          const seen = await page.evaluate(() =>
            Object.fromEntries(
              Array.from(document.querySelectorAll<HTMLElement>('[data-outcome]'), (one) => [
                one.dataset['outcome'] ?? '',
                Number.parseInt((one.textContent ?? '').replaceAll(',', ''), 10),
              ]),
            ),
          );
          return ['accepted', 'delivered', 'inDoubt'].map((name) => seen[name] === Reflect.get(server, name));
        },
        { timeout: 60_000 },
      )
      .toEqual([true, true, true]);
    expect(await page.evaluate(() => 'isSamePage' in window)).toBe(true);
    await after.close();
  });
});
