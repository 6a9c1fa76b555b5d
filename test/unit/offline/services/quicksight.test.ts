import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { QuickSightClient } from '@aws-sdk/client-quicksight';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { createDashboards, type DashboardPlace } from '../../../../src/adapters/quicksight/index.ts';
import { createClock } from '../../../../src/offline/clock.ts';
import { showDashboard } from '../../../../src/offline/pages/show-dashboard.ts';
import type { AwsRequest, AwsResponse } from '../../../../src/offline/services/contract.ts';
import { errorResponse } from '../../../../src/offline/services/aws-response.ts';
import { createQuickSight } from '../../../../src/offline/services/quicksight/create-quicksight.ts';
import { createEmbedUrls } from '../../../../src/offline/services/quicksight/embed-urls.ts';

const ACCOUNT = '000000000000';
const PLACE: DashboardPlace = {
  dashboardId: 'bonghwa-1',
  userArn: `arn:aws:quicksight:ap-northeast-2:${ACCOUNT}:user/default/reader/{sub}`,
  minutes: 60,
  domains: ['https://console.example.com'],
};

const clock = createClock();
const urls = createEmbedUrls(clock);
const quickSight = createQuickSight({ dashboards: [{ id: 'bonghwa-1' }], urls, accountId: ACCOUNT });
let instead: AwsResponse | undefined;
let server: Server;
let client: QuickSightClient;
let last: AwsRequest | undefined;

beforeAll(async () => {
  server = createServer((incoming, outgoing) => {
    void (async () => {
      const parts: Buffer[] = [];
      for await (const part of incoming) parts.push(Buffer.from(part as Uint8Array));
      const { host = '' } = incoming.headers;
      const { pathname: path, searchParams: query } = new URL(incoming.url ?? '/', `http://${host}`);
      const common = { service: 'quicksight', principal: null, headers: { host } } as const;
      last = { ...common, method: incoming.method ?? '', path, query, body: Buffer.concat(parts) };
      const { status, headers, body } = instead ?? (await quickSight.handle(last));
      outgoing.writeHead(status, { ...headers }).end(body);
    })();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  client = new QuickSightClient({
    endpoint: `http://127.0.0.1:${port}`,
    region: 'ap-northeast-2',
    credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
    maxAttempts: 1,
  });
});
afterEach(() => {
  instead = undefined;
  quickSight.setUsers(null);
});
afterAll(() => new Promise((resolve) => server.close(resolve)));

const embed = (change: Partial<DashboardPlace> = {}) =>
  createDashboards({ ...PLACE, ...change }, client).embed('sub-1');

async function urlOf(change: Partial<DashboardPlace> = {}): Promise<string> {
  const made = await embed(change);
  if (!('url' in made)) throw new Error(made.problem);
  return made.url;
}
const open = (url: string) => showDashboard(urls, url.slice(url.lastIndexOf('/') + 1));

describe('QuickSight in the sandbox', () => {
  it('makes an address of a page that says what it stands in for, in the pages that may have it', async () => {
    const url = await urlOf();
    expect(url).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/_bonghwa\/dashboard\/[\w-]+$/);
    const page = open(url);
    expect(page).toMatchObject({ framedBy: ['https://console.example.com'] });
    expect(page.status).toBeUndefined();
    expect(String(page.body)).toMatch(/stands in for.*bonghwa-1.*reader\/sub-1.*60 minutes/s);
  });

  it('lets an address be opened once', async () => {
    const url = await urlOf({ domains: [] });
    expect(open(url).framedBy).toContain("'self'");
    expect(open(url)).toMatchObject({ status: 403 });
  });

  it('lets an address be opened within five minutes', async () => {
    const [early, late] = [await urlOf(), await urlOf()];
    clock.advance(299_000);
    expect(open(early).status).toBeUndefined();
    clock.advance(1_000);
    expect(open(late)).toMatchObject({ status: 403 });
  });

  it('asks for the right to make addresses of that user', async () => {
    await urlOf();
    expect(last === undefined ? undefined : quickSight.authorizationOf(last)).toEqual({
      action: 'quicksight:GenerateEmbedUrlForRegisteredUser',
      resource: PLACE.userArn.replace('{sub}', 'sub-1'),
    });
  });

  it.each([
    ['a user who is not registered', 'USER_UNKNOWN', {}],
    ['a dashboard that is not there', 'DASHBOARD_UNKNOWN', { dashboardId: 'another' }],
    ['a user of another account', 'NOT_ALLOWED', { userArn: PLACE.userArn.replace(ACCOUNT, '111111111111') }],
  ] as const)('refuses %s', async (what, problem, change) => {
    if (what.endsWith('registered')) quickSight.setUsers(['reader/sub-2']);
    expect(await embed(change)).toEqual({ problem });
  });

  it.each([
    [{ minutes: 14 }, 'SessionLifetimeInMinutesInvalidException', /at least 15/],
    [{ minutes: 601 }, 'SessionLifetimeInMinutesInvalidException', /at most 600/],
    [{ dashboardId: 'no spaces' }, 'InvalidParameterValueException', /InitialDashboardId must match/],
    [{ domains: ['http://example.com'] }, 'InvalidParameterValueException', /http:\/\/example\.com/],
    [{ domains: Array.from({ length: 4 }, () => 'https://a.example') }, 'InvalidParameterValueException', /3 domains/],
  ])('refuses what the service model does not have: %o', async (change, name, words) => {
    await expect(embed(change)).rejects.toMatchObject({ name, message: expect.stringMatching(words) as string });
  });

  it('refuses every other operation by its name', async () => {
    const answer = await quickSight.handle({
      service: 'quicksight',
      method: 'GET',
      path: `/accounts/${ACCOUNT}/dashboards`,
      query: new URLSearchParams(),
      headers: {},
      body: Buffer.alloc(0),
      principal: null,
    });
    expect(answer.status).toBe(501);
    expect(String(answer.body)).toContain('QuickSight GET');
  });
});

describe('what QuickSight says no to', () => {
  it.each([
    ['ThrottlingException', 429, 'THROTTLED'],
    ['UnsupportedUserEditionException', 403, 'NOT_SUBSCRIBED'],
    ['UnsupportedPricingPlanException', 403, 'NOT_SUBSCRIBED'],
    ['AccessDeniedException', 401, 'NOT_ALLOWED'],
  ] as const)('%s is expected', async (name, status, problem) => {
    instead = errorResponse(status, name, 'No.');
    expect(await embed()).toEqual({ problem });
  });

  it('a failure is none of these', async () => {
    instead = errorResponse(500, 'InternalFailureException', 'No.');
    await expect(embed()).rejects.toMatchObject({ name: 'InternalFailureException' });
  });
});
