import { availableParallelism } from 'node:os';
import type { InvocationResult } from '../services/contract.ts';
import type { FunctionInstance } from './function-instance.ts';

export interface FunctionPoolOptions {
  readonly start: () => FunctionInstance;
  readonly maxInstances: number;
  /** An instance that had nothing to do for this long is stopped; Lambda does the same after some minutes. */
  readonly idleMilliseconds: number;
}

/** Runs invocations of one function on as many instances as needed, up to a cap; more invocations wait their turn. */
export interface FunctionPool {
  invoke(payload: string): Promise<InvocationResult>;
  stop(): Promise<void>;
}

interface Idle {
  readonly instance: FunctionInstance;
  readonly timer: NodeJS.Timeout;
}

/** More instances than cores help only when some of them sleep, which shows in how long others wait. */
const BEYOND_CORES = 10;

interface Waiting {
  readonly since: number;
  readonly take: (instance: FunctionInstance | undefined) => void;
}

/**
 * Creates the pool of one function; it starts empty. It grows only when an invocation has waited for a busy instance as
 * long as starting another takes: all of them share this machine, and a new one computes for a second what a warm one
 * does in milliseconds.
 */
export function createFunctionPool(options: FunctionPoolOptions): FunctionPool {
  const idle: Idle[] = [];
  const running = new Set<FunctionInstance>();
  const waiting: Waiting[] = [];
  let loading = 0;
  let loadMilliseconds = 0;
  let loadedAt = 0;
  let growth: NodeJS.Timeout | undefined;
  let isStopped = false;

  const start = (): FunctionInstance => {
    const startedAt = performance.now();
    const instance = options.start();
    running.add(instance);
    loading += 1;
    void instance.loaded.then(() => {
      loading -= 1;
      loadedAt = performance.now();
      loadMilliseconds = loadedAt - startedAt;
      growWhenDue();
    });
    return instance;
  };

  /** One at a time: several that load together would each make the others slower. */
  const growWhenDue = (): void => {
    clearTimeout(growth);
    const [oldest] = waiting;
    if (oldest === undefined || loading > 0 || running.size >= options.maxInstances) return;
    const patience = loadMilliseconds * (running.size < availableParallelism() ? 1 : BEYOND_CORES);
    // Whoever waited for an instance to load has the next one soon.
    const since = Math.max(oldest.since, loadedAt);
    growth = setTimeout(() => waiting.shift()?.take(start()), Math.max(0, since + patience - performance.now()));
  };

  const takeIdle = (): FunctionInstance | undefined => {
    for (;;) {
      // The most recently used first, so that the others may grow old.
      const candidate = idle.pop();
      if (candidate === undefined) return undefined;
      clearTimeout(candidate.timer);
      if (candidate.instance.isAlive()) return candidate.instance;
    }
  };

  /** Synchronous up to the count of running instances, or two callers in the same turn could exceed the cap. */
  const acquire = (): Promise<FunctionInstance | undefined> => {
    if (isStopped) return Promise.resolve(undefined);
    const instance = takeIdle() ?? (running.size === 0 ? start() : undefined);
    if (instance === undefined) {
      return new Promise((take) => {
        waiting.push({ since: performance.now(), take });
        growWhenDue();
      });
    }
    running.add(instance);
    return Promise.resolve(instance);
  };

  const release = (instance: FunctionInstance): void => {
    running.delete(instance);
    if (isStopped) return;
    const next = waiting.shift();
    if (next !== undefined) {
      const successor = instance.isAlive() ? instance : start();
      running.add(successor);
      next.take(successor);
      growWhenDue();
      return;
    }
    if (!instance.isAlive()) return;
    const timer = setTimeout(() => {
      const position = idle.findIndex((candidate) => candidate.instance === instance);
      if (position >= 0) idle.splice(position, 1);
      void instance.stop();
    }, options.idleMilliseconds);
    timer.unref();
    idle.push({ instance, timer });
  };

  return {
    async invoke(payload) {
      const instance = await acquire();
      if (instance === undefined) {
        return { ok: false, errorType: 'Runtime.Stopped', errorMessage: 'The sandbox is stopping.', timedOut: false };
      }
      try {
        return await instance.invoke(payload);
      } finally {
        release(instance);
      }
    },
    async stop() {
      isStopped = true;
      clearTimeout(growth);
      for (const { take } of waiting.splice(0)) take(undefined);
      for (const { timer } of idle) clearTimeout(timer);
      const all = [...idle.splice(0).map((one) => one.instance), ...running];
      await Promise.all(all.map((instance) => instance.stop()));
    },
  };
}
