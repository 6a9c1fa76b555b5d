import { LambdaClient } from '@aws-sdk/client-lambda';
import { createHmac } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import * as z from 'zod';
import {
  createLambdaChannel,
  createWebhookChannel,
  signWebhookBody,
  type WebhookChannelOptions,
} from '../../../src/adapters/custom-channel/index.ts';
import type { Outgoing, SendResult } from '../../../src/app/delivery/index.ts';
import type { Endpoint } from '../../../src/domain/customer/index.ts';
import { startServer, type LocalAnswer } from '../../contract/local-server.ts';
import { outgoingTo, SEND_CONTEXT } from '../../outgoing.ts';

const CREATED = Date.UTC(2020, 3, 1, 1, 5, 17, 267);

function message(name: string, body = '안내', endpoint: Partial<Endpoint> = {}): Outgoing {
  const outgoing = outgoingTo(name, 'CUSTOM', { channel: 'CUSTOM', body });
  return { ...outgoing, endpoint: { ...outgoing.endpoint, ...endpoint } };
}

let answer: LocalAnswer;
let server: Awaited<ReturnType<typeof startServer>>;
beforeEach(async () => {
  answer = { status: 200, body: {} };
  server = await startServer(() => answer);
});
afterEach(() => server.stop());

const lambda = (batch: readonly Outgoing[]): Promise<readonly SendResult[]> =>
  createLambdaChannel({
    functionArn: 'arn:aws:lambda:ap-northeast-2:123456789012:function:channel',
    client: new LambdaClient({
      endpoint: server.url,
      region: 'ap-northeast-2',
      credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
      maxAttempts: 1,
    }),
  }).send(batch, SEND_CONTEXT);

const webhook = (batch: readonly Outgoing[], options: Partial<WebhookChannelOptions> = {}) =>
  createWebhookChannel({ url: `${server.url}/hook`, secret: 'secret', ...options }).send(batch, SEND_CONTEXT);

const ACCEPTED = { kind: 'ANSWERED', status: 'ACCEPTED', isRetriable: false };
const event = (): unknown => JSON.parse(server.requests[0]?.body ?? '');

describe('a custom channel', () => {
  it('is told what Pinpoint told custom channels, in its spelling', async () => {
    const { customer, ...rest } = message('mary', '안내', {
      createdAt: CREATED,
      effectiveAt: CREATED,
      attributes: { CohortId: ['42'] },
      metrics: { visits: 3 },
      demographic: { make: 'OnePlus', platform: 'android', appVersion: '1.2' },
      location: { city: 'Seattle', country: 'USA', latitude: 47.6 },
    });
    await lambda([{ ...rest, customer: { ...customer, attributes: { FirstName: ['Mary'] } } }]);
    expect(event()).toEqual({
      Message: {},
      Data: '안내',
      ApplicationId: 'bonghwa',
      CampaignId: 'campaign-1',
      TreatmentId: '0',
      ActivityId: 'job-1',
      ScheduledTime: '2026-11-23T03:00:00.000Z',
      Endpoints: {
        'endpoint-mary': {
          ChannelType: 'CUSTOM',
          Address: 'mary',
          EndpointStatus: 'ACTIVE',
          OptOut: 'NONE',
          EffectiveDate: '2020-04-01T01:05:17.267Z',
          CreationDate: '2020-04-01T01:05:17.267Z',
          Attributes: { CohortId: ['42'] },
          Metrics: { visits: 3 },
          Demographic: { Make: 'OnePlus', Platform: 'android', AppVersion: '1.2' },
          Location: { City: 'Seattle', Country: 'USA', Latitude: 47.6 },
          User: { UserId: 'customer-mary', UserAttributes: { FirstName: ['Mary'] } },
          MessageRef: 'job-1.2.7.0',
        },
      },
    });
    expect(server.requests[0]?.path).toMatch(/^\/2015-03-31\/functions\/.*channel\/invocations$/);
  });

  it('M8 has one shape of event whatever the batch: its Data are the words of everybody in it', async () => {
    const batch = [message('a', '민수 님'), message('b', '지영 님'), message('c', '민수 님')];
    for (const send of [webhook, lambda]) {
      server.requests.length = 0;
      expect(await send(batch)).toEqual([ACCEPTED, ACCEPTED, ACCEPTED]);
      const events = server.requests
        .map(({ body }) =>
          z.object({ Data: z.string(), Endpoints: z.record(z.string(), z.object({}).loose()) }).parse(JSON.parse(body)),
        )
        .toSorted((a, b) => (a.Data < b.Data ? -1 : 1));
      expect(events.map(({ Data, Endpoints }) => [Data, Object.keys(Endpoints)])).toEqual([
        ['민수 님', ['endpoint-a', 'endpoint-c']],
        ['지영 님', ['endpoint-b']],
      ]);
      for (const { Endpoints } of events)
        for (const one of Object.values(Endpoints)) expect(one).not.toHaveProperty('Data');
    }
  });

  it('takes all by any success that says no more', async () => {
    for (const body of [{}, null, [], 7, { Results: undefined }]) {
      answer = { status: 200, body };
      expect(await lambda([message('a')])).toEqual([ACCEPTED]);
    }
    for (const body of ['', 'OK', '{"Results":']) {
      answer = { status: 202, body };
      expect(await webhook([message('a')])).toEqual([ACCEPTED]);
    }
  });

  it('may say of each what became of it', async () => {
    answer = {
      status: 200,
      body: {
        Results: {
          'endpoint-a': { DeliveryStatus: 'SUCCESSFUL', StatusCode: 200 },
          'endpoint-b': { DeliveryStatus: 'OPT_OUT', StatusCode: 400, StatusMessage: 'blocked' },
          'endpoint-c': { DeliveryStatus: 'PERMANENT_FAILURE', StatusMessage: '{"pushProviderError":"NotRegistered"}' },
          'endpoint-d': { DeliveryStatus: 7 },
          'endpoint-z': { DeliveryStatus: 'SUCCESSFUL' },
        },
      },
    };
    const results = await webhook(['a', 'b', 'c', 'd', 'e'].map((name) => message(name)));
    expect(results).toEqual([
      ACCEPTED,
      { kind: 'ANSWERED', status: 'OPTED_OUT', isRetriable: false, code: 'OPT_OUT' },
      {
        kind: 'ANSWERED',
        status: 'FAILED',
        isRetriable: false,
        code: 'PERMANENT_FAILURE/NotRegistered',
        isAddressDead: true,
      },
      { kind: 'UNKNOWN', code: 'MALFORMED_RESULTS' },
      { kind: 'UNKNOWN', code: 'NO_ANSWER' },
    ]);
  });

  it.each([[[]], ['all'], [null], [7]])('leaves all unknown by results that are %j', async (Results) => {
    answer = { status: 200, body: { Results } };
    expect(await lambda([message('a')])).toEqual([{ kind: 'UNKNOWN', code: 'MALFORMED_RESULTS' }]);
  });

  it('gets one message for an endpoint id, because a second would take the place of the first', async () => {
    const twin = message('b', '둘', { id: 'endpoint-a' });
    expect(await webhook([message('a', '하나'), twin, message('c', '셋')])).toEqual([
      ACCEPTED,
      { kind: 'NOT_SENT', cause: 'REFUSED', code: 'DUPLICATE_ENDPOINT' },
      ACCEPTED,
    ]);
    expect(event()).toMatchObject({ Data: '하나', Endpoints: { 'endpoint-a': { Address: 'a' } } });
  });

  it('loses no endpoint, whatever it is called', async () => {
    expect(await webhook([message('a', 'x', { id: '__proto__' })])).toEqual([ACCEPTED]);
    expect(server.requests[0]?.body).toContain('"__proto__":{');
  });
});

describe('a Lambda channel', () => {
  it('may have sent some when the function fails', async () => {
    answer = { status: 200, headers: { 'x-amz-function-error': 'Unhandled' }, body: { errorMessage: 'oh' } };
    expect(await lambda([message('a')])).toEqual([{ kind: 'UNKNOWN', code: 'FUNCTION_ERROR' }]);
  });

  it.each([
    [404, 'ResourceNotFoundException'],
    [403, 'AccessDeniedException'],
    [502, 'KMSAccessDeniedException'],
  ])('has proven by %i %s that the function did not run', async (status, type) => {
    answer = { status, headers: { 'x-amzn-errortype': type }, body: {} };
    expect(await lambda([message('a')])).toEqual([{ kind: 'NOT_SENT', cause: 'DENIED', code: type }]);
  });
});

describe('a webhook', () => {
  it('can tell that a call is ours and of now', async () => {
    await webhook([message('a')], { now: () => 1_764_000_000_999 });
    const { body = '', headers } = server.requests[0] ?? {};
    const digest = createHmac('sha256', 'secret').update(`1764000000.${body}`).digest('hex');
    expect(headers?.['x-bonghwa-signature']).toBe(`t=1764000000,v1=${digest}`);
    expect(signWebhookBody('secret', body, 1_764_000_000_999)).toBe(`t=1764000000,v1=${digest}`);
    expect(headers?.['content-type']).toBe('application/json');
  });

  it.each([
    'http://example.com/hook',
    'http://127.0.0.1.example.com/',
    'ftp://localhost/',
    'https://user:pass@example.com/',
    'file:///etc/passwd',
    'hook',
  ])('cannot be %s', (url) => {
    expect(() => createWebhookChannel({ url, secret: 'secret' })).toThrow(TypeError);
  });

  it('cannot go without a secret', () => {
    expect(() => createWebhookChannel({ url: 'https://example.com/', secret: '' })).toThrow(/secret/);
  });

  it('whose secret is missing calls nobody, says which is missing, and looks again', async () => {
    const failures = ['ParameterNotFound', 'TimeoutError', 'AccessDeniedException'];
    let reads = 0;
    const channel = createWebhookChannel({
      url: `${server.url}/hook`,
      secret: async () => {
        const name = failures[(reads += 1) - 1];
        if (name !== undefined) throw Object.assign(new Error('no secret'), { name });
        return 'late';
      },
      now: () => 1_764_000_000_999,
    });
    const send = () => channel.send([message('a')], SEND_CONTEXT);
    const missing = [{ kind: 'NOT_SENT', cause: 'DENIED', code: 'CHANNEL_SECRET_MISSING' }];
    expect(await send()).toEqual(missing);
    await channel.prepare?.();
    expect(await send()).toEqual([{ kind: 'NOT_SENT', cause: 'UNREACHABLE', code: 'CHANNEL_SECRET_UNREADABLE' }]);
    await channel.prepare?.();
    expect(await send()).toEqual(missing);
    expect([server.requests.length, reads]).toEqual([0, 3]);
    await Promise.all([channel.prepare?.(), channel.prepare?.()]);
    await channel.prepare?.();
    await send();
    const { body = '', headers } = server.requests[0] ?? {};
    expect(headers?.['x-bonghwa-signature']).toBe(signWebhookBody('late', body, 1_764_000_000_999));
    expect(reads).toBe(4);
  });

  it.each([301, 307, 308])('that is elsewhere, by %i, has not done anything, and is not followed', async (status) => {
    answer = { status, headers: { location: `${server.url}/other` }, body: '' };
    expect(await webhook([message('a')])).toEqual([{ kind: 'NOT_SENT', cause: 'REFUSED', code: `HTTP_${status}` }]);
    expect(server.requests).toHaveLength(1);
  });

  it.each([302, 303, 304])('may have done it all before a %i', async (status) => {
    answer = { status, headers: { location: `${server.url}/done` }, body: '' };
    expect(await webhook([message('a')])).toEqual([{ kind: 'UNKNOWN', code: `HTTP_${status}` }]);
    expect(server.requests).toHaveLength(1);
  });

  it.each([
    [401, 'DENIED'],
    [404, 'DENIED'],
    [413, 'REFUSED'],
    [429, 'THROTTLED'],
  ])('refuses everything by %i', async (status, cause) => {
    answer = { status, body: { Results: { 'endpoint-a': { DeliveryStatus: 'SUCCESSFUL' } } } };
    expect(await webhook([message('a')])).toMatchObject([{ kind: 'NOT_SENT', cause, code: `HTTP_${status}` }]);
  });

  it('cannot fill the memory with its answer', async () => {
    answer = { status: 200, body: 'x'.repeat(1024 * 1024 + 1) };
    expect(await webhook([message('a')])).toEqual([{ kind: 'UNKNOWN', code: 'ANSWER_TOO_LARGE' }]);
  });
});
