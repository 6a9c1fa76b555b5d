/// <reference lib="dom" />
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { build } from 'esbuild';
import { chromium, type Browser, type Page } from 'playwright-core';
import { parseAmplifyConfig } from 'aws-amplify/utils';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { PASSWORD } from '../amplify-client.ts';
import { OUR_BACKEND, startBackend, type RunningBackend } from '../backends-under-test.ts';
import { prepareJob, type PreparedJob } from '../prepare-job.ts';
import { CHROMIUM_OPTIONS } from './chromium.ts';

let backend: RunningBackend;
let server: Server;
let browser: Browser;
let page: Page;
let prepared: PreparedJob;

beforeAll(async () => {
  backend = await startBackend(OUR_BACKEND, { startAt: Date.parse('2026-11-24T10:00:00+09:00') });
  prepared = await prepareJob(backend, 150);
  const bundle = await build({
    entryPoints: [new URL('page.ts', import.meta.url).pathname],
    bundle: true,
    write: false,
    format: 'iife',
    platform: 'browser',
    logLevel: 'silent',
  });
  const script = bundle.outputFiles[0]?.text ?? '';
  server = createServer((request, response) => {
    if (request.url === '/page.js') response.setHeader('content-type', 'text/javascript').end(script);
    else
      response
        .setHeader('content-type', 'text/html')
        .end('<!doctype html><title>test</title><script src="/page.js"></script>');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  browser = await chromium.launch(CHROMIUM_OPTIONS);
  page = await browser.newPage();
  await page.goto(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`);
}, 180_000);

afterAll(async () => {
  await browser?.close();
  await new Promise((resolve) => server?.close(resolve));
  await backend?.stop();
});

describe('the unmodified aws-amplify client in a real Chromium', () => {
  it('signs in by SRP across origins', async () => {
    const config = parseAmplifyConfig(backend.sandbox.outputs);
    Object.assign(config.Auth?.Cognito ?? {}, {
      userPoolEndpoint: backend.sandbox.url,
      identityPoolEndpoint: backend.sandbox.url,
    });
    await page.evaluate((value) => window.bonghwa.configure(value), config);
    await backend.sandbox.createUser({ email: 'viewer@example.org', password: PASSWORD, groups: ['viewer'] });
    expect(await page.evaluate((password) => window.bonghwa.signIn('viewer@example.org', password), PASSWORD)).toBe(
      true,
    );
  });

  it('lists with a filter, and gets', async () => {
    const ids = await page.evaluate((prefix) => window.bonghwa.listTemplates(prefix), prepared.templateName);
    expect(ids).toEqual([prepared.templateId]);
    expect(await page.evaluate((id) => window.bonghwa.getTemplate(id), prepared.templateId)).toBe(
      prepared.templateName,
    );
    expect(await page.evaluate(() => window.bonghwa.listTemplates('no such name'))).toEqual([]);
  });

  it('receives the live progress of a job, in order, up to its last recipient', async () => {
    await page.evaluate((jobId) => window.bonghwa.watch(jobId), prepared.jobId);
    await page.waitForTimeout(1_500);
    const end = await prepared.launchAndFinish();
    await page.waitForFunction((accepted) => window.bonghwa.heard.at(-1)?.accepted === accepted, end.accepted, {
      timeout: 15_000,
    });
    const heard = await page.evaluate(() => window.bonghwa.heard);
    expect(heard.map(({ seq }) => seq)).toEqual(heard.map(({ seq }) => seq).toSorted((a, b) => a - b));
    expect(end.accepted).toBeGreaterThan(0);
  });
});
