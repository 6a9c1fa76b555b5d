/// <reference lib="dom" />
import { chromium, type Browser, type Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { PASSWORD } from '../amplify-client.ts';
import { OUR_BACKEND, startBackend, type RunningBackend } from '../backends-under-test.ts';
import { CHROMIUM_OPTIONS } from './chromium.ts';

const MARKETER = 'marketer@example.org';
let backend: RunningBackend;
let browser: Browser;
let page: Page;
const asked: string[] = [];
const problems: string[] = [];

beforeAll(async () => {
  backend = await startBackend(OUR_BACKEND);
  for (const group of ['marketer', 'viewer'])
    await backend.sandbox.createUser({ email: `${group}@example.org`, password: PASSWORD, groups: [group] });
  await backend.sandbox.createUser({ email: 'nobody@example.org', password: PASSWORD });
  browser = await chromium.launch(CHROMIUM_OPTIONS);
  page = await browser.newPage();
  page.on('request', (request) => asked.push(request.url()));
  page.on('pageerror', (error) => problems.push(error.message));
  page.on('console', (message) => {
    if (message.type() === 'error') problems.push(message.text());
  });
  await page.goto(`${backend.sandbox.url}/_bonghwa/explorer`);
  await page.waitForFunction(() => document.querySelectorAll('#actor option').length > 0);
}, 180_000);

afterAll(async () => {
  await browser?.close();
  await backend?.stop();
});

const actAs = (label: string) => page.selectOption('#actor', { label });
const completions = () =>
  page.$$eval('#completions:not([hidden]) [role=option]', (all) => all.map((one) => one.firstChild?.textContent ?? ''));
async function write(text: string): Promise<void> {
  await page.fill('#query', '');
  await page.click('#query');
  await page.keyboard.type(text);
}
async function run(): Promise<{ data?: Record<string, unknown> | null; errors?: { errorType: string }[] }> {
  await page.evaluate(() => {
    const result = document.querySelector('#result');
    if (result !== null) result.textContent = '';
  });
  await page.click('#run');
  await page.waitForFunction(() => document.querySelector('#result')?.textContent?.startsWith('{') === true);
  return JSON.parse((await page.textContent('#result')) ?? '') as never;
}

describe('U15 the explorer', () => {
  it('completes a field by the keyboard, says its type, and runs the query as the chosen local user', async () => {
    await actAs(`${MARKETER} (marketer)`);
    await write('{ listTempl');
    expect(await completions()).toContain('listTemplates');
    expect(await page.getAttribute('#query', 'aria-activedescendant')).toBe('completion-0');
    expect(await page.textContent('#completion-help')).toContain('ModelTemplateConnection');
    await page.keyboard.press('Tab');
    expect(await page.inputValue('#query')).toBe('{ listTemplates');
    expect(await completions()).toEqual([]);
    await page.keyboard.type(' { it');
    await page.keyboard.press('Enter');
    await page.keyboard.type(' { na');
    expect(await completions()).toContain('name');
    await page.keyboard.press('Enter');
    await page.keyboard.type(' } } }');
    expect(await page.inputValue('#query')).toBe('{ listTemplates { items { name } } }');
    expect(await run()).toEqual({ data: { listTemplates: { items: [] } } });
  });

  it('runs what a mutation does under the name of that user', async () => {
    const save =
      'mutation { saveTemplate(name: "t", messageClass: TRANSACTIONAL, content: { channel: PUSH, title: "t", body: "b" }) { templateId } }';
    await page.fill('#query', save);
    expect((await run()).data).toMatchObject({ saveTemplate: { templateId: expect.any(String) as string } });
    await actAs('viewer@example.org (viewer)');
    expect((await run()).errors).toMatchObject([{ errorType: 'Unauthorized' }]);
    await actAs('nobody@example.org');
    await page.fill('#query', '{ listTemplates { items { name } } }');
    expect((await run()).errors).toMatchObject([{ errorType: 'Unauthorized' }]);
  });

  it('does not offer what only the system calls, nor what the chosen user may not', async () => {
    await actAs(`${MARKETER} (marketer)`);
    const drawn = () => page.$$eval('#schema .field button', (all) => all.map((one) => one.textContent ?? ''));
    await write('mutation { pub');
    expect(await completions()).toEqual(['publishTemplateVersion']);
    for (const system of ['publishJobProgress', 'publishDelivery', 'publishImportProgress']) {
      expect(await drawn()).not.toContain(system);
    }
    expect(await drawn()).toContain('saveTemplate');
    expect(await drawn()).not.toContain('saveApiClient');
    await actAs('viewer@example.org (viewer)');
    await write('mutation { save');
    expect(await completions()).toEqual([]);
    expect(await drawn()).not.toContain('saveTemplate');
    await page.check('#all');
    expect(await drawn()).toContain('publishJobProgress');
    await page.uncheck('#all');
  });

  it('calls as an IAM role, which signs each request, and offers what its policy allows', async () => {
    const roles = await page.$$eval('#actor optgroup[label="IAM roles"] option', (all) =>
      all.map((one) => one.textContent ?? ''),
    );
    expect(roles.length).toBeGreaterThan(0);
    const role = roles.find((name) => name.startsWith('bonghwa-local')) ?? roles[0] ?? '';
    await actAs(role);
    await page.fill('#query', '{ __typename }');
    expect(await run()).toEqual({ data: { __typename: 'Query' } });
  });

  it('hears a subscription as the chosen user', async () => {
    await actAs(`${MARKETER} (marketer)`);
    await page.fill('#query', 'subscription { onJobProgress(jobId: "j") { jobId } }');
    await page.click('#run');
    await page.waitForFunction(() => document.querySelector('#result')?.textContent?.startsWith('Listening') === true);
    await page.click('#stop');
  });

  it('asks nobody but the sandbox, and finds nothing wrong with itself', () => {
    expect(asked.filter((url) => !url.startsWith(backend.sandbox.url))).toEqual([]);
    expect(problems).toEqual([]);
  });
});
