import { SESv2Client } from '@aws-sdk/client-sesv2';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import * as z from 'zod';
import { createSesSender, type SesSenderOptions } from '../../../src/adapters/ses/index.ts';
import { createReferenceSigner } from '../../../src/adapters/unsubscribe-link/index.ts';
import type { Outgoing, SendContext } from '../../../src/app/delivery/index.ts';
import { UNSUBSCRIBE_PLACEHOLDER } from '../../../src/domain/template/index.ts';
import { startServer, type LocalAnswer } from '../../contract/local-server.ts';
import { outgoingTo, SEND_CONTEXT } from '../../outgoing.ts';

const bulk = z.object({
  FromEmailAddress: z.string(),
  BulkEmailEntries: z.array(
    z.object({
      Destination: z.object({ ToAddresses: z.tuple([z.string()]) }),
      ReplacementTags: z.unknown(),
      ReplacementHeaders: z.unknown().optional(),
    }),
  ),
});
type Bulk = z.infer<typeof bulk>;

function mail(name: string, place: number, from?: string): Outgoing {
  const words = { channel: 'EMAIL', subject: 's', html: 'h', ...(from === undefined ? {} : { from }) } as const;
  return outgoingTo(`${name}@example.com`, 'EMAIL', words, place);
}

describe('e-mail by SES', () => {
  let respond: (call: Bulk) => LocalAnswer;
  let server: Awaited<ReturnType<typeof startServer>>;
  beforeEach(async () => {
    respond = (call) => ({
      status: 200,
      body: { BulkEmailEntryResults: call.BulkEmailEntries.map(() => ({ Status: 'SUCCESS' })) },
    });
    server = await startServer(({ body }) => respond(bulk.parse(JSON.parse(body))));
  });
  afterEach(() => server.stop());

  const calls = (): Bulk[] => server.requests.map(({ body }) => bulk.parse(JSON.parse(body)));
  const senderOf = (options: Partial<SesSenderOptions> = {}) =>
    createSesSender({
      from: 'no-reply@example.com',
      ...options,
      client: new SESv2Client({
        endpoint: server.url,
        region: 'ap-northeast-2',
        credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
        maxAttempts: 1,
      }),
    });
  const send = (batch: readonly Outgoing[], context: Partial<SendContext> = {}, unsubscribeUrl?: string) =>
    senderOf(unsubscribeUrl === undefined ? {} : { unsubscribeUrl }).send(batch, { ...SEND_CONTEXT, ...context });

  it('tags every mail with where it stands, so that its events find back', async () => {
    await send([mail('a', 0), mail('b', 1)]);
    expect(calls()[0]?.BulkEmailEntries.map(({ ReplacementTags }) => ReplacementTags)).toEqual(
      ['0', '1'].map((place) => [
        { Name: 'jobId', Value: 'job-1' },
        { Name: 'shard', Value: '2' },
        { Name: 'chunk', Value: '7' },
        { Name: 'place', Value: place },
      ]),
    );
  });

  it('M11 sends a mail of text alone without an HTML part, apart from those that have one', async () => {
    const alone = outgoingTo('b@example.com', 'EMAIL', { channel: 'EMAIL', subject: 's', html: '', text: 't' }, 1);
    // As the law's gate and the limits read it: what an HTML part becomes for somebody may be blank.
    const blank = outgoingTo(
      'c@example.com',
      'EMAIL',
      { channel: 'EMAIL', subject: 's', html: ' \n\u200b', text: 't' },
      2,
    );
    expect(await send([mail('a', 0), alone, blank])).toHaveLength(3);
    const parts = server.requests.map(({ body }) => {
      const { DefaultContent } = z
        .object({
          DefaultContent: z.object({ Template: z.object({ TemplateContent: z.record(z.string(), z.string()) }) }),
        })
        .parse(JSON.parse(body));
      return Object.keys(DefaultContent.Template.TemplateContent);
    });
    expect(parts).toEqual([
      ['Subject', 'Html'],
      ['Subject', 'Text'],
    ]);
  });

  it('M3 names a sender in other letters than ASCII by encoded words, each whole by itself', async () => {
    const name = '봉화 소식을 전하는 사람들이 모여서 만든 아주 긴 이름';
    await send([mail('a', 0, `${name} <news@example.com>`), mail('b', 1, 'Kim <kim@example.com>')]);
    const [from = '', plain] = calls().map(({ FromEmailAddress }) => FromEmailAddress);
    expect(plain).toBe('Kim <kim@example.com>');
    expect(from).toMatch(/^(=\?UTF-8\?B\?[\w+/=]+\?= )+<news@example\.com>$/);
    const words = [...from.matchAll(/=\?UTF-8\?B\?([\w+/=]+)\?=/g)];
    expect(words.every(([word]) => word.length <= 75)).toBe(true);
    const decoder = (): TextDecoder => new TextDecoder('utf-8', { fatal: true });
    expect(words.map(([, text = '']) => decoder().decode(Buffer.from(text, 'base64'))).join('')).toBe(name);
  });

  it.each([
    ['=?UTF-8?B?67SJ7ZmU?= <news@example.com>', '=?UTF-8?B?67SJ7ZmU?= <news@example.com>'],
    ['"=?utf-8?Q?Andr=C3=A9_Kim?=" <news@example.com>', '=?UTF-8?B?QW5kcsOpIEtpbQ==?= <news@example.com>'],
    ['=?UTF-8?B?67SJ?= =?UTF-8?B?7ZmU?= <news@example.com>', '=?UTF-8?B?67SJ7ZmU?= <news@example.com>'],
    ['(주)봉화 <news@example.com>', '=?UTF-8?B?KOyjvCnrtIntmZQ=?= <news@example.com>'],
    ['Acme (Korea) <news@example.com>', '"Acme (Korea)" <news@example.com>'],
  ])('M3 writes the name that a sender means, who may have encoded it by hand: %s', async (from, header) => {
    await send([mail('a', 0, from)]);
    expect(calls()[0]).toMatchObject({ FromEmailAddress: header });
  });

  it('M4 names domains in Punycode, of senders and of recipients that were stored with other letters', async () => {
    await send([{ ...mail('a', 0, '뉴스 <news@한국.example>'), address: 'info@한국.example' }]);
    expect(calls()[0]).toMatchObject({
      FromEmailAddress: '=?UTF-8?B?64m07Iqk?= <news@xn--3e0b707e.example>',
      BulkEmailEntries: [{ Destination: { ToAddresses: ['info@xn--3e0b707e.example'] } }],
    });
  });

  it('lets an advertisement be unsubscribed from by one click', async () => {
    await send([mail('a', 3)], {}, 'https://example.com/u?ref={ref}');
    expect(calls()[0]?.BulkEmailEntries[0]?.ReplacementHeaders).toEqual([
      { Name: 'List-Unsubscribe', Value: '<https://example.com/u?ref=job-1.2.7.3>' },
      { Name: 'List-Unsubscribe-Post', Value: 'List-Unsubscribe=One-Click' },
    ]);
  });

  const linked = (place: number): Outgoing =>
    outgoingTo(
      'a@example.com',
      'EMAIL',
      {
        channel: 'EMAIL',
        subject: 's',
        html: `<a href="${UNSUBSCRIBE_PLACEHOLDER}">수신거부</a>`,
        text: UNSUBSCRIBE_PLACEHOLDER,
      },
      place,
    );
  const wordsOf = () =>
    z
      .object({
        BulkEmailEntries: z.tuple([
          z.object({
            ReplacementEmailContent: z.object({
              ReplacementTemplate: z.object({ ReplacementTemplateData: z.string() }),
            }),
          }),
        ]),
      })
      .parse(JSON.parse(server.requests.at(-1)?.body ?? '')).BulkEmailEntries[0].ReplacementEmailContent
      .ReplacementTemplate.ReplacementTemplateData;

  it('M10 puts the signed link of its recipient into the words of a mail, and the same into its headers', async () => {
    const unsubscribeUrl = 'https://example.com/u?a=1&ref={ref}';
    const sender = senderOf({ unsubscribeUrl, unsubscribeSecret: 'secret' });
    await sender.send([linked(3)], SEND_CONTEXT);
    const ref = createReferenceSigner('secret').sign({ jobId: 'job-1', shard: 2, chunk: 7, place: 3 });
    const url = `https://example.com/u?a=1&ref=${ref}`;
    expect(JSON.parse(wordsOf())).toEqual({
      subject: 's',
      html: `<a href="https://example.com/u?a=1&amp;ref=${ref}">수신거부</a>`,
      text: url,
    });
    expect(calls()[0]?.BulkEmailEntries[0]?.ReplacementHeaders).toContainEqual({
      Name: 'List-Unsubscribe',
      Value: `<${url}>`,
    });
    await sender.send([linked(4)], { ...SEND_CONTEXT, isAdvertising: false });
    expect(wordsOf()).toContain('job-1.2.7.4.');
    expect(calls()[1]?.BulkEmailEntries[0]).not.toHaveProperty('ReplacementHeaders');
  });

  it('M10 sends no mail whose link cannot be made, says why, and asks again', async () => {
    const denied = (code: string) => [{ kind: 'NOT_SENT', cause: 'DENIED', code }];
    expect(await send([linked(0)])).toEqual(denied('UNSUBSCRIBE_URL_MISSING'));
    let isStored = false;
    const sender = senderOf({
      unsubscribeUrl: 'https://example.com/u?ref={ref}',
      unsubscribeSecret: async () => (isStored ? 'secret' : ''),
    });
    const attempt = async (message: Outgoing, isAdvertising: boolean) => {
      await sender.prepare?.();
      return sender.send([message], { ...SEND_CONTEXT, isAdvertising });
    };
    expect(await attempt(linked(0), false)).toEqual(denied('UNSUBSCRIBE_SECRET_MISSING'));
    expect(await attempt(mail('a', 0), true)).toEqual(denied('UNSUBSCRIBE_SECRET_MISSING'));
    expect(await attempt(mail('a', 0), false)).toMatchObject([{ kind: 'ANSWERED' }]);
    isStored = true;
    expect(await attempt(linked(0), true)).toMatchObject([{ kind: 'ANSWERED' }]);
  });

  it('offers no unsubscribing from what is no advertisement', async () => {
    await send([mail('a', 0)], { isAdvertising: false }, 'https://example.com/u?ref={ref}');
    expect(calls()[0]?.BulkEmailEntries[0]).not.toHaveProperty('ReplacementHeaders');
  });

  it.each([
    'http://example.com/u?ref={ref}',
    'https://example.com/u',
    'https://example.com/{ref}>\r\nBcc: x',
    'https://example.com/ {ref}',
    'mailto:{ref}@example.com',
    '{ref}',
  ])('takes no unsubscribe URL such as %j', (unsubscribeUrl) => {
    expect(() => createSesSender({ from: 'a@example.com', unsubscribeUrl })).toThrow(/https URL/);
  });

  it('never sends a mail under the sender of another, and answers in the order of the batch', async () => {
    respond = (call) => ({
      status: 200,
      body: {
        BulkEmailEntryResults: call.BulkEmailEntries.map(({ Destination }) => ({
          Status: Destination.ToAddresses[0].startsWith('b') ? 'MESSAGE_REJECTED' : 'SUCCESS',
        })),
      },
    });
    const results = await send([mail('a', 0, 'x@example.com'), mail('b', 1), mail('c', 2, 'x@example.com')]);
    expect(
      calls().map((call) => [
        call.FromEmailAddress,
        call.BulkEmailEntries.map(({ Destination }) => Destination.ToAddresses[0]),
      ]),
    ).toEqual([
      ['x@example.com', ['a@example.com', 'c@example.com']],
      ['no-reply@example.com', ['b@example.com']],
    ]);
    expect(results.map((result) => result.kind === 'ANSWERED' && result.status)).toEqual([
      'ACCEPTED',
      'FAILED',
      'ACCEPTED',
    ]);
  });

  it('waits with single mails that SES throttles, and fails nobody for it', async () => {
    respond = () => ({
      status: 200,
      body: { BulkEmailEntryResults: [{ Status: 'SUCCESS' }, { Status: 'ACCOUNT_THROTTLED' }] },
    });
    expect(await send([mail('a', 0), mail('b', 1)])).toEqual([
      { kind: 'ANSWERED', status: 'ACCEPTED', isRetriable: false },
      { kind: 'NOT_SENT', cause: 'THROTTLED', code: 'ACCOUNT_THROTTLED' },
    ]);
  });

  it('says of a day that is used up that it is one, in an entry and as a whole', async () => {
    const code = 'ACCOUNT_DAILY_QUOTA_EXCEEDED';
    const spent = { kind: 'NOT_SENT', cause: 'QUOTA', code, period: 'ROLLING_DAY' };
    respond = () => ({ status: 200, body: { BulkEmailEntryResults: [{ Status: code }] } });
    expect(await send([mail('a', 0)])).toEqual([spent]);
    const body = { message: 'Daily message quota exceeded.' };
    respond = () => ({ status: 429, headers: { 'x-amzn-errortype': 'TooManyRequestsException' }, body });
    expect(await send([mail('a', 0, 'x@example.com'), mail('b', 1)])).toEqual([spent, spent]);
    expect(server.requests).toHaveLength(2);
  });

  it('begins no further call when what is known of its recipients is too old', async () => {
    const sender = createSesSender({
      from: 'no-reply@example.com',
      client: new SESv2Client({
        endpoint: server.url,
        region: 'ap-northeast-2',
        credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
      }),
    });
    const batch = [mail('a', 0, 'x@example.com'), mail('b', 1)];
    expect(await sender.send(batch, SEND_CONTEXT, () => false)).toMatchObject([
      { kind: 'ANSWERED', status: 'ACCEPTED' },
      { kind: 'NOT_SENT', cause: 'UNREACHABLE', code: 'NOT_ATTEMPTED/TOO_LATE' },
    ]);
    expect(server.requests).toHaveLength(1);
  });

  it('makes no further call once SES is busy, or silent', async () => {
    const batch = [mail('a', 0, 'x@example.com'), mail('b', 1)];
    respond = () => ({ status: 429, headers: { 'x-amzn-errortype': 'TooManyRequestsException' }, body: {} });
    expect(await send(batch)).toMatchObject([
      { kind: 'NOT_SENT', cause: 'THROTTLED' },
      { kind: 'NOT_SENT', cause: 'THROTTLED' },
    ]);
    respond = () => ({ status: 500, headers: { 'x-amzn-errortype': 'InternalServiceErrorException' }, body: {} });
    expect(await send(batch)).toMatchObject([{ kind: 'UNKNOWN' }, { kind: 'NOT_SENT', cause: 'UNREACHABLE' }]);
    expect(server.requests).toHaveLength(2);
  });

  it.each(['AccountSuspendedException', 'SendingPausedException', 'MailFromDomainNotVerifiedException'])(
    'lets the mail wait for an operator after %s, and tries other senders',
    async (type) => {
      respond = ({ FromEmailAddress, BulkEmailEntries }) =>
        FromEmailAddress === 'x@example.com'
          ? { status: 400, headers: { 'x-amzn-errortype': type }, body: {} }
          : { status: 200, body: { BulkEmailEntryResults: BulkEmailEntries.map(() => ({ Status: 'SUCCESS' })) } };
      expect(await send([mail('a', 0, 'x@example.com'), mail('b', 1)])).toMatchObject([
        { kind: 'NOT_SENT', cause: 'DENIED', code: type },
        { kind: 'ANSWERED', status: 'ACCEPTED' },
      ]);
    },
  );

  it.each([
    'ACCOUNT_SENDING_PAUSED',
    'ACCOUNT_SUSPENDED',
    'CONFIGURATION_SET_NOT_FOUND',
    'CONFIGURATION_SET_SENDING_PAUSED',
    'MAIL_FROM_DOMAIN_NOT_VERIFIED',
    'TEMPLATE_NOT_FOUND',
  ])('blames no recipient for %s', async (Status) => {
    respond = () => ({ status: 200, body: { BulkEmailEntryResults: [{ Status }] } });
    expect(await send([mail('a', 0)])).toEqual([{ kind: 'NOT_SENT', cause: 'DENIED', code: Status }]);
  });
});
