import { describe, expect, it } from 'vitest';
import { readPutEvents } from '../../../src/adapters/pinpoint-events/index.ts';

const asked = (body: unknown, rawPath = '/v1/apps/a/events', method = 'POST') => ({
  rawPath,
  requestContext: { http: { method } },
  body: typeof body === 'string' ? body : JSON.stringify(body),
});

const only = (event: unknown) => {
  const read = readPutEvents(asked({ BatchItem: { e1: { Endpoint: {}, Events: { 'id-1': event } } } }));
  return read.kind === 'EVENTS' ? read.events[0]?.said : read;
};

describe('a request of PutEvents', () => {
  it('is read with what its SDK says of sessions, versions and messages', () => {
    const event = {
      EventType: '_campaign.opened_notification',
      Timestamp: '2026-11-29T03:00:00.000Z',
      Attributes: { bonghwa: 'job.0.0.1', campaign_id: 'c' },
      Metrics: { amount: 1.5 },
      Session: { Id: 's', Duration: 1_500 },
      AppVersionCode: '7',
    };
    expect(only(event)).toEqual({
      name: 'message_opened',
      occurredAt: '2026-11-29T03:00:00.000Z',
      attributes: { appVersion: '7', campaign_id: 'c' },
      metrics: { durationSeconds: 1.5, amount: 1.5 },
      ref: 'job.0.0.1',
    });
  });

  it('leaves names alone that nobody has taken, also those of JavaScript', () => {
    for (const EventType of ['cart', 'constructor', '__proto__', '_email.open']) {
      expect(only({ EventType, Timestamp: 'x' })).toMatchObject({ name: EventType });
    }
  });

  it('has events that are none, beside those that are', () => {
    const read = readPutEvents(asked({ BatchItem: { e1: { Events: { a: 7, b: { EventType: 'x' } } }, e2: {} } }));
    expect(read).toMatchObject({
      kind: 'EVENTS',
      endpointIds: ['e1', 'e2'],
      events: [
        { eventId: 'a', said: null },
        { eventId: 'b', said: { name: 'x' } },
      ],
    });
  });

  it.each([
    ['no JSON', asked('{'), 'BAD_REQUEST'],
    ['no batch', asked({}), 'BAD_REQUEST'],
    ['a list', asked([]), 'BAD_REQUEST'],
    ['a batch that is a text', asked({ BatchItem: 'x' }), 'BAD_REQUEST'],
    ['no body', { ...asked(''), body: undefined }, 'BAD_REQUEST'],
    ['another path', asked({}, '/v1/apps/a/endpoints'), 'NOT_FOUND'],
    ['another method', asked({}, '/v1/apps/a/events', 'GET'), 'NOT_FOUND'],
  ])('is refused with %s', (_, given, kind) => {
    expect(readPutEvents(given)).toMatchObject({ kind });
  });

  it('is read from Base64 as well', () => {
    const body = Buffer.from(JSON.stringify({ BatchItem: {} })).toString('base64');
    expect(readPutEvents({ ...asked(''), body, isBase64Encoded: true })).toMatchObject({ kind: 'EVENTS', events: [] });
  });
});
