/// <reference lib="dom" />
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import * as z from 'zod';
import { openSession, type GraphqlSession } from '../../../src/cli/graphql-session.ts';
import { PASSWORD } from '../../amplify-client.ts';
import { choose } from './choose.ts';
import { openConsole, type OpenConsole } from './open-console.ts';
import { saidIn, type Said } from './said.ts';

const PEOPLE = 60;
const HOUR_MS = 3_600_000;

let console_: OpenConsole;
beforeAll(async () => {
  console_ = await openConsole();
  await asAdmin((session) =>
    session.call(
      'mutation Limit { saveDeliverySettings(approval: { recipients: 20 }) { isStopped } }',
      {},
      z.object({ isStopped: z.boolean() }),
    ),
  );
}, 400_000);
afterAll(async () => {
  await console_?.stop();
});

/** Orders something by the API. Signed in anew each time: the clock is moved past the end of what was signed before. */
async function asAdmin(order: (session: GraphqlSession) => Promise<unknown>): Promise<void> {
  const session = await openSession(console_.backend.sandbox.outputs, 'admin@example.org', PASSWORD);
  await order(session);
  await session.close();
}

/** Everybody in one city of the language; the first ones cannot be reached until they are tried again. */
function table(language: string, city: string): string {
  const consent = (channel: string) =>
    `User.UserAttributes.AdConsent.${channel},User.UserAttributes.AdConsent.${channel}`;
  const header = `고객번호,이름,도시,푸시토큰,이메일,휴대전화,${consent('PUSH')},${consent('EMAIL')},${consent('SMS')}`;
  const agreed = Array.from({ length: 3 }, () => '2026-06-01T00:00:00Z,app').join(',');
  const rows = Array.from({ length: PEOPLE }, (_, index) => {
    const token = index < 4 ? `fail-temporary-${language}-${index}` : `token-${language}-${index}`;
    return `${language}-${index},서연${index},${city},${token},${language}${index}@example.org,010-1234-${1000 + index + (language === 'ko' ? 0 : 500)},${agreed}`;
  });
  return [header, ...rows, `${language}-x,나쁨,${city},token-x,bad-address,010-1,${agreed}`].join('\n');
}

const WORDS = {
  PUSH: { channel: 'PUSH', title: '(광고) {{User.UserAttributes.GivenName}}님', body: '무료수신거부: 앱 설정' },
  EMAIL: {
    channel: 'EMAIL',
    subject: '(광고) 소식',
    html: '<p>봉화마트 02-123-4567</p><p><a href="https://shop.example/u">무료수신거부</a> To stop these mails, click unsubscribe.</p>',
  },
  SMS: { channel: 'SMS', body: '(광고)봉화마트 세일 문의 02-123-4567 무료거부 080-123-4567' },
} as const;

const SAVE_TEMPLATE = /* GraphQL */ `
  mutation SaveTemplate($name: String!, $content: TemplateContentInput!) {
    saveTemplate(name: $name, messageClass: AD, content: $content, activate: true) {
      templateId
    }
  }
`;

const shown = (page: Page, outcome: string): Promise<number> =>
  page
    .locator(`[data-outcome=${outcome}]`)
    .first()
    .innerText()
    .then((text) => Number.parseInt(text.replaceAll(',', ''), 10));

async function importPeople(page: Page, said: Said, language: string, city: string): Promise<void> {
  await page.goto(`${console_.url}#/import`);
  await page.setInputFiles('input[type=file]', {
    name: 'people.csv',
    mimeType: 'text/csv',
    buffer: Buffer.from(table(language, city)),
  });
  await choose(page, said('import.meaningOf', { title: '푸시토큰' }), said('meaning.android'));
  await page.getByRole('button', { name: said('import.send') }).click();
  await page.getByText(said('import.done')).waitFor({ timeout: 60_000 });
  await page.getByText('INVALID_ADDRESS').first().waitFor();
  expect(await page.locator('[data-import=customersCreated]').innerText()).toBe(String(PEOPLE + 1));
}

async function writeTemplate(page: Page, said: Said, name: string): Promise<void> {
  await page.goto(`${console_.url}#/templates/new`);
  await page.getByRole('heading', { level: 1, name: said('templates.new') }).waitFor();
  await page.getByLabel(said('name'), { exact: true }).fill(name);
  await page.getByLabel(said('text.title'), { exact: true }).fill('{{User.UserAttributes.GivenName}}님, 겨울 세일');
  await page.getByLabel(said('text.body'), { exact: true }).fill('오늘만 드립니다.');
  await page
    .getByText(/\(rule /)
    .first()
    .waitFor();
  await page
    .getByLabel(said('text.title'), { exact: true })
    .fill('(광고) {{User.UserAttributes.GivenName}}님, 겨울 세일');
  await page.getByLabel(said('text.body'), { exact: true }).fill('오늘만 드립니다. 무료수신거부: 앱 설정');
  await page.getByText(said('law.fine')).waitFor();
  await page.getByText(said('member.blanks', { names: 'User.UserAttributes.GivenName' })).waitFor();
  await page.getByRole('button', { name: said('save'), exact: true }).click();
  await page.getByText(said('templates.saved', { version: 1 })).waitFor();
}

async function buildSegment(page: Page, said: Said, name: string, city: string): Promise<void> {
  await page.goto(`${console_.url}#/segments/new`);
  // The page before has a field of that name too, and stays until this one has come.
  await page.getByRole('heading', { level: 1, name: said('segments.new') }).waitFor();
  await page.getByLabel(said('name'), { exact: true }).fill(name);
  await choose(page, said('condition.kind'), said('condition.CITY'));
  await page.getByLabel(said('condition.values')).fill(city);
  await page
    .getByText(said('people', { count: PEOPLE + 1 }), { exact: true })
    .first()
    .waitFor();
  await page.getByRole('button', { name: said('save'), exact: true }).click();
  await page.getByText(said('saved', { name })).waitFor();
}

async function makeCampaign(page: Page, said: Said, name: string, segment: string, templates: readonly string[]) {
  await page.goto(`${console_.url}#/campaigns/new/edit`);
  const [first = '', second = '', third = ''] = templates;
  const next = page.locator('main button[class*=primary]').last();
  await page.getByRole('heading', { level: 1, name: said('campaigns.new') }).waitFor();
  await page.getByLabel(said('name'), { exact: true }).fill(name);
  await choose(page, said('segment'), segment);
  await next.click();
  const cards = page.getByRole('button', { name: said('template') });
  await cards.first().click();
  await page.getByRole('option', { name: first }).click();
  await page.getByRole('button', { name: said('steps.add') }).click();
  await page.getByRole('button', { name: said('steps.add') }).click();
  await cards.nth(1).click();
  await page.getByRole('option', { name: second }).click();
  await page
    .getByRole('button', { name: new RegExp(`^${said('channel')}`) })
    .nth(2)
    .click();
  await page.getByRole('option', { name: said('channel.SMS') }).click();
  await cards.nth(2).click();
  await page.getByRole('option', { name: third }).click();
  for (const field of await page.getByLabel(said('steps.wait')).all()) await field.fill('60');
  await next.click();
  await next.click();
  await page.getByLabel(said('limit.messagesPerSecond')).fill('10');
  await next.click();
  await next.click();
  await page.getByText(said('forecast.title')).waitFor({ timeout: 60_000 });
}

describe('from a file of people to a report', () => {
  it.each(['ko', 'en'] as const)(
    'a marketer goes the whole way in %s, with a second person and no reload while it is being sent',
    async (language) => {
      const said = saidIn(language);
      const { sandbox } = console_.backend;
      const city = language === 'ko' ? '서울' : '부산';
      const page = await console_.signIn('marketer', { language });
      await importPeople(page, said, language, city);
      const templates = [`겨울 ${language}`, `메일 ${language}`, `문자 ${language}`];
      await writeTemplate(page, said, templates[0] ?? '');
      const saved = z.object({ templateId: z.string() });
      await asAdmin(async (session) => {
        await session.call(SAVE_TEMPLATE, { name: templates[1], content: WORDS.EMAIL }, saved);
        await session.call(SAVE_TEMPLATE, { name: templates[2], content: WORDS.SMS }, saved);
      });
      await buildSegment(page, said, `고객 ${language}`, city);
      await page.reload();
      await makeCampaign(page, said, `세 단계 ${language}`, `고객 ${language}`, templates);

      // Each wave as a real member gets it, rule by rule; the next person is another one.
      const who = page.locator('[data-member]');
      const one = await who.getAttribute('data-member');
      await page.getByRole('button', { name: said('member.after') }).click();
      await expect.poll(() => who.getAttribute('data-member')).not.toBe(one);
      await page.locator('[data-rule=LABEL_FIRST]').first().waitFor();

      await page.getByRole('button', { name: said('campaigns.plan') }).click();
      await page.getByText(said('phase.PLANNED')).first().waitFor({ timeout: 60_000 });
      await page.getByText(said('cost.forecast')).waitFor();
      await page.getByRole('tab', { name: said('run.excluded') }).click();
      await page
        .getByText(said('reason.FILTERED_OUT_BY_SEGMENT'))
        .or(page.getByText(said('excluded.none')))
        .first()
        .waitFor();
      const address = page.url();

      // Who wrote it may not approve it; somebody else may, in won and people.
      await page.getByRole('button', { name: said('order.approve'), exact: true }).click();
      await page.getByRole('dialog').getByRole('button', { name: '₩' }).click();
      await page.getByText(said('refused.SAME_PERSON')).waitFor();
      await page
        .getByRole('dialog')
        .getByRole('button', { name: said('leave') })
        .click();
      const second = await console_.signIn('admin', { language });
      await second.goto(address);
      await second.getByRole('button', { name: said('order.approve'), exact: true }).click();
      await second.getByRole('dialog').getByRole('button', { name: '₩' }).click();
      await second.getByText(said('order.approve.done')).waitFor();
      await second.getByRole('button', { name: said('order.launch'), exact: true }).waitFor();
      await second.context().close();

      // Whoever waits for it sees that it is approved, and launches it from there.
      await page.getByRole('button', { name: said('order.launch'), exact: true }).click();
      await page.getByRole('dialog').getByRole('button', { name: '₩' }).click();
      const moved: number[] = [];
      await page.evaluate(() => Object.assign(window, { isSamePage: true }));
      while (moved.length < 3) {
        const accepted = await shown(page, 'accepted');
        if (accepted > (moved.at(-1) ?? 0)) moved.push(accepted);
        await page.waitForTimeout(100);
      }
      await page.getByRole('button', { name: said('order.pause'), exact: true }).click();
      await page.getByText(said('phase.PAUSED')).first().waitFor();
      await page.getByRole('button', { name: said('order.resume'), exact: true }).click();
      await page.getByRole('button', { name: said('order.retryFailed') }).waitFor({ timeout: 120_000 });
      expect(await page.evaluate(() => 'isSamePage' in window)).toBe(true);
      await page.getByRole('button', { name: said('order.retryFailed') }).click();
      await page.getByRole('dialog').getByRole('button', { name: '4' }).click();
      await page.getByText(said('order.retryFailed.done')).waitFor();

      await page.getByRole('tab', { name: said('run.find') }).click();
      await page.getByLabel(said('find.label')).fill(`${language}-10`);
      await page.getByRole('button', { name: said('find.button'), exact: true }).click();
      await page.getByText(`${language}-10 ·`).first().waitFor();
      await page.getByRole('tab', { name: said('run.activity') }).click();
      await page.getByText(said('activity.approved'), { exact: true }).waitFor();

      expect(console_.problems).toEqual([]);

      // The clock plays the next wave.
      const before = sandbox.outbox.count({ channel: 'EMAIL' });
      await page.goto(`${console_.url}#/clock`);
      await page
        .getByRole('listitem')
        .filter({ hasText: `세 단계 ${language}` })
        .getByRole('button', { name: said('clock.play') })
        .first()
        .click();
      await page.getByText(language === 'ko' ? '시계를 옮겼습니다' : 'The clock now shows').waitFor();
      // It begins with the first sweep after those who failed were tried again.
      await expect.poll(() => sandbox.outbox.count({ channel: 'EMAIL' }), { timeout: 240_000 }).toBeGreaterThan(before);
      expect(sandbox.clock.now()).toBeGreaterThan(Date.parse('2026-11-24T10:00:00+09:00') + HOUR_MS / 2);
      await page.goto(address);
      await page
        .getByText(said('wave', { number: 2 }))
        .first()
        .waitFor();
      // The clock has passed the hour for which the session's tokens are good: one answer may be 401 before they are renewed.
      expect(console_.problems.filter((problem) => !problem.includes('401 (Unauthorized)'))).toEqual([]);
      console_.problems.length = 0;
      await page.context().close();
    },
    600_000,
  );

  it('a viewer sees it all and is offered nothing that writes', async () => {
    const said = saidIn('en');
    const page = await console_.signIn('viewer', { language: 'en' });
    const writing = [
      ['#/templates', 'templates.new'],
      ['#/segments', 'segments.new'],
      ['#/segments', 'import.open'],
      ['#/campaigns', 'campaigns.new'],
    ] as const;
    for (const [address, word] of writing) {
      await page.goto(`${console_.url}${address}`);
      await page.locator('main table').waitFor();
      expect(await page.getByText(said(word), { exact: true }).count(), word).toBe(0);
    }
    await page.getByRole('link', { name: '세 단계 en' }).click();
    await page.getByText(said('forecast.title')).waitFor();
    for (const word of ['edit', 'duplicate', 'campaigns.plan'] as const)
      expect(await page.getByRole('button', { name: said(word), exact: true }).count(), word).toBe(0);
    await page.context().close();
  });
});
