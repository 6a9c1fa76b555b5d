import { describe, expect, it } from 'vitest';
import { createDataSource } from '../../../../src/offline/data-sources/index.ts';
import type { LambdaRuntime } from '../../../../src/offline/services/contract.ts';

function lambda(answer: (payload: unknown) => unknown) {
  const payloads: unknown[] = [];
  const runtime: LambdaRuntime = {
    invoke: async (_arn, payload) => {
      payloads.push(payload);
      const value = answer(payload);
      if (value instanceof Error)
        return { ok: false, errorType: value.name, errorMessage: value.message, timedOut: false };
      return { ok: true, payload: value };
    },
    stop: async () => undefined,
  };
  const store = { call: async () => Promise.reject(new Error('No store.')) };
  const source = createDataSource({ type: 'AWS_LAMBDA', name: 'fn', functionArn: 'arn' }, store, runtime);
  return { source, payloads };
}

const call = { batchKey: 'Thing.field', batchScope: {}, maxBatchSize: 0 };

describe('Invoke', () => {
  it('sends the payload and returns what the function returned', async () => {
    const { source, payloads } = lambda(() => ({ a: 1 }));
    expect(await source.invoke({ operation: 'Invoke', payload: { x: 1 } }, call)).toEqual({
      ok: true,
      result: { a: 1 },
    });
    expect(payloads).toEqual([{ x: 1 }]);
  });

  it('is the operation when none is named', async () => {
    const { source, payloads } = lambda(() => null);
    await source.invoke({ payload: 1 }, call);
    expect(payloads).toEqual([1]);
  });

  it('turns an error of the function into one of the data source', async () => {
    const { source } = lambda(() => new TypeError('broken'));
    expect(await source.invoke({ payload: 1 }, call)).toEqual({
      ok: false,
      error: { message: 'broken', type: 'Lambda:Unhandled' },
      result: null,
    });
  });

  it('does not wait for an event', async () => {
    const { source, payloads } = lambda(() => 'ignored');
    expect(await source.invoke({ operation: 'Invoke', invocationType: 'Event', payload: 1 }, call)).toEqual({
      ok: true,
      result: null,
    });
    expect(payloads).toEqual([1]);
  });

  it('refuses operations and invocation types it does not know', async () => {
    const { source } = lambda(() => null);
    await expect(source.invoke({ operation: 'GetItem' }, call)).rejects.toThrow(/GetItem/);
    await expect(source.invoke({ invocationType: 'DryRun' }, call)).rejects.toThrow(/DryRun/);
  });
});

describe('BatchInvoke', () => {
  const invokeAll = (
    source: ReturnType<typeof lambda>['source'],
    payloads: readonly unknown[],
    maxBatchSize = 0,
    scope = {},
  ) =>
    Promise.all(
      payloads.map((payload) =>
        source.invoke({ operation: 'BatchInvoke', payload }, { ...call, maxBatchSize, batchScope: scope }),
      ),
    );

  it('gathers siblings into lists of at most five, or of the size the resolver sets', async () => {
    const { source, payloads } = lambda((list) => list);
    const numbers = [1, 2, 3, 4, 5, 6, 7];
    const outcomes = await invokeAll(source, numbers);
    expect(outcomes.map((outcome) => outcome.result)).toEqual(numbers);
    expect(payloads).toEqual([
      [1, 2, 3, 4, 5],
      [6, 7],
    ]);
    payloads.length = 0;
    await invokeAll(source, numbers, 3);
    expect(payloads).toEqual([[1, 2, 3], [4, 5, 6], [7]]);
  });

  it('never mixes requests', async () => {
    const { source, payloads } = lambda((list) => list);
    await Promise.all([invokeAll(source, [1], 0, {}), invokeAll(source, [2], 0, {})]);
    expect(payloads).toEqual([[1], [2]]);
  });

  it('lets one item fail alone', async () => {
    const { source } = lambda(() => [
      { data: 'fine' },
      { data: null, errorMessage: 'not this', errorType: 'MINE' },
      { id: 3 },
    ]);
    expect(await invokeAll(source, [1, 2, 3])).toEqual([
      { ok: true, result: 'fine' },
      { ok: false, error: { message: 'not this', type: 'MINE' }, result: null },
      { ok: true, result: { id: 3 } },
    ]);
  });

  it('fails every item when the function does, or answers a list of another length', async () => {
    const failing = await invokeAll(lambda(() => new Error('all')).source, [1, 2]);
    expect(failing.map((outcome) => !outcome.ok && outcome.error.message)).toEqual(['all', 'all']);
    const short = await invokeAll(lambda(() => [1]).source, [1, 2]);
    expect(short.map((outcome) => !outcome.ok && outcome.error.type)).toEqual([
      'Lambda:IllegalArgument',
      'Lambda:IllegalArgument',
    ]);
  });
});
