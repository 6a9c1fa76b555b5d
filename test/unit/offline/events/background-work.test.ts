import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import type { EventRule, EventTarget } from '../../../../src/offline/assembly/resources.ts';
import { createClock } from '../../../../src/offline/clock.ts';
import { createBackgroundWork, type BackgroundWork } from '../../../../src/offline/events/background-work.ts';
import type { InvocationResult } from '../../../../src/offline/services/contract.ts';

const rule = (name: string, targets: readonly EventTarget[], overrides: Partial<EventRule> = {}): EventRule => ({
  name,
  arn: `arn:rule/${name}`,
  pattern: { source: ['shop'] },
  enabled: true,
  targets,
  ...overrides,
});
const OK: InvocationResult = { ok: true, payload: null };
const FAILED: InvocationResult = { ok: false, errorType: 'Error', errorMessage: 'no', timedOut: false };
const order = { source: 'shop', detailType: 'Ordered', detail: { n: 1 } };
const QUEUE: EventTarget = { kind: 'QUEUE', queueArn: 'arn:q' };
const FUNCTION: EventTarget = { kind: 'FUNCTION', functionArn: 'arn:f' };

const cleanups: (() => void | Promise<void>)[] = [];
afterEach(async () => {
  for (const clean of cleanups.splice(0).reverse()) await clean();
});

interface World {
  readonly work: BackgroundWork;
  readonly sent: { readonly queueArn: string; readonly body: Record<string, unknown> }[];
  readonly invoked: unknown[];
  readonly failures: string[];
  readonly clock: ReturnType<typeof createClock>;
  readonly end: () => Promise<void>;
}
function open(
  rules: readonly EventRule[],
  folder?: string,
  results: (InvocationResult | Promise<InvocationResult>)[] = [],
): World {
  const clock = createClock();
  const sent: World['sent'] = [];
  const invoked: unknown[] = [];
  const failures: string[] = [];
  const work = createBackgroundWork({
    rules,
    queues: { send: (queueArn, body) => sent.push({ queueArn, body: JSON.parse(body) as Record<string, unknown> }) },
    invoke: (functionArn, payload) => {
      invoked.push([functionArn, payload]);
      return Promise.resolve(results.shift() ?? OK);
    },
    clock,
    region: 'ap-northeast-2',
    accountId: '000000000000',
    folder,
    onFailure: (message) => failures.push(message),
  });
  const end = async (): Promise<void> => {
    await work.stop();
    work.close();
  };
  cleanups.push(end);
  return { work, sent, invoked, failures, clock, end };
}
function folder(): string {
  const path = mkdtempSync(join(tmpdir(), 'background-'));
  cleanups.push(() => rmSync(path, { recursive: true, force: true }));
  return path;
}

describe('the default event bus', () => {
  it('hands an event to the queues and functions of every rule it matches, in the envelope of EventBridge', async () => {
    const { work, sent, invoked } = open([
      rule('orders', [QUEUE, FUNCTION]),
      rule('off', [QUEUE], { enabled: false }),
      rule('other', [QUEUE], { pattern: { source: ['else'] } }),
    ]);
    work.start();
    const [published] = work.publish([{ ...order, resources: ['arn:r'], time: Date.UTC(2026, 10, 23, 1, 2, 3, 456) }]);
    expect(published?.rules).toEqual(['orders']);
    // Whoever published it answers its own caller first.
    expect(sent).toEqual([]);
    await expect.poll(() => invoked.length).toBe(1);
    const event = {
      version: '0',
      id: published?.id,
      'detail-type': 'Ordered',
      source: 'shop',
      account: '000000000000',
      time: '2026-11-23T01:02:03Z',
      region: 'ap-northeast-2',
      resources: ['arn:r'],
      detail: { n: 1 },
    };
    expect(sent).toEqual([{ queueArn: 'arn:q', body: event }]);
    expect(invoked).toEqual([['arn:f', event]]);
  });

  it('gives a target its constant input instead of the event', async () => {
    const input = '{"wake":"up"}';
    const { work, sent, invoked } = open([
      rule('r', [
        { ...QUEUE, input },
        { ...FUNCTION, input },
      ]),
    ]);
    work.start();
    work.publish([order]);
    await expect.poll(() => invoked).toEqual([['arn:f', { wake: 'up' }]]);
    expect(sent[0]?.body).toEqual({ wake: 'up' });
  });

  it('brings copies of one event, and waits for the sandbox’s clock', async () => {
    const { work, sent, clock } = open([rule('r', [QUEUE])]);
    work.start();
    work.publish([{ ...order, delayMs: 3_600_000, times: 2 }]);
    await new Promise((done) => setTimeout(done, 20));
    expect(sent).toEqual([]);
    clock.advance(3_600_000);
    work.clockMoved();
    await expect.poll(() => sent.length).toBe(2);
    expect(sent[0]).toEqual(sent[1]);
  });

  it('keeps what is pending over a restart, and does not repeat what was delivered', async () => {
    const state = folder();
    const first = open([rule('r', [QUEUE])], state);
    first.work.start();
    first.work.publish([order, { ...order, detail: { n: 2 }, delayMs: 400 }]);
    await expect.poll(() => first.sent.length).toBe(1);
    await first.end();

    const second = open([rule('r', [QUEUE])], state);
    second.work.start();
    await expect.poll(() => second.sent.map(({ body }) => body['detail'])).toEqual([{ n: 2 }]);
  });

  it('accepts before its start, and delivers after it', async () => {
    const { work, sent } = open([rule('r', [QUEUE])]);
    work.publish([order]);
    work.start();
    await expect.poll(() => sent.length).toBe(1);
  });

  it('delivers more events than one turn takes, in the order of their times', async () => {
    const { work, sent } = open([rule('r', [QUEUE])]);
    work.start();
    work.publish(Array.from({ length: 1000 }, (_, n) => ({ ...order, detail: { n }, delayMs: 5 })));
    await expect.poll(() => sent.length).toBe(1000);
    expect(sent.map(({ body }) => (body['detail'] as { n: number }).n)).toEqual(
      Array.from({ length: 1000 }, (_, n) => n),
    );
  });
});

describe('an asynchronous invocation', () => {
  it('is tried three times, one and two minutes apart', async () => {
    const { work, invoked, failures, clock } = open([], undefined, [FAILED, FAILED, FAILED, OK]);
    work.start();
    work.invokeLater('arn:f', { a: 1 });
    const pass = (milliseconds: number): void => {
      clock.advance(milliseconds);
      work.clockMoved();
    };
    await expect.poll(() => failures.length).toBe(1);
    pass(59_000);
    expect(invoked).toHaveLength(1);
    pass(1000);
    await expect.poll(() => failures.length).toBe(2);
    pass(120_000);
    await expect.poll(() => failures.length).toBe(3);
    pass(3_600_000);
    await new Promise((done) => setTimeout(done, 20));
    expect(invoked).toEqual([1, 2, 3].map(() => ['arn:f', { a: 1 }]));
  });

  it('that the stop cut short runs again after the next start', async () => {
    const state = folder();
    let cut: (result: InvocationResult) => void = () => undefined;
    const first = open([], state, [new Promise((done) => (cut = done))]);
    first.work.start();
    first.work.invokeLater('arn:f', {});
    await expect.poll(() => first.invoked.length).toBe(1);
    const ended = first.end();
    cut(FAILED);
    await ended;
    expect(first.failures).toEqual([]);

    const second = open([], state);
    second.work.start();
    await expect.poll(() => second.invoked).toEqual([['arn:f', {}]]);
    await second.end();
    const third = open([], state);
    third.work.start();
    await new Promise((done) => setTimeout(done, 30));
    expect(third.invoked).toEqual([]);
  });
});
