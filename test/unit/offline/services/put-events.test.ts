import { describe, expect, it } from 'vitest';
import type { AwsRequest, PublishedEvent } from '../../../../src/offline/services/contract.ts';
import { createEvents } from '../../../../src/offline/services/events/create-events.ts';

const published: PublishedEvent[] = [];
const events = createEvents({
  bus: {
    publish: (list) => {
      published.push(...list);
      return list.map((_, index) => ({ id: `id-${index}`, rules: [] }));
    },
  },
  region: 'ap-northeast-2',
  accountId: '000000000000',
});
const request = (body: unknown, operation = 'PutEvents'): AwsRequest => ({
  service: 'events',
  method: 'POST',
  path: '/',
  query: new URLSearchParams(),
  headers: { 'x-amz-target': `AWSEvents.${operation}` },
  body: Buffer.from(JSON.stringify(body)),
  principal: null,
});
async function put(entries: readonly object[], more: object = {}) {
  published.length = 0;
  const response = await events.handle(request({ Entries: entries, ...more }));
  return { status: response.status, body: JSON.parse(response.body.toString()) as unknown };
}
const entry = { Source: 'shop', DetailType: 'Ordered', Detail: '{"n":1}' };

describe('PutEvents', () => {
  it('accepts the good entries and says per entry what is wrong with the others', async () => {
    expect(
      await put([
        entry,
        { ...entry, Detail: 'no' },
        { ...entry, Detail: '[1]' },
        { ...entry, Source: undefined },
        { ...entry, DetailType: '' },
        { ...entry, Source: 'aws.ses' },
        { ...entry, Time: 1_700_000_000, Resources: ['arn:r'] },
      ]),
    ).toEqual({
      status: 200,
      body: {
        FailedEntryCount: 5,
        Entries: [
          { EventId: 'id-0' },
          { ErrorCode: 'MalformedDetail', ErrorMessage: 'Detail is malformed.' },
          { ErrorCode: 'MalformedDetail', ErrorMessage: 'Detail is malformed.' },
          expect.objectContaining({ ErrorCode: 'InvalidArgument' }),
          expect.objectContaining({ ErrorCode: 'InvalidArgument' }),
          expect.objectContaining({ ErrorCode: 'NotAuthorizedForSourceException' }),
          { EventId: 'id-1' },
        ],
      },
    });
    expect(published).toEqual([
      { source: 'shop', detailType: 'Ordered', detail: { n: 1 } },
      {
        source: 'shop',
        detailType: 'Ordered',
        detail: { n: 1 },
        resources: ['arn:r'],
        time: 1_700_000_000_000,
      },
    ]);
  });

  it.each<[string, readonly object[], object, number, RegExp]>([
    ['no entry', [], {}, 400, /between 1 and 10/],
    ['eleven entries', Array.from({ length: 11 }, () => entry), {}, 400, /it is 11/],
    ['an unknown member', [{ ...entry, Details: '{}' }], {}, 400, /Details/],
    ['too much', [{ ...entry, Detail: JSON.stringify({ x: 'x'.repeat(1024 * 1024) }) }], {}, 400, /over the limit/],
    ['another bus', [{ ...entry, EventBusName: 'orders' }], {}, 501, /event bus orders/],
    ['a global endpoint', [entry], { EndpointId: 'a.b' }, 501, /global endpoint/],
  ])('refuses %s', async (_name, entries, more, status, message) => {
    const answer = await put(entries, more);
    expect(answer.status).toBe(status);
    expect(JSON.stringify(answer.body)).toMatch(message);
    expect(published).toEqual([]);
  });

  it('asks for the permission on the bus, and runs no other operation', async () => {
    const bus = 'arn:aws:events:ap-northeast-2:000000000000:event-bus/default';
    const wanted = [{ action: 'events:PutEvents', resource: bus }];
    expect(events.authorizationOf(request({ Entries: [entry, { ...entry, EventBusName: 'default' }] }))).toEqual(
      wanted,
    );
    expect(events.authorizationOf(request({ Entries: [{ ...entry, EventBusName: bus }] }))).toEqual(wanted);
    const other = await events.handle(request({ Name: 'r' }, 'PutRule'));
    expect([other.status, other.body.toString()]).toEqual([501, expect.stringContaining('EventBridge PutRule')]);
  });
});
