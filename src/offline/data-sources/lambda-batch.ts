import type { LambdaRuntime } from '../services/contract.ts';
import { type DataSourceCall, type DataSourceOutcome, isRecord } from './data-source.ts';
import { lambdaOutcome, startEvent } from './lambda-invocation.ts';

/** Used when a resolver sets no size of its own. https://docs.aws.amazon.com/appsync/latest/devguide/tutorial-lambda-resolvers.html */
const DEFAULT_BATCH_SIZE = 5;

interface Waiting {
  readonly payload: unknown;
  readonly settle: (outcome: Promise<DataSourceOutcome>) => void;
}

type Batcher = (
  payload: unknown,
  invocationType: 'RequestResponse' | 'Event',
  call: DataSourceCall,
) => Promise<DataSourceOutcome>;

/** Gathers the sibling fields of one request into one invocation with a list of their payloads. */
export function createBatcher(functionArn: string, runtime: LambdaRuntime): Batcher {
  const scopes = new WeakMap<object, Map<string, Waiting[]>>();

  const flush = (queue: readonly Waiting[], size: number, invocationType: 'RequestResponse' | 'Event'): void => {
    for (let start = 0; start < queue.length; start += size) {
      const batch = queue.slice(start, start + size);
      const payloads = batch.map((waiting) => waiting.payload);
      if (invocationType === 'Event') {
        startEvent(functionArn, payloads, runtime);
        for (const waiting of batch) waiting.settle(Promise.resolve({ ok: true, result: null }));
        continue;
      }
      const outcomes = runtime.invoke(functionArn, payloads).then((outcome) => {
        const whole = lambdaOutcome(outcome);
        return whole.ok ? splitResult(whole.result, batch.length) : batch.map(() => whole);
      });
      batch.forEach((waiting, index) => waiting.settle(outcomes.then((list) => list[index] ?? missing(batch.length))));
    }
  };

  return (payload, invocationType, call) => {
    const queues = scopes.get(call.batchScope) ?? new Map<string, Waiting[]>();
    scopes.set(call.batchScope, queues);
    return new Promise((resolve) => {
      const waiting: Waiting = { payload, settle: resolve };
      const queue = queues.get(call.batchKey);
      if (queue !== undefined) {
        queue.push(waiting);
        return;
      }
      const opened = [waiting];
      queues.set(call.batchKey, opened);
      // Siblings are evaluated within the current turn of the event loop; by its end all of them are here.
      setImmediate(() => {
        queues.delete(call.batchKey);
        flush(opened, call.maxBatchSize > 0 ? call.maxBatchSize : DEFAULT_BATCH_SIZE, invocationType);
      });
    });
  };
}

function missing(size: number): DataSourceOutcome {
  const message = `The response of a BatchInvoke must be a list of ${size} items, one for each payload, in their order.`;
  return { ok: false, error: { message, type: 'Lambda:IllegalArgument' }, result: null };
}

function splitResult(result: unknown, size: number): readonly DataSourceOutcome[] {
  if (!Array.isArray(result) || result.length !== size) return Array.from({ length: size }, () => missing(size));
  return result.map(itemOutcome);
}

/** An item may be the result itself, or an envelope `{ data, errorMessage, errorType }` that lets one item fail alone. */
function itemOutcome(item: unknown): DataSourceOutcome {
  if (!isRecord(item)) return { ok: true, result: item ?? null };
  const keys = Object.keys(item);
  const isEnvelope =
    keys.length > 0 && keys.every((key) => key === 'data' || key === 'errorMessage' || key === 'errorType');
  if (!isEnvelope) return { ok: true, result: item };
  const { data = null, errorMessage, errorType } = item;
  if (typeof errorMessage !== 'string') return { ok: true, result: data };
  const type = typeof errorType === 'string' ? errorType : 'Lambda:Unhandled';
  return { ok: false, error: { message: errorMessage, type }, result: data };
}
