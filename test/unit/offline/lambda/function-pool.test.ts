import { availableParallelism } from 'node:os';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { FunctionInstance } from '../../../../src/offline/lambda/function-instance.ts';
import { createFunctionPool } from '../../../../src/offline/lambda/function-pool.ts';

const LOAD_MS = 100;

/** A pool whose instances load for 100 ms and then work for as long as the payload says. */
function createPool(maxInstances = 4) {
  let started = 0;
  const pool = createFunctionPool({
    maxInstances,
    idleMilliseconds: 60_000,
    start: (): FunctionInstance => {
      started += 1;
      const loaded = new Promise<void>((resolve) => setTimeout(resolve, LOAD_MS));
      return {
        isAlive: () => true,
        loaded,
        invoke: async (payload) => {
          await loaded;
          await new Promise((resolve) => setTimeout(resolve, Number(payload)));
          return { ok: true, payload: null };
        },
        stop: async () => undefined,
      };
    },
  });
  return { pool, started: () => started };
}

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

describe('the instances of a function', () => {
  it('stay one while invocations are short: a crowd waits for it rather than for many to load', async () => {
    const { pool, started } = createPool();
    const all = Promise.all(Array.from({ length: 8 }, () => pool.invoke('5')));
    await vi.advanceTimersByTimeAsync(LOAD_MS + 8 * 5);
    await all;
    expect(started()).toBe(1);
  });

  it('become more, one after another, while invocations are long, up to the cap', async () => {
    const { pool, started } = createPool(2);
    const all = Promise.all(Array.from({ length: 4 }, () => pool.invoke('5000')));
    await vi.advanceTimersByTimeAsync(LOAD_MS - 1);
    expect(started()).toBe(1);
    await vi.advanceTimersByTimeAsync(LOAD_MS + 1);
    expect(started()).toBe(2);
    await vi.advanceTimersByTimeAsync(4_000);
    expect(started()).toBe(2);
    await vi.advanceTimersByTimeAsync(20_000);
    await all;
  });

  it('outnumber the cores only when others have waited much longer', async () => {
    const cores = availableParallelism();
    const { pool, started } = createPool(cores + 1);
    const all = Promise.all(Array.from({ length: cores + 1 }, () => pool.invoke('10000')));
    await vi.advanceTimersByTimeAsync(2 * cores * LOAD_MS);
    expect(started()).toBe(cores);
    await vi.advanceTimersByTimeAsync(10 * LOAD_MS);
    expect(started()).toBe(cores + 1);
    await vi.advanceTimersByTimeAsync(30_000);
    await all;
  });

  it('are not waited for by anybody once the pool is stopped', async () => {
    const { pool } = createPool();
    const running = pool.invoke('1000');
    const waiting = pool.invoke('1000');
    const stopped = pool.stop();
    expect(await waiting).toMatchObject({ ok: false, errorType: 'Runtime.Stopped' });
    await vi.advanceTimersByTimeAsync(2_000);
    await Promise.all([running, stopped]);
  });
});
