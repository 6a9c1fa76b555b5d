/// <reference lib="dom" />
import { chromium, type Browser, type BrowserContext, type Page } from 'playwright-core';
import { buildConsole, CONSOLE_SITE } from '../../../src/cli/console/build-console.ts';
import { PASSWORD } from '../../amplify-client.ts';
import { OUR_BACKEND, startBackend, type RunningBackend } from '../../backends-under-test.ts';
import { CHROMIUM_OPTIONS } from '../chromium.ts';
import { keepPagesOf } from '../keep-what-failed.ts';

export type Group = 'admin' | 'marketer' | 'viewer';

export interface OpenConsole {
  readonly backend: RunningBackend;
  readonly browser: Browser;
  /** `http://127.0.0.1:PORT/console/` */
  readonly url: string;
  /** What a browser said went wrong on any page, and whom else than the sandbox a page asked. */
  readonly problems: string[];
  readonly openPage: (options?: PageOptions) => Promise<Page>;
  /** A page on which somebody of a group has signed in: as a person would, or in another window a moment ago. */
  readonly signIn: (group: Group, options?: PageOptions) => Promise<Page>;
  readonly stop: () => Promise<void>;
}

type PageOptions = NonNullable<Parameters<Browser['newContext']>[0]> & {
  readonly language?: 'ko' | 'en';
  readonly theme?: 'LIGHT' | 'DARK';
};

type StorageState = Awaited<ReturnType<BrowserContext['storageState']>>;

/** Less than the minutes after which an approval asks who one is. */
const FRESH_MS = 300_000;

/** Of what a browser stores, who is signed in: not the language that was chosen, and no drafts. */
function tokensOf({ cookies, origins }: StorageState): StorageState {
  return {
    cookies,
    origins: origins.map(({ origin, localStorage }) => ({
      origin,
      localStorage: localStorage.filter(({ name }) => !name.startsWith('bonghwa.')),
    })),
  };
}

/** The console as `npm start` serves it, over a sandbox of its own, in a real Chromium. */
export async function openConsole(startAt = Date.parse('2026-11-24T10:00:00+09:00')): Promise<OpenConsole> {
  const built = await buildConsole(() => undefined);
  if (!built.ok) throw new Error(built.message);
  const backend = await startBackend(OUR_BACKEND, { startAt, site: { name: CONSOLE_SITE, folder: built.folder } });
  for (const group of ['admin', 'marketer', 'viewer'])
    await backend.sandbox.createUser({ email: `${group}@example.org`, password: PASSWORD, groups: [group] });
  const browser = await chromium.launch(CHROMIUM_OPTIONS);
  keepPagesOf(browser);
  const url = `${backend.sandbox.url}/${CONSOLE_SITE}/`;
  const problems: string[] = [];
  const signedIn = new Map<Group, { readonly at: number; readonly state: StorageState }>();

  async function openPage({ language = 'ko', theme = 'LIGHT', ...options }: PageOptions = {}): Promise<Page> {
    const context = await browser.newContext({
      // What fades in is looked at once it is there.
      reducedMotion: 'reduce',
      viewport: { width: 1280, height: 900 },
      ...options,
    });
    await prefer(context, { language, theme });
    const page = await context.newPage();
    page.on('pageerror', (error) => problems.push(error.message));
    page.on('console', (message) => {
      if (message.type() === 'error') problems.push(message.text());
    });
    page.on('request', (request) => {
      if (!request.url().startsWith(backend.sandbox.url) && !request.url().startsWith('data:'))
        problems.push(`asked ${request.url()}`);
    });
    await page.goto(url);
    return page;
  }

  return {
    backend,
    browser,
    url,
    problems,
    openPage,
    async signIn(group, options) {
      const now = backend.sandbox.clock.now();
      const before = signedIn.get(group);
      const isFresh = before !== undefined && now - before.at < FRESH_MS;
      const page = await openPage(isFresh ? { ...options, storageState: before.state } : options);
      if (!isFresh) {
        await page.fill('input[name=email]', `${group}@example.org`);
        await page.fill('input[name=password]', PASSWORD);
        await page.keyboard.press('Enter');
      }
      // The page that asks who one is has a heading, too.
      await page.getByText(`${group}@example.org`, { exact: true }).first().waitFor({ state: 'attached' });
      await page.waitForSelector('main h1, [class*=app-layout] h1');
      if (!isFresh) signedIn.set(group, { at: now, state: tokensOf(await page.context().storageState()) });
      return page;
    },
    async stop() {
      await browser.close();
      await backend.stop();
    },
  };
}

/** What a person chose before, as the console keeps it. */
async function prefer(context: BrowserContext, chosen: { readonly language: string; readonly theme: string }) {
  await context.addInitScript((preferences) => {
    for (const [name, value] of Object.entries(preferences)) {
      if (localStorage.getItem(`bonghwa.${name}`) === null) localStorage.setItem(`bonghwa.${name}`, value);
    }
  }, chosen);
}
