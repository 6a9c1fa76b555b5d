/// <reference lib="dom" />
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { build } from 'esbuild';
import { chromium, type Browser, type Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Outputs } from '../../src/front-end/index.ts';
import { totpCode } from '../../src/offline/services/cognito-idp/totp.ts';
import { PASSWORD } from '../amplify-client.ts';
import { SCHOOL_APP, startBackend, type RunningBackend } from '../backends-under-test.ts';
import { CHROMIUM_OPTIONS } from './chromium.ts';

const TEACHER = 'teacher@example.com';
let backend: RunningBackend;
let server: Server;
let browser: Browser;
let page: Page;

beforeAll(async () => {
  backend = await startBackend(SCHOOL_APP);
  await backend.sandbox.createUser({ email: TEACHER, password: PASSWORD, groups: ['sunrise'] });
  const bundle = await build({
    entryPoints: [new URL('school-page.ts', import.meta.url).pathname],
    bundle: true,
    write: false,
    format: 'iife',
    platform: 'browser',
    logLevel: 'silent',
  });
  const script = bundle.outputFiles[0]?.text ?? '';
  server = createServer((request, response) => {
    if (request.url === '/page.js') response.setHeader('content-type', 'text/javascript').end(script);
    else response.setHeader('content-type', 'text/html').end('<!doctype html><script src="/page.js"></script>');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  browser = await chromium.launch(CHROMIUM_OPTIONS);
  page = await browser.newPage();
  await page.goto(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`);
  await page.evaluate((outputs) => window.school.configure(outputs as Outputs), backend.sandbox.outputs as never);
}, 180_000);

afterAll(async () => {
  await browser?.close();
  await new Promise((resolve) => server?.close(resolve));
  await backend?.stop();
});

const signIn = (code?: string): Promise<string> =>
  page.evaluate(([name, password, given]) => window.school.signIn(name, password, given), [
    TEACHER,
    PASSWORD,
    code,
  ] as const);

describe('a front end of somebody’s app, in Chromium', () => {
  it('S29 signs in, and reads and hears what belongs to its own school', async () => {
    expect(await signIn()).toBe('DONE');
    await page.evaluate(() => window.school.listen());
    await page.waitForTimeout(1500);
    const create = (school: string): Promise<string | undefined> =>
      page.evaluate((name) => window.school.createNotice(name, `to ${name}`), school);
    expect(await create('sunset')).toBe('Unauthorized');
    expect(await create('sunrise')).toBeUndefined();
    await page.waitForFunction(() => window.school.heard.length > 0, undefined, { timeout: 10_000 });
    expect(await page.evaluate(() => window.school.heard)).toEqual(['to sunrise']);
  });

  it.each([
    ['small.txt', 3],
    ['학급 사진 (1).txt', 1000],
    ['of-parts.txt', 6 * 1024 * 1024],
  ])('S29 uploads %s with %i bytes, and downloads it', async (name, bytes) => {
    expect(await page.evaluate(([file, size]) => window.school.upload(file, size), [name, bytes] as const)).toBe(bytes);
    const text = await page.evaluate((file) => window.school.download(file), name);
    expect(text.length).toBe(bytes);
    expect(text.startsWith('AAA')).toBe(true);
  });

  it('S19 sets an authenticator app up, and asks for its code', async () => {
    const secret = await page.evaluate(() => window.school.associate());
    await page.evaluate((code) => window.school.prefer(code), totpCode(secret, Date.now() - 30_000));
    expect(await signIn()).toBe('CONFIRM_SIGN_IN_WITH_TOTP_CODE');
    expect(await signIn(totpCode(secret, Date.now()))).toBe('DONE');
  });
});
