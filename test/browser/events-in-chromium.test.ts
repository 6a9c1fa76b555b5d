/// <reference lib="dom" />
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { build } from 'esbuild';
import { chromium, type Browser, type BrowserContext, type Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createServerClient, type ServerClient } from '../../src/server/index.ts';
import { startApiWorld, type ApiWorld } from '../api-world.ts';
import { CHROMIUM_OPTIONS } from './chromium.ts';

/** A name that is no secure context, as the address of a laptop is to a phone in the same network. */
const PHONE = 'laptop.test';

let world: ApiWorld;
let shop: ServerClient;
let server: Server;
let browser: Browser;

beforeAll(async () => {
  world = await startApiWorld();
  const { clientId, keyId, material } = world.shop;
  const auth = { kind: 'TOKEN', clientId, keyId, key: { privateKey: material } } as const;
  shop = await createServerClient({ url: world.url, auth });
  const customers = ['phone', 'desk'].map((id) => JSON.stringify({ id }));
  const upsert = 'mutation ($customers: [AWSJSON!]!) { upsertCustomers(customers: $customers) { outcome } }';
  expect((await world.asAdmin(upsert, { customers })).message).toBe('');
  const bundle = await build({
    entryPoints: [new URL('events-page.ts', import.meta.url).pathname],
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
        .end('<!doctype html><title>shop</title><script src="/page.js"></script>');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const args = [...CHROMIUM_OPTIONS.args, `--host-resolver-rules=MAP ${PHONE} 127.0.0.1`];
  browser = await chromium.launch({ ...CHROMIUM_OPTIONS, args });
}, 300_000);

afterAll(async () => {
  await browser?.close();
  await new Promise((resolve) => server?.close(resolve));
  await world?.backend.stop();
});

/** A visit to the shop: its page is open, and a customer is signed in. */
async function open(context: BrowserContext, host: string, customerId: string, sendEveryMs: number): Promise<Page> {
  const page = await context.newPage();
  await page.goto(`http://${host}:${(server.address() as AddressInfo).port}/`);
  const { token } = await shop.issueAppToken({ customerId });
  await page.evaluate((options) => window.recorderOf(options), { url: world.url, token, sendEveryMs });
  await page.evaluate((id) => window.recorder.signIn(id), customerId);
  return page;
}

/** How often an event of a customer is counted. */
async function countOf(id: string, name: string): Promise<number> {
  const { data } = await world.asAdmin('query ($id: ID!) { getCustomer(id: $id) { activity } }', { id });
  const { activity } = data?.['getCustomer'] as { activity: string };
  const { events = {} } = JSON.parse(activity) as { events?: Record<string, { days: [number, number][] }> };
  return events[name]?.days.reduce((sum, [, count]) => sum + count, 0) ?? 0;
}

const patient = { timeout: 60_000, interval: 250 };

describe('the recorder of events in a real Chromium', () => {
  it('L6 makes ids where there is no secure context, and so no randomUUID', async () => {
    const page = await open(await browser.newContext(), PHONE, 'phone', 500);
    expect(await page.evaluate(() => [isSecureContext, typeof crypto.randomUUID])).toEqual([false, 'undefined']);
    const ids = await page.evaluate(() => ['a', 'a', 'b'].map((name) => window.recorder.record(name)));
    expect(new Set(ids).size).toBe(3);
    expect(ids.every((id) => /^[0-9a-f]{32}$/.test(id ?? ''))).toBe(true);
    await expect.poll(() => countOf('phone', 'a'), patient).toBe(2);
    expect(await page.evaluate(() => window.recorder.waiting)).toBe(0);
  });

  it(
    'L8 with 300 events in the buffer loses none of them when the tab is closed, and counts each once',
    { timeout: 240_000 },
    async () => {
      const context = await browser.newContext();
      const page = await open(context, '127.0.0.1', 'desk', 120_000);
      await page.evaluate(() => window.recorder.record('warmed_up'));
      expect(await page.evaluate(() => window.recorder.flush())).toBe(true);
      await context.setOffline(true);
      await page.evaluate(() => {
        for (let index = 0; index < 300; index += 1) {
          window.recorder.record('product_viewed', { attributes: { path: `/products/${'x'.repeat(120)}/${index}` } });
        }
      });
      expect(await page.evaluate(() => window.recorder.flush())).toBe(false);
      expect(await page.evaluate(() => window.recorder.waiting)).toBe(300);
      expect(await countOf('desk', 'product_viewed')).toBe(0);
      await context.setOffline(false);
      await page.close({ runBeforeUnload: true });
      // What goes out at the end outlives the page.
      await expect.poll(() => countOf('desk', 'product_viewed'), patient).toBeGreaterThan(100);
      expect(await countOf('desk', 'product_viewed')).toBeLessThan(300);

      const next = await open(context, '127.0.0.1', 'desk', 500);
      await expect.poll(() => countOf('desk', 'product_viewed'), patient).toBe(300);
      await expect.poll(() => next.evaluate(() => window.recorder.waiting), patient).toBe(0);
      expect(await countOf('desk', 'product_viewed')).toBe(300);
      expect(await next.evaluate(() => Object.keys(localStorage))).toEqual([]);
    },
  );
});
