import { appendFileSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createOutbox, type NewOutboxMessage } from '../../../../src/offline/services/outbox/create-outbox.ts';

const message = (n: number, more: Partial<NewOutboxMessage> = {}): NewOutboxMessage => ({
  at: n,
  channel: 'PUSH',
  channelType: 'GCM',
  provider: 'pinpoint',
  address: `token-${n}`,
  title: '봉화',
  body: `본문 ${n}`,
  status: 'SUCCESSFUL',
  statusCode: 200,
  accepted: true,
  requestId: 'r',
  traceId: 'job-1',
  ...more,
});

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'outbox-'));
});
afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});

describe('the outbox', () => {
  it('lists newest first in pages that meet without gap or overlap', async () => {
    const outbox = createOutbox({ folder });
    outbox.add(Array.from({ length: 1300 }, (_, n) => message(n)));
    const seen: number[] = [];
    let before: number | undefined;
    do {
      const page = outbox.list({ limit: 333, ...(before === undefined ? {} : { before }) });
      seen.push(...page.messages.map(({ at }) => at));
      before = page.nextBefore;
    } while (before !== undefined);
    expect(seen).toEqual(Array.from({ length: 1300 }, (_, n) => 1299 - n));
    await outbox.stop();
  });

  it('filters, counts, and finds by id', async () => {
    const outbox = createOutbox({ folder });
    outbox.add([message(1), message(2, { channel: 'SMS', status: 'OPT_OUT', accepted: false }), message(3)]);
    expect(outbox.counts()).toEqual({
      total: 3,
      accepted: 2,
      byStatus: { SUCCESSFUL: 2, OPT_OUT: 1 },
      byChannel: { PUSH: 2, SMS: 1 },
    });
    expect(outbox.count({ status: 'OPT_OUT' })).toBe(1);
    const [first] = outbox.list({ filter: { address: 'token-3' } }).messages;
    expect(outbox.find(first?.id ?? '')).toEqual(first);
    await outbox.stop();
  });

  it('names addresses accepted twice under one trace id only', async () => {
    const outbox = createOutbox({ folder });
    outbox.add([
      message(1),
      message(2),
      message(1),
      message(2, { traceId: 'job-2' }),
      message(3),
      message(3, { accepted: false }),
    ]);
    expect(outbox.addressesSentTwice()).toEqual([{ address: 'token-1', times: 2, traceId: 'job-1' }]);
    await outbox.stop();
  });

  it('keeps everything over a kill, without the line that was being written', async () => {
    const first = createOutbox({ folder });
    first.add([message(1), message(2)]);
    appendFileSync(join(folder, 'outbox.ndjson'), '{"id":"torn');
    const second = createOutbox({ folder });
    second.add([message(3)]);
    expect(second.list().messages.map(({ at }) => at)).toEqual([3, 2, 1]);
    expect(second.counts().total).toBe(3);
    await Promise.all([first.stop(), second.stop()]);
  });

  it('takes thousands of messages a second', async () => {
    const outbox = createOutbox({ folder });
    const started = performance.now();
    for (let call = 0; call < 50; call += 1) outbox.add(Array.from({ length: 100 }, (_, n) => message(n)));
    expect(5000 / ((performance.now() - started) / 1000)).toBeGreaterThan(2000);
    await outbox.stop();
  });
});
