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

/** Creates the pool of one function; it starts empty. */
export function createFunctionPool(options: FunctionPoolOptions): FunctionPool {
  const idle: Idle[] = [];
  const running = new Set<FunctionInstance>();
  const waiting: ((instance: FunctionInstance | undefined) => void)[] = [];
  let isStopped = false;

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
    const instance = takeIdle() ?? (running.size < options.maxInstances ? options.start() : undefined);
    if (instance === undefined) return new Promise((take) => waiting.push(take));
    running.add(instance);
    return Promise.resolve(instance);
  };

  const release = (instance: FunctionInstance): void => {
    running.delete(instance);
    if (isStopped) return;
    const next = waiting.shift();
    if (next !== undefined) {
      const successor = instance.isAlive() ? instance : options.start();
      running.add(successor);
      next(successor);
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
      for (const take of waiting.splice(0)) take(undefined);
      for (const { timer } of idle) clearTimeout(timer);
      const all = [...idle.splice(0).map((one) => one.instance), ...running];
      await Promise.all(all.map((instance) => instance.stop()));
    },
  };
}
