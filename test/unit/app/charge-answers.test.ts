import { describe, expect, it } from 'vitest';
import type { Outgoing, SendResult } from '../../../src/app/delivery/index.ts';
import { chargesOf } from '../../../src/app/delivery/send/charge-answers.ts';
import type { Billed } from '../../../src/domain/cost/index.ts';
import type { Channel } from '../../../src/domain/customer/index.ts';
import { newCustomer } from '../../../src/domain/customer/index.ts';
import { anEndpoint } from '../domain/people.ts';
import { ACCEPTED } from './memory-app.ts';

const AT = Date.UTC(2026, 10, 24);
const UNKNOWN: SendResult = { kind: 'UNKNOWN', code: 'TimeoutError' };
const FAILED: SendResult = { kind: 'ANSWERED', status: 'FAILED', isRetriable: false, code: 'PERMANENT_FAILURE' };
const BUSY: SendResult = { kind: 'ANSWERED', status: 'ACCEPTED', isRetriable: true };

type Message = { readonly address?: string; readonly billed?: Billed; readonly destination?: string };

/** What a call of these messages is billed, whose places in the chunk are 10, 11, ... */
function charged(
  channel: Channel,
  messages: readonly Message[],
  answers: readonly SendResult[] = messages.map(() => ACCEPTED),
) {
  const outgoing = messages.map(({ address = 'to-somebody', ...own }, place): Outgoing => ({
    channelType: channel === 'SMS' ? 'SMS' : 'CUSTOM',
    address,
    message: { channel: 'SMS', body: 'words' },
    ref: { jobId: 'job', shard: 0, chunk: 0, place },
    customer: newCustomer('somebody'),
    endpoint: anEndpoint({ address }),
    ...own,
  }));
  const price = { krwMicros: 9, byPrefix: { '+82': 3, '+1': 5 } };
  const places = messages.map((_, index) => 10 + index);
  return chargesOf(
    { channel, price, render: () => ({ ok: false, error: { code: 'RENDER_FAILED', message: '' } }) },
    { outgoing, places },
    answers,
    AT,
  );
}

describe('what a call is billed', () => {
  const lms = { destination: 'reseller', billed: { units: 1, kind: 'LMS' } };
  const sms = { destination: 'reseller', billed: { units: 1, kind: 'SMS' } };

  it('is one charge where every message is billed alike', () => {
    expect(charged('CUSTOM', [lms, lms])).toEqual([
      { at: AT, item: 'custom:reseller:LMS', units: 1, places: [10, 11] },
    ]);
    expect(charged('PUSH', [{}, {}, {}])).toEqual([{ at: AT, item: 'push', units: 1, places: [10, 11, 12] }]);
  });

  it('tells kinds, units, destinations and countries apart, also where the first is not like the others', () => {
    expect(charged('CUSTOM', [lms, sms, lms])).toEqual([
      { at: AT, item: 'custom:reseller:LMS', units: 1, places: [10, 12] },
      { at: AT, item: 'custom:reseller:SMS', units: 1, places: [11] },
    ]);
    expect(charged('CUSTOM', [lms, { ...lms, destination: 'other' }])).toMatchObject([
      { item: 'custom:reseller:LMS', places: [10] },
      { item: 'custom:other:LMS', places: [11] },
    ]);
    expect(charged('EMAIL', [{ billed: { units: 1 } }, { billed: { units: 2 } }])).toMatchObject([
      { units: 1, places: [10] },
      { units: 2, places: [11] },
    ]);
    expect(charged('SMS', [{ address: '+821012345678' }, { address: '+14155550100' }])).toMatchObject([
      { item: 'sms-part:+82', places: [10] },
      { item: 'sms-part:+1', places: [11] },
    ]);
  });

  it('is nothing for what was not taken or is tried again, and doubtful where nobody knows', () => {
    const answers = [ACCEPTED, FAILED, BUSY, UNKNOWN];
    expect(charged('PUSH', [{}, {}, {}, {}, {}], answers)).toEqual([
      { at: AT, item: 'push', units: 1, places: [10] },
      { at: AT, item: 'push', units: 1, places: [13, 14], isDoubtful: true },
    ]);
    expect(charged('PUSH', [{}, {}], [FAILED, BUSY])).toEqual([]);
    expect(charged('PUSH', [{}, {}], [UNKNOWN])).toEqual([
      { at: AT, item: 'push', units: 1, places: [10, 11], isDoubtful: true },
    ]);
  });
});
