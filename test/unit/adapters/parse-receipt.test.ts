import { describe, expect, it } from 'vitest';
import { parseReceipt } from '../../../src/adapters/eventbridge/index.ts';
import { formatMessageRef } from '../../../src/domain/send-job/index.ts';
import { createReferenceSigner } from '../../../src/adapters/unsubscribe-link/index.ts';

const REF = { jobId: 'job-1', shard: 2, chunk: 7, place: 41 };
const SENT_TO = 'minsu@example.com';
const TIME = '2026-11-23T03:00:05Z';
const AT = '2026-11-23T03:00:04.669Z';

function envelope(source: string, detailType: string, detail: unknown): unknown {
  return { version: '0', id: 'e', 'detail-type': detailType, source, account: '1', time: TIME, resources: [], detail };
}

const TAGS = { jobId: ['job-1'], shard: ['2'], chunk: ['7'], place: ['41'], 'ses:configuration-set': ['bonghwa'] };

function ses(eventType: string, more: object, tags: unknown = TAGS): unknown {
  const mail = { timestamp: AT, messageId: 'm', destination: [SENT_TO], tags };
  return envelope('aws.ses', 'Email Event', { eventType, mail, ...more });
}

function bounce(bounceType: string, bounceSubType: unknown): unknown {
  return ses('Bounce', {
    bounce: { bounceType, bounceSubType, timestamp: AT, bouncedRecipients: [{ emailAddress: 'other@example.net' }] },
  });
}

const CONTEXT = { jobId: 'job-1', shard: '2', chunk: '7', place: '41' };

function sms(eventType: string, more: object = {}): unknown {
  return envelope('aws.sms-voice', 'Text Message Delivery Status Updated', {
    eventType,
    eventVersion: '1.0',
    eventTimestamp: Date.parse(AT),
    isFinal: true,
    destinationPhoneNumber: '+821012345678',
    context: CONTEXT,
    ...more,
  });
}

function app(detailType: string, detail: unknown): unknown {
  return envelope('bonghwa.app', detailType, detail);
}

const at = Date.parse(AT);

function receipt(more: object): unknown {
  return { kind: 'RECEIPT', receipt: { ref: REF, at, ...more } };
}

describe('a receipt of SES', () => {
  it('says that a mail was delivered, opened, or clicked', () => {
    expect(parseReceipt(ses('Delivery', { delivery: { timestamp: AT } }))).toEqual(receipt({ status: 'DELIVERED' }));
    expect(parseReceipt(ses('Open', { open: { timestamp: AT } }))).toEqual(receipt({ status: 'OPENED' }));
    expect(parseReceipt(ses('Click', { click: { timestamp: AT } }))).toEqual(receipt({ status: 'CLICKED' }));
  });

  it('opts out the address that was sent to after a permanent bounce, wherever the mail had been forwarded', () => {
    expect(parseReceipt(bounce('Permanent', 'General'))).toEqual(
      receipt({
        status: 'FAILED',
        code: 'BOUNCE/Permanent/General',
        optOut: { cause: 'HARD_BOUNCE', address: SENT_TO },
      }),
    );
  });

  it.each(['Transient', 'Undetermined'])('keeps the address after a bounce that is %s', (type) => {
    expect(parseReceipt(bounce(type, 'MailboxFull'))).toEqual(
      receipt({ status: 'FAILED', code: `BOUNCE/${type}/MailboxFull` }),
    );
  });

  it('takes over no reason that is not a word', () => {
    for (const subType of ['a/b', 'x'.repeat(65), 1, undefined]) {
      expect(parseReceipt(bounce('Transient', subType))).toEqual(
        receipt({ status: 'FAILED', code: 'BOUNCE/Transient/Undetermined' }),
      );
    }
  });

  it('opts out who complains, though the mail was delivered', () => {
    expect(parseReceipt(ses('Complaint', { complaint: { timestamp: AT } }))).toEqual(
      receipt({ status: 'DELIVERED', code: 'COMPLAINT', optOut: { cause: 'COMPLAINT', address: SENT_TO } }),
    );
  });

  it('opts out who leaves the list or a topic, not who joins one', () => {
    const change = (now: object, before?: object): unknown =>
      ses('Subscription', {
        subscription: { timestamp: AT, newTopicPreferences: now, oldTopicPreferences: before },
      });
    const topic = (subscriptionStatus: string): object => ({
      unsubscribeAll: false,
      topicSubscriptionStatus: [{ topicName: 'sale', subscriptionStatus }],
    });
    const left = receipt({ status: 'DELIVERED', optOut: { cause: 'UNSUBSCRIBED', address: SENT_TO } });
    expect(parseReceipt(change({ unsubscribeAll: true }))).toEqual(left);
    expect(parseReceipt(change(topic('OptOut'), topic('OptIn')))).toEqual(left);
    expect(parseReceipt(change(topic('OptIn'), topic('OptOut')))).toMatchObject({ kind: 'IGNORED' });
    // What there is says it, whatever is missing or cannot be read beside it.
    const all = { unsubscribeAll: true, topicSubscriptionStatus: null };
    for (const before of [null, 'none']) {
      const subscription = { timestamp: AT, newTopicPreferences: all, oldTopicPreferences: before };
      expect(parseReceipt(ses('Subscription', { subscription }))).toEqual(left);
    }
    expect(parseReceipt(change(topic('OptOut'), topic('OptOut')))).toMatchObject({ kind: 'IGNORED' });
  });

  it('M17 opts out the address of a header without the name before it', () => {
    const mail = { destination: null, commonHeaders: { to: [`"Kim, Minsu" <${SENT_TO}>`] }, tags: TAGS };
    expect(parseReceipt(envelope('aws.ses', 'Email Event', { eventType: 'Complaint', mail }))).toMatchObject({
      receipt: { optOut: { cause: 'COMPLAINT', address: SENT_TO } },
    });
  });

  it('says that SES would not send, at the time of the event', () => {
    const time = Date.parse(TIME);
    expect(parseReceipt(ses('Reject', { reject: { reason: 'Bad content' } }))).toEqual(
      receipt({ status: 'FAILED', code: 'REJECT', at: time }),
    );
    expect(parseReceipt(ses('Rendering Failure', { failure: {} }))).toEqual(
      receipt({ status: 'FAILED', code: 'RENDERING_FAILURE', at: time }),
    );
  });

  it.each(['Send', 'DeliveryDelay'])('is none for %s', (eventType) => {
    expect(parseReceipt(ses(eventType, {}))).toEqual({ kind: 'IGNORED', reason: eventType });
  });

  it.each([
    ['no tags', null],
    ['tags of its own', { 'ses:configuration-set': ['other'], jobId: ['nightly'] }],
    ['tags that are a list', ['jobId', 'shard', 'chunk', 'place']],
  ])('is none for mail with %s', (_name, tags) => {
    expect(parseReceipt(ses('Delivery', { delivery: { timestamp: AT } }, tags))).toMatchObject({ kind: 'IGNORED' });
  });

  it('is none for what SES says of the account', () => {
    expect(parseReceipt(envelope('aws.ses', 'Sending Status Disabled', { version: '1.0.0' }))).toMatchObject({
      kind: 'IGNORED',
    });
  });

  it.each([
    ['a place that is no number', { ...TAGS, place: ['x'] }],
    ['two job ids', { ...TAGS, jobId: ['a', 'b'] }],
    ['a tag without value', { ...TAGS, shard: [] }],
    ['tags that run into each other', { ...TAGS, jobId: ['job-1.2'], shard: [''] }],
    ['a huge job id', { ...TAGS, jobId: ['x'.repeat(100_000)] }],
  ])('is malformed with %s', (_name, tags) => {
    expect(parseReceipt(ses('Delivery', { delivery: { timestamp: AT } }, tags))).toMatchObject({ kind: 'MALFORMED' });
  });

  it('is malformed when it is ours and says something nobody knows', () => {
    expect(parseReceipt(ses('Teleported', {}))).toMatchObject({ kind: 'MALFORMED' });
  });

  it('M17 is read with what is there: without a moment of its own, and with a kind of bounce that is new', () => {
    const ofEvent = { kind: 'RECEIPT', receipt: { ref: REF, at: Date.parse(TIME), status: 'DELIVERED' } };
    expect(parseReceipt(ses('Delivery', {}))).toEqual(ofEvent);
    expect(parseReceipt(ses('Delivery', { delivery: { timestamp: 'yesterday' } }))).toEqual(ofEvent);
    expect(parseReceipt(bounce('Quantum', 'General'))).toEqual(
      receipt({ status: 'FAILED', code: 'BOUNCE/Undetermined/General' }),
    );
    expect(parseReceipt(ses('Bounce', {}))).toMatchObject({
      receipt: { status: 'FAILED', code: 'BOUNCE/Undetermined/Undetermined', at: Date.parse(TIME) },
    });
  });

  const withMail = (event: unknown, mail: object): unknown => {
    const { detail } = event as { detail: { mail: object } };
    return { ...(event as object), detail: { ...detail, mail: { tags: TAGS, ...mail } } };
  };
  const complaint = (more: object = {}) => ses('Complaint', { complaint: { timestamp: AT, ...more } });

  it.each<[string, unknown, object]>([
    ['with an empty destination', { destination: [] }, { cause: 'COMPLAINT' }],
    ['without a destination', {}, { cause: 'COMPLAINT' }],
    ['with a destination that is a text', { destination: SENT_TO }, { cause: 'COMPLAINT' }],
    ['with common headers', { commonHeaders: { to: [SENT_TO] } }, { cause: 'COMPLAINT', address: SENT_TO }],
    ['with headers of null', { destination: null, commonHeaders: null }, { cause: 'COMPLAINT' }],
  ])('M17 opts out by what is there: a complaint %s', (_name, mail, optOut) => {
    expect(parseReceipt(withMail(complaint(), mail as object))).toEqual(
      receipt({ status: 'DELIVERED', code: 'COMPLAINT', optOut }),
    );
  });

  it('M17 opts out by the reference after a permanent bounce without a destination, never at a forwarded address', () => {
    expect(parseReceipt(withMail(bounce('Permanent', 'Suppressed'), {}))).toEqual(
      receipt({ status: 'FAILED', code: 'BOUNCE/Permanent/Suppressed', optOut: { cause: 'HARD_BOUNCE' } }),
    );
  });

  it('M17 takes the address of a complaint that names one person, and knows that nothing was sent to who complained before', () => {
    const onList = complaint({
      complaintSubType: 'OnAccountSuppressionList',
      complainedRecipients: [{ emailAddress: SENT_TO }],
    });
    expect(parseReceipt(withMail(onList, {}))).toEqual(
      receipt({ status: 'FAILED', code: 'COMPLAINT', optOut: { cause: 'COMPLAINT', address: SENT_TO } }),
    );
    const two = complaint({ complainedRecipients: [{ emailAddress: SENT_TO }, { emailAddress: 'b@example.com' }] });
    expect(parseReceipt(withMail(two, {}))).toMatchObject({ receipt: { optOut: { cause: 'COMPLAINT' } } });
    expect(parseReceipt(withMail(ses('Complaint', { complaint: null }), {}))).toMatchObject({
      receipt: { code: 'COMPLAINT', at: Date.parse(TIME) },
    });
  });

  it('M17 takes a mail that somebody says is no spam for delivered', () => {
    expect(parseReceipt(complaint({ complaintFeedbackType: 'not-spam' }))).toEqual(receipt({ status: 'DELIVERED' }));
    expect(parseReceipt(complaint({ complaintFeedbackType: 'new-kind' }))).toMatchObject({
      receipt: { optOut: { cause: 'COMPLAINT' } },
    });
  });

  it('M17 is read without any time at all: it happened now', () => {
    const { time: _, ...timeless } = complaint({ timestamp: undefined }) as { time: string };
    expect(parseReceipt(timeless, () => 77)).toMatchObject({ receipt: { code: 'COMPLAINT', at: 77 } });
    expect(parseReceipt({ ...timeless, time: 'soon' }, () => 78)).toMatchObject({ receipt: { at: 78 } });
  });
});

describe('a receipt of an SMS', () => {
  it.each(['TEXT_SUCCESSFUL', 'TEXT_DELIVERED'])('says that it was delivered by %s', (eventType) => {
    expect(parseReceipt(sms(eventType))).toEqual(receipt({ status: 'DELIVERED' }));
  });

  it.each([
    'TEXT_BLOCKED',
    'TEXT_CARRIER_BLOCKED',
    'TEXT_CARRIER_UNREACHABLE',
    'TEXT_INVALID',
    'TEXT_INVALID_MESSAGE',
    'TEXT_PROTECT_BLOCKED',
    'TEXT_SPAM',
    'TEXT_TTL_EXPIRED',
    'TEXT_UNKNOWN',
    'TEXT_UNREACHABLE',
  ])('says that it failed by %s', (eventType) => {
    expect(parseReceipt(sms(eventType))).toEqual(receipt({ status: 'FAILED', code: eventType }));
  });

  it('is none while the message is underway', () => {
    for (const eventType of ['TEXT_QUEUED', 'TEXT_PENDING', 'TEXT_SENT']) {
      expect(parseReceipt(sms(eventType))).toEqual({ kind: 'IGNORED', reason: eventType });
    }
    for (const eventType of ['TEXT_SUCCESSFUL', 'TEXT_CARRIER_UNREACHABLE']) {
      expect(parseReceipt(sms(eventType, { isFinal: false }))).toEqual({ kind: 'IGNORED', reason: eventType });
    }
  });

  it('is none for messages of others', () => {
    for (const context of [undefined, null, {}, { jobId: 'job-1' }, 'jobId']) {
      expect(parseReceipt(sms('TEXT_DELIVERED', { context }))).toEqual({ kind: 'IGNORED', reason: 'NOT_OURS' });
    }
  });

  it('is malformed when it is ours and cannot be read', () => {
    expect(parseReceipt(sms('TEXT_DELIVERED', { context: { ...CONTEXT, shard: 2 } }))).toMatchObject({
      kind: 'MALFORMED',
    });
    expect(parseReceipt(sms('TEXT_TELEPORTED'))).toMatchObject({ kind: 'MALFORMED' });
  });

  it('M17 is read with what is there: without a moment of its own, and without saying that it is the last', () => {
    for (const eventTimestamp of [undefined, 'now', -1]) {
      expect(parseReceipt(sms('TEXT_INVALID', { eventTimestamp, isFinal: undefined }))).toMatchObject({
        receipt: { status: 'FAILED', code: 'TEXT_INVALID', at: Date.parse(TIME) },
      });
    }
    expect(parseReceipt(sms('TEXT_PENDING', { isFinal: undefined }))).toMatchObject({ kind: 'IGNORED' });
  });
});

describe('a receipt of an app', () => {
  it('says that a push was opened, then when the phone says so or when the event came', () => {
    expect(parseReceipt(app('Push Opened', { ref: 'job-1.2.7.41', at: AT }))).toEqual(receipt({ status: 'OPENED' }));
    expect(parseReceipt(app('Push Opened', { ref: 'job-1.2.7.41' }))).toEqual(
      receipt({ status: 'OPENED', at: Date.parse(TIME) }),
    );
  });

  it('does not believe a phone whose clock is ahead', () => {
    expect(parseReceipt(app('Push Opened', { ref: 'job-1.2.7.41', at: '2099-01-01T00:00:00+09:00' }))).toEqual(
      receipt({ status: 'OPENED', at: Date.parse(TIME) }),
    );
  });

  it('opts out who unsubscribed', () => {
    expect(parseReceipt(app('Unsubscribed', { ref: 'job-1.2.7.41', address: SENT_TO }))).toEqual(
      receipt({
        status: 'DELIVERED',
        at: Date.parse(TIME),
        optOut: { cause: 'UNSUBSCRIBED', address: SENT_TO },
      }),
    );
  });

  it('M10 reads a signed reference of an unsubscribe link, which needs no address, and hands the signature over', () => {
    const signer = createReferenceSigner('secret');
    const parsed = parseReceipt(app('Unsubscribed', { ref: signer.sign(REF) }));
    expect(parsed).toMatchObject({
      kind: 'RECEIPT',
      receipt: { ref: REF, status: 'DELIVERED', optOut: { cause: 'UNSUBSCRIBED' } },
    });
    const signature = parsed.kind === 'RECEIPT' ? (parsed.signature ?? '') : '';
    expect(signer.isSignedBy(REF, signature)).toBe(true);
    expect(signer.isSignedBy({ ...REF, place: 42 }, signature)).toBe(false);
    expect(createReferenceSigner('other').isSignedBy(REF, signature)).toBe(false);
    for (const wrong of ['', 'x', `${signature}x`, signature.slice(0, -2)]) {
      expect(signer.isSignedBy(REF, wrong)).toBe(false);
    }
  });

  it.each<[string, unknown]>([
    ['Push Opened', {}],
    ['Push Opened', null],
    ['Push Opened', { ref: 'job-1.2.7' }],
    ['Push Opened', { ref: ['job-1.2.7.41'] }],
    ['Push Opened', { ref: `${'x'.repeat(1_000_000)}.2.7.41` }],
    ['Push Opened', { ref: 'job-1.2.7.41', at: 5 }],
    ['Unsubscribed', { ref: 'job-1.2.7.41' }],
    ['Unsubscribed', { ref: 'job-1.2.7.41', address: '' }],
    ['Unsubscribed', { ref: 'job-1.2.7.41', address: 'x'.repeat(1_025) }],
  ])('%s is malformed with %j', (detailType, detail) => {
    expect(parseReceipt(app(detailType, detail))).toMatchObject({ kind: 'MALFORMED' });
  });

  it('is none for whatever else the app tells', () => {
    expect(parseReceipt(app('Cart Filled', { ref: 'job-1.2.7.41' }))).toMatchObject({ kind: 'IGNORED' });
  });
});

describe('any other event', () => {
  it('is ignored when it comes from elsewhere', () => {
    expect(parseReceipt(envelope('aws.s3', 'Object Created', {}))).toMatchObject({ kind: 'IGNORED' });
  });

  it.each([null, undefined, 1, 'text', [], {}, { source: 'aws.ses' }, { source: 'aws.ses', time: TIME }])(
    'is malformed when it has no envelope: %j',
    (event) => {
      expect(parseReceipt(event)).toMatchObject({ kind: 'MALFORMED' });
    },
  );

  it('cannot smuggle tags in by a prototype', () => {
    const text = JSON.stringify(ses('Delivery', { delivery: { timestamp: AT } }, 'TAGS'));
    const smuggled = text.replace('"TAGS"', JSON.stringify(TAGS).replace(/^\{(.*)\}$/, '{"__proto__":{$1}}'));
    expect(smuggled).toContain('__proto__');
    expect(parseReceipt(JSON.parse(smuggled))).toEqual({ kind: 'IGNORED', reason: 'NOT_OURS' });
  });
});

describe('a report of a company’s own channel', () => {
  const channel = (detailType: string, detail: unknown) => envelope('bonghwa.channel', detailType, detail);
  const ref = formatMessageRef(REF);

  it('says that a message arrived, or did not and why', () => {
    expect(parseReceipt(channel('Message Delivered', { ref, at: AT }))).toEqual(receipt({ status: 'DELIVERED' }));
    expect(parseReceipt(channel('Message Failed', { ref, at: AT, code: 'NO_KAKAO_USER' }))).toEqual(
      receipt({ status: 'FAILED', code: 'CHANNEL/NO_KAKAO_USER' }),
    );
    expect(parseReceipt(channel('Message Failed', { ref, at: AT, code: '010-1234-5678 없음' }))).toEqual(
      receipt({ status: 'FAILED', code: 'CHANNEL/Undetermined' }),
    );
  });

  it('is of no message of ours, or of nothing that is known', () => {
    expect(parseReceipt(channel('Message Delivered', { ref: 'x' }))).toMatchObject({ kind: 'MALFORMED' });
    expect(parseReceipt(channel('Message Read', { ref }))).toEqual({ kind: 'IGNORED', reason: 'DETAIL_TYPE' });
  });
});
