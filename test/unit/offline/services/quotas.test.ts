import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createClock, type MovableClock } from '../../../../src/offline/clock.ts';
import type { AwsRequest, AwsResponse } from '../../../../src/offline/services/contract.ts';
import { createFaultPlan } from '../../../../src/offline/services/fault-plan.ts';
import { createOutbox, type Outbox } from '../../../../src/offline/services/outbox/create-outbox.ts';
import { createPinpoint } from '../../../../src/offline/services/pinpoint/create-pinpoint.ts';
import { createQuotas, type ProviderQuotas } from '../../../../src/offline/services/quotas/create-quotas.ts';
import { createSes } from '../../../../src/offline/services/ses/create-ses.ts';
import { createSms } from '../../../../src/offline/services/sms/create-sms.ts';

const START = Date.parse('2026-11-30T12:00:00Z');
const HOUR_MS = 3_600_000;
const APP = { id: 'app1', arn: 'arn:aws:mobiletargeting:ap-northeast-2:000000000000:apps/app1', name: 'app' };

let clock: MovableClock;
let outbox: Outbox;
let quotas: ProviderQuotas;
beforeEach(() => {
  clock = createClock(() => START);
  outbox = createOutbox();
  quotas = createQuotas(clock, outbox);
});
afterEach(() => outbox.stop());

function services() {
  const options = { bus: { publish: () => [] }, outbox, faultPlan: createFaultPlan(clock), quotas, clock };
  return {
    ses: createSes({ ...options, configurationSets: [] }),
    sms: createSms(options),
    pinpoint: createPinpoint({ ...options, apps: [APP] }),
  };
}

function request(path: string, body: unknown, target = '', method = 'POST'): AwsRequest {
  return {
    service: 'any',
    method,
    path,
    query: new URLSearchParams(),
    headers: target === '' ? {} : { 'x-amz-target': target },
    body: Buffer.from(JSON.stringify(body)),
    principal: { roleArn: 'arn:aws:iam::000000000000:role/r', accountId: '000000000000', accessKeyId: 'ASIA' },
  };
}

const read = (response: AwsResponse): unknown => JSON.parse(response.body.toString());

async function sendBulk(count: number): Promise<readonly string[]> {
  const body = {
    FromEmailAddress: 'hello@example.com',
    DefaultContent: { Template: { TemplateContent: { Subject: '제목', Text: '본문' }, TemplateData: '{}' } },
    BulkEmailEntries: Array.from({ length: count }, (_, at) => ({ Destination: { ToAddresses: [`m${at}@x.kr`] } })),
  };
  const answer = read(await services().ses.handle(request('/v2/email/outbound-bulk-emails', body)));
  const { BulkEmailEntryResults: results } = answer as { BulkEmailEntryResults: { Status: string }[] };
  return results.map(({ Status }) => Status);
}

async function sendOne(): Promise<{ status: number; body: unknown }> {
  const body = {
    FromEmailAddress: 'hello@example.com',
    Destination: { ToAddresses: ['one@x.kr'] },
    Content: { Simple: { Subject: { Data: '제목' }, Body: { Text: { Data: '본문' } } } },
  };
  const answer = await services().ses.handle(request('/v2/email/outbound-emails', body));
  return { status: answer.status, body: read(answer) };
}

async function sendText(text: string): Promise<{ status: number; body: unknown }> {
  const body = { DestinationPhoneNumber: '+821012345678', MessageBody: text };
  const answer = await services().sms.handle(request('/', body, 'PinpointSMSVoiceV2.SendTextMessage'));
  return { status: answer.status, body: read(answer) };
}

async function sendMessages(channelType: string, count: number): Promise<unknown[]> {
  const message = channelType === 'SMS' ? { SMSMessage: { Body: '안녕' } } : { GCMMessage: { Title: 't', Body: 'b' } };
  const addresses = Array.from({ length: count }, (_, at) => [`+8210${at}`, { ChannelType: channelType }]);
  const body = { Addresses: Object.fromEntries(addresses) as unknown, MessageConfiguration: message };
  const answer = await services().pinpoint.handle(request('/v1/apps/app1/messages', body));
  if (answer.status !== 200) return [answer.status];
  const { Result: result } = read(answer) as { Result: Record<string, { DeliveryStatus: string }> };
  return Object.values(result).map(({ DeliveryStatus }) => DeliveryStatus);
}

const count = (words: readonly unknown[]) =>
  Object.fromEntries([...new Set(words)].map((word) => [String(word), words.filter((one) => one === word).length]));

describe('the quotas of SES', () => {
  it('throttle single mails beyond two seconds of its rate, and take them again a second later', async () => {
    quotas.load({ email: { perSecond: 10 } });
    expect(count(await sendBulk(30))).toEqual({ SUCCESS: 20, ACCOUNT_THROTTLED: 10 });
    expect(await sendOne()).toMatchObject({
      status: 429,
      body: { __type: 'TooManyRequestsException', message: 'Maximum sending rate exceeded.' },
    });
    clock.advance(1000);
    expect(count(await sendBulk(30))).toEqual({ SUCCESS: 10, ACCOUNT_THROTTLED: 20 });
  });

  it('end for a day, whose mails count for 24 hours each, and GetAccount tells them', async () => {
    quotas.load({ email: { perSecond: 1000, perDay: 30 } });
    expect(count(await sendBulk(20))).toEqual({ SUCCESS: 20 });
    clock.advance(23 * HOUR_MS);
    expect(count(await sendBulk(20))).toEqual({ SUCCESS: 10, ACCOUNT_DAILY_QUOTA_EXCEEDED: 10 });
    expect(await sendOne()).toMatchObject({ status: 429, body: { message: 'Daily message quota exceeded.' } });
    expect(read(await services().ses.handle(request('/v2/email/account', {}, '', 'GET')))).toMatchObject({
      SendQuota: { Max24HourSend: 30, MaxSendRate: 1000, SentLast24Hours: 30 },
    });
    clock.advance(HOUR_MS + 60_000);
    expect(count(await sendBulk(30))).toEqual({ SUCCESS: 20, ACCOUNT_DAILY_QUOTA_EXCEEDED: 10 });
  });

  it('know after a restart what was sent before it', async () => {
    quotas.load({ email: { perSecond: 1000, perDay: 30 } });
    await sendBulk(25);
    quotas = createQuotas(clock, outbox, { email: { perSecond: 1000, perDay: 30 } });
    expect(count(await sendBulk(10))).toEqual({ SUCCESS: 5, ACCOUNT_DAILY_QUOTA_EXCEEDED: 5 });
  });
});

describe('the quotas of texts', () => {
  it('count parts, over both APIs', async () => {
    quotas.load({ sms: { partsPerSecond: 2 } });
    expect(await sendText('가'.repeat(71))).toMatchObject({ status: 200 });
    expect(await sendMessages('SMS', 3)).toEqual(['SUCCESSFUL', 'SUCCESSFUL', 'THROTTLED']);
    expect(await sendText('가')).toMatchObject({ status: 400, body: { __type: 'ThrottlingException' } });
    clock.advance(500);
    expect(await sendText('가')).toMatchObject({ status: 200 });
  });

  it('end when the month is spent, until the next one begins in UTC', async () => {
    quotas.load({ sms: { partsPerSecond: 100, usdPerMonth: 0.07, usdPerPart: 0.03 } });
    expect(await sendMessages('SMS', 3)).toEqual(['SUCCESSFUL', 'SUCCESSFUL', 'PERMANENT_FAILURE']);
    expect(await sendText('가')).toMatchObject({
      body: { __type: 'ServiceQuotaExceededException', Reason: 'MONTHLY_SPEND_LIMIT_REACHED_FOR_TEXT' },
    });
    clock.advance(12 * HOUR_MS);
    expect(await sendText('가')).toMatchObject({ status: 200 });
  });
});

describe('the quotas of SendMessages', () => {
  it('throttle single addresses beyond the rate of recipients, and whole calls beyond that of calls', async () => {
    quotas.load({ push: { perSecond: 20, callsPerSecond: 1 } });
    expect(count(await sendMessages('GCM', 60))).toEqual({ SUCCESSFUL: 40, THROTTLED: 20 });
    clock.advance(1000);
    expect(count(await sendMessages('GCM', 60))).toEqual({ SUCCESSFUL: 20, THROTTLED: 40 });
    expect(await sendMessages('GCM', 1)).toEqual(['THROTTLED']);
    expect(await sendMessages('GCM', 1)).toEqual([429]);
  });
});

describe('createQuotas', () => {
  it('starts with what AWS gives, and leaves everything as it was when a document is wrong', () => {
    expect(quotas.document()).toEqual({
      email: { perSecond: 14, perDay: 50_000 },
      push: { perSecond: 25_000, callsPerSecond: 4_000 },
      sms: { partsPerSecond: 10, usdPerMonth: null, usdPerPart: 0.03 },
    });
    expect(quotas.load({ email: { perDay: 0 } })).toMatchObject({
      ok: false,
      error: { code: 'INVALID_QUOTAS', message: expect.stringContaining('email.perDay') as string },
    });
    expect(quotas.document().email.perDay).toBe(50_000);
    expect(() => createQuotas(clock, outbox, { fax: {} })).toThrow('Quotas refused');
  });
});
