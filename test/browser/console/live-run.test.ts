/// <reference lib="dom" />
import type { Page, Request } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createProgressPublisher } from '../../../src/adapters/appsync/index.ts';
import { NO_STEP_TOTALS } from '../../../src/domain/send-job/index.ts';
import { PASSWORD } from '../../amplify-client.ts';
import { openSession, type GraphqlSession } from '../../../src/cli/graphql-session.ts';
import { planOneStepJob } from '../../prepare-job.ts';
import { openConsole, type OpenConsole } from './open-console.ts';

const PEOPLE = 240;
const PER_SECOND = 20;
const FAILING = 7;

let console_: OpenConsole;
let session: GraphqlSession;
beforeAll(async () => {
  console_ = await openConsole();
  session = await openSession(console_.backend.sandbox.outputs, 'marketer@example.org', PASSWORD);
}, 240_000);
afterAll(async () => {
  await session?.close();
  await console_?.stop();
});

/** What a page asks of the API besides being told: the same question twice would be polling. */
function questionsOf(page: Page): string[] {
  const asked: string[] = [];
  page.on('request', (request: Request) => {
    const body = request.postData();
    if (new URL(request.url()).pathname === '/graphql' && body?.includes('query ') === true) asked.push(body);
  });
  return asked;
}

const shown = (page: Page, outcome: string): Promise<number> =>
  page
    .locator(`[data-outcome=${outcome}]`)
    .first()
    .innerText()
    .then((text) => Number.parseInt(text.replaceAll(',', ''), 10));

describe('a run, live', () => {
  it('is launched with its number and its won, moves, is paused and resumed by one click, and ends as the server', async () => {
    const { sandbox } = console_.backend;
    const addressOf = (index: number): string => (index < FAILING ? `fail-permanent-${index}` : `token-${index}`);
    const { jobId } = await planOneStepJob(session, PEOPLE, { messagesPerSecond: PER_SECOND, addressOf });
    const page = await console_.signIn('marketer');
    await page.goto(`${console_.url}#/runs/${jobId}`);
    await page.getByRole('button', { name: '발송 시작' }).click();
    const launch = page.getByRole('dialog').getByRole('button', { name: `${PEOPLE}명에게 발송 (예상 ₩` });
    // Two clicks in one turn: one launch.
    await launch.evaluate((button: HTMLElement) => {
      button.click();
      button.click();
    });
    await page.getByText('발송 중').first().waitFor();
    const moved: number[] = [];
    while (moved.length < 3) {
      const accepted = await shown(page, 'accepted');
      if (accepted > (moved.at(-1) ?? 0)) moved.push(accepted);
      await page.waitForTimeout(100);
    }
    await page.getByRole('button', { name: '일시정지' }).click();
    await page.getByText('일시정지').first().waitFor();
    await page.getByRole('button', { name: '재개' }).click();
    await page.getByText('완료', { exact: true }).first().waitFor({ timeout: 60_000 });
    await page.waitForFunction(
      ([all, failed]) => {
        const text = Array.from(document.querySelectorAll('[data-outcome]'), (one) =>
          Number.parseInt(one.textContent ?? '', 10),
        );
        return text.reduce((sum, one) => sum + one, 0) === all && text.includes(failed);
      },
      [PEOPLE, FAILING] as const,
    );
    expect(await shown(page, 'failed')).toBe(FAILING);
    expect([...sandbox.outbox.all()].length).toBeGreaterThanOrEqual(PEOPLE - FAILING);
    await page.getByRole('tab', { name: '실패 원인' }).click();
    await page.getByText('더 이상 받을 수 없는 주소').waitFor();
    await page.getByRole('tab', { name: '수신자 찾기' }).click();
    await page.getByLabel('고객 ID').fill('m-0');
    await page.getByRole('button', { name: '찾기', exact: true }).click();
    await page.getByText('m-0 · 발송 대상 실패').waitFor();
    expect(page.url()).toContain('who=m-0');
    await page.getByRole('button', { name: '실패 건 다시 발송' }).click();
    await page.getByRole('button', { name: '그만두기' }).click();
    expect(await page.evaluate(() => document.activeElement?.textContent)).toBe('실패 건 다시 발송');
    expect(console_.problems).toEqual([]);
    await page.context().close();
  });

  it(
    'U7 shows a tick within 300 ms of its publishing, in 95 of 100, where a poll of two seconds takes more, and asks nothing',
    { timeout: 120_000 },
    async () => {
      const { sandbox } = console_.backend;
      const { jobId } = await planOneStepJob(session, 5, { importId: 'ticks', addressOf: (index) => `tick-${index}` });
      const page = await console_.signIn('viewer');
      const asked = questionsOf(page);
      await page.goto(`${console_.url}#/runs/${jobId}`);
      await page.waitForSelector('[data-seq]');
      await page.evaluate(() => {
        const seen: { seq: number; at: number }[] = [];
        Object.assign(window, { seen });
        new MutationObserver(() => {
          const seq = Number(document.querySelector('[data-seq]')?.getAttribute('data-seq'));
          if (seq !== seen.at(-1)?.seq) seen.push({ seq, at: Date.now() });
        }).observe(document.body, { subtree: true, childList: true, attributes: true, characterData: true });
      });
      const role = sandbox.app.roles.find(({ name }) => /workshard/i.test(name))?.name ?? '';
      const issued = sandbox.issueCredentials(role);
      if (issued === undefined) throw new Error(`There is no role ${role}.`);
      const failures: string[] = [];
      const publisher = createProgressPublisher({
        url: sandbox.graphqlUrl,
        region: issued.region,
        credentials: () => issued,
        onFailure: (reason) => failures.push(reason),
      });
      const publish = (seq: number, accepted: number): Promise<boolean> =>
        publisher.publish({
          ...NO_STEP_TOTALS,
          ...{ jobId, seq, phase: 'SENDING', planned: TICKS, included: TICKS, accepted, excluded: {}, steps: [] },
          ...{ recipientsPerSecond: 20, at: sandbox.clock.now() },
        });
      // The first one changes the phase, after which what belongs to a phase is asked for anew, once.
      await publish(FIRST, 0);
      await page.waitForTimeout(2_000);
      asked.length = 0;
      const publishedAt = new Map<number, number>();
      for (let index = 1; index <= TICKS; index += 1) {
        publishedAt.set(FIRST + index, Date.now());
        await publish(FIRST + index, index);
        await new Promise((resolve) => setTimeout(resolve, BETWEEN_MS));
      }
      expect(failures).toEqual([]);
      // Everything came by being pushed: nothing was asked.
      expect(asked).toEqual([]);
      await page.waitForFunction((last) => (Reflect.get(window, 'seen') as Seen[]).at(-1)?.seq === last, FIRST + TICKS);
      const seen = await page.evaluate(() => Reflect.get(window, 'seen') as Seen[]);
      const delays = seen
        .filter(({ seq }) => publishedAt.has(seq))
        .map(({ seq, at }) => at - (publishedAt.get(seq) ?? 0));
      const [first = 0, ...later] = publishedAt.values();
      const polled = later.map((at) => POLL_MS - ((at - first) % POLL_MS));
      console.log(
        `ticks seen ${delays.length} of ${TICKS}: p50 ${quantile(delays, 0.5)} ms, p95 ${quantile(delays, 0.95)} ms; by a poll of 2 s: p95 ${quantile(polled, 0.95)} ms`,
      );
      expect(delays.length).toBeGreaterThanOrEqual(SEEN_AT_LEAST);
      expect(quantile(delays, 0.95)).toBeLessThan(300);
      expect(quantile(delays, 0.95)).toBeLessThan(quantile(polled, 0.95));
      await page.context().close();
    },
  );

  it('K5 fails an order at once without a network, and never gives it later', async () => {
    const { jobId } = await planOneStepJob(session, 5, {
      importId: 'offline',
      addressOf: (index) => `offline-${index}`,
    });
    const page = await console_.signIn('marketer');
    await page.goto(`${console_.url}#/runs/${jobId}`);
    await page.getByRole('button', { name: '발송 시작' }).click();
    const launch = page.getByRole('dialog').getByRole('button', { name: '명에게 발송' });
    await launch.waitFor();
    await page.context().setOffline(true);
    await launch.click();
    await page.getByText('실행되지 않은 명령은 나중에 저절로 보내지지 않습니다').first().waitFor();
    const ordered: string[] = [];
    page.on('request', (request) => {
      if (request.postData()?.includes('mutation ') === true) ordered.push(request.url());
    });
    await page.context().setOffline(false);
    await page.waitForTimeout(5_000);
    expect(ordered).toEqual([]);
    console_.problems.length = 0;
    await page.context().close();
  });
});

type Seen = { readonly seq: number; readonly at: number };
const FIRST = 1_000_000;
const TICKS = 230;
const BETWEEN_MS = 80;
const SEEN_AT_LEAST = 200;
const POLL_MS = 2_000;

function quantile(values: readonly number[], share: number): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length * share)] ?? Number.NaN;
}
