import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createClock } from '../../../../src/offline/clock.ts';
import type { AwsRequest, AwsResponse, AwsService } from '../../../../src/offline/services/contract.ts';
import { createFaultPlan, type FaultPlan } from '../../../../src/offline/services/fault-plan.ts';
import { createOutbox, type Outbox } from '../../../../src/offline/services/outbox/create-outbox.ts';
import { createQuotas, type ProviderQuotas } from '../../../../src/offline/services/quotas/create-quotas.ts';
import { createPinpoint } from '../../../../src/offline/services/pinpoint/create-pinpoint.ts';
import { createSes } from '../../../../src/offline/services/ses/create-ses.ts';
import { createSms } from '../../../../src/offline/services/sms/create-sms.ts';

const clock = createClock(() => 1_700_000_000_000);
const APP = { id: 'app1', arn: 'arn:aws:mobiletargeting:ap-northeast-2:000000000000:apps/app1', name: 'app' };
let outbox: Outbox;
let faultPlan: FaultPlan;
let quotas: ProviderQuotas;
let pinpoint: AwsService;
beforeEach(() => {
  outbox = createOutbox();
  faultPlan = createFaultPlan(clock);
  quotas = createQuotas(clock, outbox);
  pinpoint = createPinpoint({ apps: [APP], outbox, faultPlan, quotas, clock });
});
afterEach(() => outbox.stop());

function request(path: string, body: unknown, target = '', method = 'POST'): AwsRequest {
  return {
    service: 'any',
    method,
    path,
    query: new URLSearchParams(),
    headers: target === '' ? {} : { 'x-amz-target': target },
    body: body === undefined ? Buffer.alloc(0) : Buffer.from(JSON.stringify(body)),
    principal: { roleArn: 'arn:aws:iam::000000000000:role/r', accountId: '000000000000', accessKeyId: 'ASIA' },
  };
}

interface Answer {
  status: number;
  body: Record<string, unknown> & { message?: string; Result?: Record<string, Record<string, unknown>> };
  dropAfterMs?: number | undefined;
}
function read(response: AwsResponse): Answer {
  const text = response.body.toString();
  return {
    status: response.status,
    body: text === '' ? {} : (JSON.parse(text) as Answer['body']),
    dropAfterMs: response.dropAfterMs,
  };
}
const sendMessages = async (body: unknown, app = 'app1') =>
  read(await pinpoint.handle(request(`/v1/apps/${app}/messages`, body)));
const gcm = (tokens: readonly string[], more: object = {}) => ({
  Addresses: Object.fromEntries(tokens.map((token) => [token, { ChannelType: 'GCM' }])),
  MessageConfiguration: { GCMMessage: { Title: '제목', Body: '안녕 {{name}}', Substitutions: { name: ['고객'] } } },
  ...more,
});

describe('SendMessages', () => {
  it('answers per address, writes the outbox first, and substitutes', async () => {
    const answer = await sendMessages({
      ...gcm(['t1', 't-fail-unregistered', 't-throttle']),
      TraceId: 'job-1',
      Addresses: {
        t1: { ChannelType: 'GCM', Substitutions: { name: ['수진'] } },
        't-fail-unregistered': { ChannelType: 'GCM', BodyOverride: 'other' },
        't-throttle': { ChannelType: 'GCM' },
      },
    });
    expect(answer.status).toBe(200);
    expect(answer.body.Result?.['t1']).toMatchObject({ DeliveryStatus: 'SUCCESSFUL', StatusCode: 200 });
    expect(answer.body.Result?.['t-throttle']).toMatchObject({ DeliveryStatus: 'THROTTLED', StatusCode: 429 });
    const dead = answer.body.Result?.['t-fail-unregistered'];
    expect(dead).toMatchObject({ DeliveryStatus: 'PERMANENT_FAILURE', StatusCode: 410 });
    expect(JSON.parse(String(dead?.['StatusMessage']))).toMatchObject({
      channelType: 'GCM',
      pushProviderError: 'UNREGISTERED',
    });
    expect([...outbox.all()].map(({ address, body, status, traceId }) => [address, body, status, traceId])).toEqual([
      ['t1', '안녕 수진', 'SUCCESSFUL', 'job-1'],
      ['t-fail-unregistered', 'other', 'PERMANENT_FAILURE', 'job-1'],
      ['t-throttle', '안녕 고객', 'THROTTLED', 'job-1'],
    ]);
  });

  it.each<[string, unknown, number, RegExp]>([
    ['more than 100 addresses', gcm(Array.from({ length: 101 }, (_, n) => `t${n}`)), 400, /at most 100/],
    ['no address', gcm([]), 400, /at least one address/],
    ['endpoints', gcm(['t'], { Endpoints: { e: {} } }), 403, /no longer supported.*Endpoints/],
    [
      'a stored template',
      gcm(['t'], { TemplateConfiguration: { PushTemplate: { Name: 'x' } } }),
      403,
      /TemplateConfiguration/,
    ],
    ['e-mail', { Addresses: { 'a@b.c': { ChannelType: 'EMAIL' } }, MessageConfiguration: {} }, 403, /Amazon SES/],
    [
      'no message for the channel',
      { Addresses: { t: { ChannelType: 'APNS' } }, MessageConfiguration: { GCMMessage: { Body: 'x' } } },
      400,
      /no message for ChannelType APNS/,
    ],
    ['an unknown member', gcm(['t'], { Adresses: {} }), 400, /MessageRequest\.Adresses is not a member/],
    [
      'an unknown enum value',
      { ...gcm([]), Addresses: { t: { ChannelType: 'FCM' } } },
      400,
      /Addresses\.t\.ChannelType must be one of PUSH, GCM/,
    ],
    [
      'a wrong type',
      { ...gcm(['t']), MessageConfiguration: { GCMMessage: { TimeToLive: 'soon' } } },
      400,
      /GCMMessage\.TimeToLive must be a whole number/,
    ],
    ['no configuration', { Addresses: { t: { ChannelType: 'GCM' } } }, 400, /MessageConfiguration is required/],
    [
      'a payload over 4 KB',
      { ...gcm(['t']), MessageConfiguration: { GCMMessage: { Body: '가'.repeat(1400) } } },
      400,
      /payload has \d+ bytes/,
    ],
    [
      'a long collapse id',
      {
        Addresses: { t: { ChannelType: 'APNS' } },
        MessageConfiguration: { APNSMessage: { Body: 'x', CollapseId: 'c'.repeat(65) } },
      },
      400,
      /CollapseId/,
    ],
  ])('refuses %s', async (_name, body, status, message) => {
    const answer = await sendMessages(body);
    expect(answer.status).toBe(status);
    expect(answer.body.message).toMatch(message);
    expect(outbox.count()).toBe(0);
  });

  it('does not know other applications or operations', async () => {
    expect((await sendMessages(gcm(['t']), 'other')).status).toBe(404);
    const other = read(await pinpoint.handle(request('/v1/apps/app1/segments', {})));
    expect(other).toMatchObject({ status: 501, body: { __type: 'NotSupportedOffline' } });
  });

  it('has sent the messages when a time-out comes after acceptance, and not before', async () => {
    faultPlan.load({
      rules: [
        { kind: 'call', calls: { from: 1, to: 1 }, effect: { type: 'time-out-after-acceptance', afterMs: 3 } },
        { kind: 'call', calls: { from: 2, to: 2 }, effect: { type: 'time-out-before-acceptance', afterMs: 3 } },
      ],
    });
    expect((await sendMessages(gcm(['a']))).dropAfterMs).toBe(3);
    expect((await sendMessages(gcm(['b']))).dropAfterMs).toBe(3);
    expect([...outbox.all()].map(({ address }) => address)).toEqual(['a']);
  });

  it('has sent the messages long before a slow answer comes, and only then those of a slow request', async () => {
    faultPlan.load({
      rules: [
        { kind: 'call', calls: { from: 1, to: 1 }, effect: { type: 'latency', ms: 30, of: 'answer' } },
        { kind: 'call', calls: { from: 2, to: 2 }, effect: { type: 'latency', ms: 30 } },
      ],
    });
    const calls = [sendMessages(gcm(['a'])), sendMessages(gcm(['b']))];
    expect([...outbox.all()].map(({ address }) => address)).toEqual(['a']);
    expect((await Promise.all(calls)).map(({ status }) => status)).toEqual([200, 200]);
    expect([...outbox.all()].map(({ address }) => address)).toEqual(['a', 'b']);
  });

  it('answers 429 as a whole when the plan says so', async () => {
    faultPlan.load({ rules: [{ kind: 'call', effect: { type: 'status', status: 429 } }] });
    expect(await sendMessages(gcm(['a']))).toMatchObject({ status: 429, body: { __type: 'TooManyRequestsException' } });
    expect(outbox.count()).toBe(0);
  });
});

describe('SES', () => {
  const ses = () => createSes({ configurationSets: [], bus: { publish: () => [] }, outbox, faultPlan, quotas, clock });
  const simple = (to: string) => ({
    FromEmailAddress: 'Bonghwa <hello@example.com>',
    Destination: { ToAddresses: [to] },
    Content: { Simple: { Subject: { Data: '제목' }, Body: { Text: { Data: '본문' }, Html: { Data: '<p>본문</p>' } } } },
  });

  it('accepts a simple message and refuses a rejected address', async () => {
    expect(read(await ses().handle(request('/v2/email/outbound-emails', simple('a@example.com'))))).toMatchObject({
      status: 200,
    });
    expect(
      read(await ses().handle(request('/v2/email/outbound-emails', simple('fail-permanent@example.com')))),
    ).toMatchObject({ status: 400, body: { __type: 'MessageRejected' } });
    expect(outbox.list().messages.map(({ title, html, accepted }) => [title, html, accepted])).toEqual([
      ['제목', '<p>본문</p>', false],
      ['제목', '<p>본문</p>', true],
    ]);
  });

  it.each([
    ['뉴스', "Missing final '@domain'"],
    ['news@', "Missing final '@domain'"],
    ['뉴스@example.com', 'Local address contains'],
    ['news@한국.example', 'Domain contains'],
    ['봉화 <news@example.com>', 'encoded word'],
    ['a@b.kr, c@d.kr', 'Illegal address'],
    ['=?UTF-8?B?64m07Iqk?= <news@example.com>', null],
    ['"Kim, Lee" <news@xn--3e0b707e.example>', null],
  ])('M4 judges the sender and the recipient %j as SES does', async (address, problem) => {
    const from = await ses().handle(
      request('/v2/email/outbound-emails', { ...simple('a@example.com'), FromEmailAddress: address }),
    );
    expect(from.status).toBe(problem === null ? 200 : 400);
    const to = await ses().handle(request('/v2/email/outbound-emails', simple(address)));
    expect(to.status).toBe(problem === null ? 200 : 400);
    if (problem === null) return;
    expect(JSON.stringify(read(from).body)).toContain(problem);
    expect(JSON.stringify(read(to).body)).toContain(problem);
  });

  it('gives one result per bulk entry, renders inline templates, and refuses more than 50', async () => {
    const entry = (to: string, data?: string) => ({
      Destination: { ToAddresses: [to] },
      ...(data === undefined
        ? {}
        : { ReplacementEmailContent: { ReplacementTemplate: { ReplacementTemplateData: data } } }),
    });
    const bulk = (entries: readonly object[]) => ({
      FromEmailAddress: 'hello@example.com',
      DefaultContent: {
        Template: { TemplateContent: { Subject: '{{name}}님', Text: '안녕' }, TemplateData: '{"name":"고객"}' },
      },
      BulkEmailEntries: entries,
    });
    const answer = read(
      await ses().handle(
        request(
          '/v2/email/outbound-bulk-emails',
          bulk([entry('a@x.kr', '{"name":"수진"}'), entry('throttle@x.kr'), entry('no-at-sign')]),
        ),
      ),
    );
    expect(answer.body).toMatchObject({
      BulkEmailEntryResults: [{ Status: 'SUCCESS' }, { Status: 'ACCOUNT_THROTTLED' }, { Status: 'INVALID_PARAMETER' }],
    });
    expect(outbox.list({ filter: { address: 'a@x.kr' } }).messages[0]?.title).toBe('수진님');
    const many = read(
      await ses().handle(
        request('/v2/email/outbound-bulk-emails', bulk(Array.from({ length: 51 }, () => entry('a@x.kr')))),
      ),
    );
    expect(many.status).toBe(400);
    const account = read(await ses().handle(request('/v2/email/account', undefined, '', 'GET')));
    expect(account.body).toMatchObject({ SendQuota: { SentLast24Hours: 1 } });
  });

  it('refuses an unknown member and an unsupported operation', async () => {
    const wrong = read(await ses().handle(request('/v2/email/outbound-emails', { ...simple('a@x.kr'), Subject: 'x' })));
    expect(wrong.body.message).toMatch(/Subject is not a member/);
    expect((await ses().handle(request('/v2/email/templates', {}))).status).toBe(501);
  });
});

describe('SMS', () => {
  const send = async (body: object) =>
    read(
      await createSms({ bus: { publish: () => [] }, outbox, faultPlan, quotas, clock }).handle(
        request('/', body, 'PinpointSMSVoiceV2.SendTextMessage'),
      ),
    );

  it('accepts a text, checks it by the model, and sends nothing on a dry run', async () => {
    expect((await send({ DestinationPhoneNumber: '+821012345678', MessageBody: '안녕' })).body).toHaveProperty(
      'MessageId',
    );
    expect((await send({ DestinationPhoneNumber: '+821012345678', MessageBody: '안녕', DryRun: true })).status).toBe(
      200,
    );
    expect(outbox.count()).toBe(1);
    expect(await send({ DestinationPhoneNumber: 'call me', MessageBody: 'x' })).toMatchObject({
      status: 400,
      body: { __type: 'ValidationException' },
    });
    expect(
      (await send({ DestinationPhoneNumber: '+821012345678', MessageBody: 'x'.repeat(1601) })).body.message,
    ).toMatch(/length must be at most 1600/);
  });

  it('words an opted-out number as a conflict', async () => {
    faultPlan.load({ rules: [{ kind: 'recipient', channel: 'SMS', outcome: 'OPT_OUT' }] });
    expect(await send({ DestinationPhoneNumber: '+821012345678', MessageBody: 'x' })).toMatchObject({
      status: 400,
      body: { __type: 'ConflictException', Reason: 'DESTINATION_PHONE_NUMBER_OPTED_OUT' },
    });
  });
});
