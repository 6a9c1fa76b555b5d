/// <reference lib="dom" />
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import * as z from 'zod';
import { openSession, type GraphqlSession } from '../../../src/cli/graphql-session.ts';
import { PASSWORD } from '../../amplify-client.ts';
import { planOneStepJob } from '../../prepare-job.ts';
import { openConsole, type OpenConsole } from './open-console.ts';

const PEOPLE = 300;
const PER_SECOND = 10;

let console_: OpenConsole;
let session: GraphqlSession;
beforeAll(async () => {
  console_ = await openConsole();
  session = await openSession(console_.backend.sandbox.outputs, 'marketer@example.org', PASSWORD);
}, 400_000);
afterAll(async () => {
  await session?.close();
  await console_?.stop();
});

const counts = z.object({ phase: z.string(), accepted: z.number(), delivered: z.number(), failed: z.number() });
const JOB = 'query Job($id: ID!) { getSendJob(id: $id) { phase accepted delivered failed } }';

async function shown(page: Page): Promise<Readonly<Record<string, number>>> {
  return page.evaluate(() =>
    Object.fromEntries(
      Array.from(document.querySelectorAll<HTMLElement>('[data-outcome]'), (one) => [
        one.dataset['outcome'] ?? '',
        Number.parseInt((one.textContent ?? '').replaceAll(',', ''), 10),
      ]),
    ),
  );
}

/** Launches a job of its own on a page that watches it, and waits until it moves. */
async function launch(name: string): Promise<{ readonly page: Page; readonly jobId: string }> {
  const { jobId } = await planOneStepJob(session, PEOPLE, {
    importId: name,
    messagesPerSecond: PER_SECOND,
    addressOf: (index) => `${name}-${index}`,
  });
  const page = await console_.signIn('marketer');
  await page.goto(`${console_.url}#/runs/${jobId}`);
  await page.getByRole('button', { name: '발송 시작' }).click();
  await page.getByRole('dialog').getByRole('button', { name: '명에게 발송' }).click();
  await expect.poll(async () => (await shown(page))['accepted'] ?? 0, { timeout: 60_000 }).toBeGreaterThan(0);
  await page.evaluate(() => Object.assign(window, { isSamePage: true }));
  return { page, jobId };
}

/** Without a reload the page ends at exactly what the server has. */
async function endsAsTheServer(page: Page, jobId: string): Promise<void> {
  await page.getByText('완료', { exact: true }).first().waitFor({ timeout: 180_000 });
  await expect
    .poll(
      async () => {
        const { accepted, delivered, failed } = await session.call(JOB, { id: jobId }, counts);
        const seen = await shown(page);
        return [seen['accepted'] === accepted, seen['delivered'] === delivered, seen['failed'] === failed];
      },
      { timeout: 60_000 },
    )
    .toEqual([true, true, true]);
  expect(await page.evaluate(() => 'isSamePage' in window)).toBe(true);
}

describe('the view of a run that is being sent', () => {
  it('says so when the network is cut for ten seconds, keeps the last truth, and catches up by itself', async () => {
    const { page, jobId } = await launch('cut');
    await page.context().setOffline(true);
    await page.getByText('연결이 없습니다').first().waitFor();
    const kept = await shown(page);
    await page.waitForTimeout(10_000);
    expect(await shown(page)).toEqual(kept);
    await page.context().setOffline(false);
    await expect.poll(async () => (await shown(page))['accepted'], { timeout: 60_000 }).not.toBe(kept['accepted']);
    await page.getByText('연결이 없습니다').first().waitFor({ state: 'hidden', timeout: 60_000 });
    await endsAsTheServer(page, jobId);
    await page.context().close();
  }, 300_000);

  it('is right again after its tab slept for ten minutes', async () => {
    const { page, jobId } = await launch('sleep');
    // As a laptop that is closed: timers stand still, and what the socket brings is not heard.
    const client = await page.context().newCDPSession(page);
    await client.send('Page.setWebLifecycleState', { state: 'frozen' });
    await page.context().setOffline(true);
    console_.backend.sandbox.clock.advance(600_000);
    await new Promise((resolve) => setTimeout(resolve, 5_000));
    await page.context().setOffline(false);
    await client.send('Page.setWebLifecycleState', { state: 'active' });
    await endsAsTheServer(page, jobId);
    await page.context().close();
  }, 300_000);
});
