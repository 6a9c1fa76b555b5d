import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { Worker } from 'node:worker_threads';
import * as z from 'zod';
import type { LambdaFunction } from '../assembly/resources.ts';
import type { InvocationResult } from '../services/contract.ts';

/** What a worker says: that its bundle is loaded, or what an invocation answered. */
const messageSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('LOADED') }),
  z.object({ kind: z.literal('ANSWERED'), id: z.string(), payload: z.string() }),
  z.object({
    kind: z.literal('FAILED'),
    id: z.string(),
    errorType: z.string(),
    errorMessage: z.string(),
    trace: z.array(z.string()),
  }),
]);

/** Lambda's limit for the answer of a synchronous invocation. */
const MAX_RESPONSE_BYTES = 6 * 1024 * 1024;

export interface FunctionInstanceOptions {
  readonly environment: Readonly<Record<string, string>>;
  /** One Float64: how far the sandbox's clock is ahead of the machine's, in milliseconds. */
  readonly clockOffset: SharedArrayBuffer;
  readonly onOutput: (line: string) => void;
  readonly maxLoadingMs?: number;
}

/** One execution environment: a worker that handles one invocation at a time and dies of a time-out or a crash. */
export interface FunctionInstance {
  readonly isAlive: () => boolean;
  /** Settles when the bundle is loaded, or will never be. */
  readonly loaded: Promise<void>;
  invoke(payload: string): Promise<InvocationResult>;
  stop(): Promise<void>;
}

/**
 * Lambda does not count the loading of a bundle as time of the function. It gives it ten seconds; if that is not enough, it
 * loads it once more within the function's own time.
 * https://docs.aws.amazon.com/lambda/latest/dg/lambda-runtime-environment.html#runtimes-lifecycle-ib
 */
const LOADING_MS = 10_000;
/** Here all functions load on one machine, which may be busy otherwise: the second try is a longer first one. */
const maxLoadingOf = (fn: LambdaFunction): number => LOADING_MS + Math.max(fn.timeoutSeconds * 1000, LOADING_MS);

/** Starts an execution environment; the bundle is loaded by the first invocation. */
export function createFunctionInstance(fn: LambdaFunction, options: FunctionInstanceOptions): FunctionInstance {
  const worker = new Worker(join(import.meta.dirname, 'function-process.mjs'), {
    env: { ...options.environment },
    // The parent's flags (a TypeScript loader, a debugger) are not the function's.
    execArgv: [],
    stdout: true,
    stderr: true,
    name: fn.name,
    workerData: { codePath: fn.codePath, handler: fn.handler, clockOffset: options.clockOffset },
  });
  let isAlive = true;
  let settle: ((result: InvocationResult) => void) | undefined;
  let currentId = '';
  let failure: Error | undefined;
  let setLoaded: (() => void) | undefined;
  const loaded = new Promise<void>((resolve) => {
    setLoaded = resolve;
  });
  let isLoaded = false;
  void loaded.then(() => {
    isLoaded = true;
  });
  for (const stream of [worker.stdout, worker.stderr]) createInterface({ input: stream }).on('line', options.onOutput);

  worker.on('message', (message: unknown) => {
    const reply = messageSchema.parse(message);
    if (reply.kind === 'LOADED') return setLoaded?.();
    if (reply.id !== currentId) return;
    if (reply.kind === 'FAILED') {
      options.onOutput(`ERROR ${reply.trace.join('\n') || reply.errorMessage}`);
      settle?.({ ok: false, errorType: reply.errorType, errorMessage: reply.errorMessage, timedOut: false });
    } else if (Buffer.byteLength(reply.payload) > MAX_RESPONSE_BYTES) {
      settle?.({
        ok: false,
        errorType: 'Function.ResponseSizeTooLarge',
        errorMessage: `Response payload size exceeded maximum allowed payload size (${MAX_RESPONSE_BYTES} bytes).`,
        timedOut: false,
      });
    } else {
      settle?.({ ok: true, payload: JSON.parse(reply.payload) });
    }
  });
  worker.on('error', (error) => {
    failure = error;
  });
  worker.on('exit', (code) => {
    isAlive = false;
    setLoaded?.();
    if (failure !== undefined) options.onOutput(`ERROR ${failure.stack ?? failure.message}`);
    const cause = failure === undefined ? `exit status ${code}` : `unhandled error: ${failure.message}`;
    settle?.({
      ok: false,
      errorType: 'Runtime.ExitError',
      errorMessage: `RequestId: ${currentId} Error: Runtime exited with error: ${cause}`,
      timedOut: false,
    });
  });

  return {
    isAlive: () => isAlive,
    loaded,
    async invoke(payload) {
      if (settle !== undefined) throw new Error(`${fn.name} handles one invocation at a time.`);
      const id = randomUUID();
      currentId = id;
      const milliseconds = fn.timeoutSeconds * 1000;
      const loadingMs = options.maxLoadingMs ?? maxLoadingOf(fn);
      let timer: NodeJS.Timeout | undefined;
      const answered = new Promise<InvocationResult>((done) => {
        settle = done;
        const timeOut = (): void => {
          isAlive = false;
          const what = isLoaded
            ? `Task timed out after ${fn.timeoutSeconds.toFixed(2)} seconds`
            : `${fn.name} did not load within ${loadingMs / 1000} s; its time-out of ${fn.timeoutSeconds} s had not begun`;
          const errorMessage = `${new Date().toISOString()} ${id} ${what}`;
          options.onOutput(errorMessage);
          done({ ok: false, errorType: 'Sandbox.Timedout', errorMessage, timedOut: true });
          void worker.terminate();
        };
        timer = setTimeout(timeOut, isLoaded ? milliseconds : loadingMs);
        if (isLoaded) return;
        void loaded.then(() => {
          clearTimeout(timer);
          timer = setTimeout(timeOut, milliseconds);
        });
      });
      worker.postMessage({
        id,
        event: payload,
        timeoutMs: milliseconds,
        traceId: `Root=1-${Math.floor(Date.now() / 1000).toString(16)}-${id.replaceAll('-', '').slice(0, 24)};Sampled=0`,
        context: {
          awsRequestId: id,
          functionName: fn.name,
          functionVersion: '$LATEST',
          invokedFunctionArn: fn.arn,
          memoryLimitInMB: String(fn.memoryMb),
          logGroupName: `/aws/lambda/${fn.name}`,
          logStreamName: 'offline',
        },
      });
      try {
        return await answered;
      } finally {
        clearTimeout(timer);
        settle = undefined;
      }
    },
    async stop() {
      isAlive = false;
      await worker.terminate();
    },
  };
}
