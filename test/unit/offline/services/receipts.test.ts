import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { EMAIL_EVENT_TYPES, type EmailConfigurationSet } from '../../../../src/offline/assembly/resources.ts';
import { createClock } from '../../../../src/offline/clock.ts';
import type { AwsRequest, AwsService, PublishedEvent } from '../../../../src/offline/services/contract.ts';
import { createFaultPlan, type FaultPlan } from '../../../../src/offline/services/fault-plan.ts';
import { createOutbox, type Outbox } from '../../../../src/offline/services/outbox/create-outbox.ts';
import { createQuotas } from '../../../../src/offline/services/quotas/create-quotas.ts';
import { createSes } from '../../../../src/offline/services/ses/create-ses.ts';
import { createSms } from '../../../../src/offline/services/sms/create-sms.ts';

const NOW = Date.UTC(2026, 10, 23);
const clock = createClock(() => NOW);
const configurationSet = (name: string, publishedEvents: EmailConfigurationSet['publishedEvents']) => ({
  name,
  arn: `arn:aws:ses:ap-northeast-2:000000000000:configuration-set/${name}`,
  publishedEvents,
});
const ALL = configurationSet('all', EMAIL_EVENT_TYPES);
let outbox: Outbox;
let faultPlan: FaultPlan;
let published: PublishedEvent[];
let ses: AwsService;
let sms: AwsService;
beforeEach(() => {
  outbox = createOutbox();
  faultPlan = createFaultPlan(clock);
  published = [];
  const quotas = createQuotas(clock, outbox);
  const bus = {
    publish: (events: readonly PublishedEvent[]) => {
      published.push(...events);
      return [];
    },
  };
  ses = createSes({
    configurationSets: [ALL, configurationSet('bounces', ['BOUNCE'])],
    bus,
    outbox,
    faultPlan,
    quotas,
    clock,
  });
  sms = createSms({ bus, outbox, faultPlan, quotas, clock });
});
afterEach(() => outbox.stop());

function request(path: string, body: unknown, target = ''): AwsRequest {
  return {
    service: 'any',
    method: 'POST',
    path,
    query: new URLSearchParams(),
    headers: { 'x-amz-target': target, authorization: 'Credential=A/20261123/ap-northeast-2/ses/aws4_request' },
    body: Buffer.from(JSON.stringify(body)),
    principal: { roleArn: 'arn:aws:iam::000000000000:role/worker', accountId: '000000000000', accessKeyId: 'ASIA' },
  };
}
const email = (to: readonly string[], setName: string | undefined = 'all') => ({
  FromEmailAddress: 'Shop <hello@example.com>',
  ...(setName === '' ? {} : { ConfigurationSetName: setName }),
  Destination: { ToAddresses: to },
  Content: {
    Simple: {
      Subject: { Data: 'Hello' },
      Body: { Html: { Data: '<a href="https://example.com/a?b=1&amp;c=2">x</a>' } },
      Headers: [{ Name: 'List-Unsubscribe', Value: '<https://example.com/u>' }],
    },
  },
  EmailTags: [{ Name: 'jobId', Value: 'j1' }],
});
async function send(body: object, path = '/v2/email/outbound-emails') {
  const response = await ses.handle(request(path, body));
  return { status: response.status, body: JSON.parse(response.body.toString()) as Record<string, unknown> };
}
const types = (): string[] => published.map(({ detailType }) => detailType);

describe('the events of an e-mail', () => {
  it('say that it was sent and delivered, with its tags as lists, as SES documents them', async () => {
    const { body } = await send(email(['Kim <kim@example.com>']));
    expect(types()).toEqual(['Email Sent', 'Email Delivered']);
    const mail = {
      timestamp: '2026-11-23T00:00:00.000Z',
      source: 'Shop <hello@example.com>',
      sourceArn: 'arn:aws:ses:ap-northeast-2:000000000000:identity/hello@example.com',
      sendingAccountId: '000000000000',
      messageId: body['MessageId'],
      destination: ['kim@example.com'],
      headersTruncated: false,
      headers: [
        { name: 'From', value: 'Shop <hello@example.com>' },
        { name: 'To', value: 'Kim <kim@example.com>' },
        { name: 'Subject', value: 'Hello' },
        { name: 'MIME-Version', value: '1.0' },
        { name: 'List-Unsubscribe', value: '<https://example.com/u>' },
      ],
      commonHeaders: {
        from: ['Shop <hello@example.com>'],
        to: ['Kim <kim@example.com>'],
        messageId: body['MessageId'],
        subject: 'Hello',
      },
      tags: {
        'ses:configuration-set': ['all'],
        'ses:source-ip': ['127.0.0.1'],
        'ses:from-domain': ['example.com'],
        'ses:caller-identity': ['worker'],
        jobId: ['j1'],
      },
    };
    expect(published[0]).toMatchObject({ source: 'aws.ses', detail: { eventType: 'Send', mail, send: {} } });
    expect(published[1]).toEqual({
      source: 'aws.ses',
      detailType: 'Email Delivered',
      resources: [ALL.arn],
      delayMs: 100,
      times: 1,
      detail: {
        eventType: 'Delivery',
        mail,
        delivery: {
          timestamp: '2026-11-23T00:00:00.100Z',
          processingTimeMillis: 100,
          recipients: ['kim@example.com'],
          smtpResponse: expect.any(String) as string,
          reportingMTA: expect.any(String) as string,
        },
      },
    });
  });

  it('carry the tags of the call and of the entry, and one message id each, when sent in bulk', async () => {
    const entry = (to: string, tag?: string) => ({
      Destination: { ToAddresses: [to] },
      ...(tag === undefined ? {} : { ReplacementTags: [{ Name: 'row', Value: tag }] }),
    });
    const { body } = await send(
      {
        FromEmailAddress: 'hello@example.com',
        ConfigurationSetName: 'all',
        DefaultEmailTags: [
          { Name: 'jobId', Value: 'j1' },
          { Name: 'row', Value: '0' },
        ],
        DefaultContent: { Template: { TemplateContent: { Subject: 's', Text: 't' }, TemplateData: '{}' } },
        BulkEmailEntries: [entry('a@x.kr', '7'), entry('throttle@x.kr'), entry('b@x.kr')],
      },
      '/v2/email/outbound-bulk-emails',
    );
    const delivered = published.filter(({ detailType }) => detailType === 'Email Delivered');
    const ids = (body['BulkEmailEntryResults'] as { MessageId?: string }[]).map(({ MessageId }) => MessageId);
    expect(delivered.map(({ detail }) => detail['mail'])).toMatchObject([
      { messageId: ids[0], tags: { jobId: ['j1'], row: ['7'] } },
      { messageId: ids[2], tags: { jobId: ['j1'], row: ['0'] } },
    ]);
  });

  it('tell bounces, complaints, opens and clicks', async () => {
    faultPlan.load({ rules: [{ kind: 'receipt', address: 'kim*', event: 'CLICK', delayMs: 5, times: 2 }] });
    await send(email(['bounce@x.kr', 'soft-bounce@x.kr', 'complaint@x.kr', 'opens@x.kr', 'kim@x.kr']));
    const found = (detailType: string) =>
      published.filter((event) => event.detailType === detailType).map(({ detail }) => detail);
    expect(found('Email Bounced')).toMatchObject([
      {
        eventType: 'Bounce',
        bounce: {
          bounceType: 'Permanent',
          bouncedRecipients: [{ emailAddress: 'bounce@x.kr', action: 'failed', status: '5.1.1' }],
        },
      },
      { bounce: { bounceType: 'Transient', bouncedRecipients: [{ emailAddress: 'soft-bounce@x.kr' }] } },
    ]);
    expect(found('Email Complaint Received')).toMatchObject([
      {
        eventType: 'Complaint',
        complaint: { complainedRecipients: [{ emailAddress: 'complaint@x.kr' }], complaintFeedbackType: 'abuse' },
      },
    ]);
    expect(found('Email Opened')).toMatchObject([{ eventType: 'Open', open: { ipAddress: '127.0.0.1' } }]);
    expect(found('Email Clicked')).toMatchObject([
      { eventType: 'Click', click: { link: 'https://example.com/a?b=1&c=2' } },
    ]);
    expect(published.find(({ detailType }) => detailType === 'Email Clicked')).toMatchObject({ delayMs: 5, times: 2 });
    expect(found('Email Delivered')).toHaveLength(3);
  });

  it('are only those which the configuration set publishes', async () => {
    await send(email(['kim@example.com', 'bounce@x.kr'], 'bounces'));
    expect(types()).toEqual(['Email Bounced']);
    published.length = 0;
    await send(email(['kim@example.com'], ''));
    expect(published).toEqual([]);
  });

  it('are none when the message was refused, and a failure when it could not be rendered', async () => {
    await send(email(['fail-permanent@example.com']));
    expect(published).toEqual([]);
    const { body } = await send({
      ...email(['kim@example.com']),
      Content: { Template: { TemplateContent: { Subject: '{{name}}', Text: 't' }, TemplateData: '{}' } },
    });
    expect(published).toMatchObject([
      {
        detailType: 'Email Rendering Failed',
        detail: {
          eventType: 'Rendering Failure',
          mail: { messageId: body['MessageId'] },
          failure: { errorMessage: expect.stringContaining('name') as string },
        },
      },
    ]);
  });

  it('need a configuration set that exists, and the permission to use it', async () => {
    expect(await send(email(['kim@example.com'], 'gone'))).toMatchObject({
      status: 404,
      body: { __type: 'NotFoundException', message: 'Configuration set <gone> does not exist.' },
    });
    expect(outbox.count()).toBe(0);
    expect(ses.authorizationOf(request('/v2/email/outbound-emails', email(['kim@example.com'])))).toEqual([
      { action: 'ses:SendEmail', resource: 'arn:aws:ses:ap-northeast-2:000000000000:identity/hello@example.com' },
      { action: 'ses:SendEmail', resource: ALL.arn },
    ]);
  });
});

describe('the events of a text message', () => {
  const text = async (body: object) => {
    const input = { DestinationPhoneNumber: '+821012345678', MessageBody: '안녕', ...body };
    const response = await sms.handle(request('/', input, 'PinpointSMSVoiceV2.SendTextMessage'));
    return JSON.parse(response.body.toString()) as Record<string, unknown>;
  };

  it('say that it was delivered, with the context of the request', async () => {
    const { MessageId: messageId } = await text({ Context: { jobId: 'j1' }, MessageType: 'PROMOTIONAL' });
    expect(published).toEqual([
      {
        source: 'aws.sms-voice',
        detailType: 'Text Message Delivery Status Updated',
        delayMs: 100,
        times: 1,
        detail: {
          eventType: 'TEXT_DELIVERED',
          eventVersion: '1.0',
          eventTimestamp: NOW + 100,
          isFinal: true,
          destinationPhoneNumber: '+821012345678',
          messageId,
          messageRequestTimestamp: NOW,
          messageEncoding: 'Unicode',
          messageType: 'PROMOTIONAL',
          messageStatus: 'DELIVERED',
          messageStatusDescription: 'Message has been accepted by phone',
          context: { jobId: 'j1' },
          totalMessageParts: 1,
          totalMessagePrice: 0,
          totalCarrierFee: 0,
        },
      },
    ]);
  });

  it('tell failures by the names of AWS, and count parts by the alphabet', async () => {
    faultPlan.load({
      rules: [
        { kind: 'receipt', event: 'TEXT_PENDING', delayMs: 1 },
        { kind: 'receipt', address: '*1', event: 'BOUNCE_TRANSIENT' },
        { kind: 'receipt', address: '*2', event: 'TEXT_CARRIER_BLOCKED' },
      ],
    });
    await text({ DestinationPhoneNumber: '+821000000001', MessageBody: 'x'.repeat(161) });
    await text({ DestinationPhoneNumber: '+821000000002', MessageBody: '가'.repeat(71) });
    expect(published.map(({ detail }) => detail)).toMatchObject([
      { eventType: 'TEXT_PENDING', isFinal: false, messageEncoding: 'GSM', totalMessageParts: 2 },
      { eventType: 'TEXT_UNREACHABLE', isFinal: true, messageStatus: 'UNREACHABLE' },
      { eventType: 'TEXT_PENDING', messageEncoding: 'Unicode', totalMessageParts: 2 },
      { eventType: 'TEXT_CARRIER_BLOCKED', messageStatus: 'CARRIER_BLOCKED' },
    ]);
  });

  it('are none for a dry run and for a refused number', async () => {
    await text({ DryRun: true });
    faultPlan.load({ rules: [{ kind: 'recipient', outcome: 'OPT_OUT' }] });
    await text({});
    expect(published).toEqual([]);
  });
});
