import { describe, expect, it } from 'vitest';
import { placeInTime } from '../../../src/domain/event/index.ts';
import { consentRow, eventRow } from '../../../src/domain/lake/index.ts';

const NOW = Date.UTC(2026, 10, 28, 3);
const TIME = /^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d\.\d{3}$/;
const DAY = /^\d{4}-\d\d-\d\d$/;
const FIRST = Date.parse('0001-01-01T00:00:00Z');
const LAST = Date.parse('9999-12-31T23:59:59.999Z');

/** A row that cannot be read would take the whole record of Firehose with it. */
describe('times of the lake have years of four digits', () => {
  it.each([
    [FIRST, LAST],
    [LAST, FIRST],
    [FIRST, FIRST],
    [LAST, undefined],
  ])('of an event that says %s and was sent at %s', (occurredAt, sentAt) => {
    const said = { eventId: '1', customerId: 'c', name: 'x', occurredAt, attributes: {}, metrics: {} };
    const sent = sentAt === undefined ? said : { ...said, sentAt };
    const row = eventRow({ ...sent, ...placeInTime(sent, NOW), receivedAt: NOW, digest: '' }, 'key');
    for (const time of [row.occurred_at, row.said_at, row.sent_at ?? row.said_at]) expect(time).toMatch(TIME);
    expect(row.day_kst).toMatch(DAY);
  });

  it.each([-8.64e15, 8.64e15])('of a decision that a list dates %s', (at) => {
    const row = consentRow({ channel: 'SMS', kind: 'AD', state: 'GRANTED', at, source: 'list' }, 'key');
    expect(row.at).toMatch(TIME);
    expect(row.day_kst).toMatch(DAY);
  });
});
