import type { LambdaFunction } from '../assembly/resources.ts';
import type { Clock } from '../clock.ts';
import { writeExactJson } from '../exact-json.ts';
import type { InvocationResult, LambdaRuntime } from '../services/contract.ts';
import { functionEnvironment, type RoleCredentials } from './function-environment.ts';
import { createFunctionInstance } from './function-instance.ts';
import { createFunctionPool, type FunctionPool } from './function-pool.ts';

export interface LambdaRuntimeOptions {
  readonly functions: readonly LambdaFunction[];
  /** Where the AWS SDK inside the functions sends its calls. */
  readonly endpointUrl: string;
  readonly region: string;
  readonly credentials: { issue(roleArn: string): RoleCredentials };
  readonly clock: Clock;
  /** One line that a function wrote. */
  readonly log: (functionName: string, line: string) => void;
  /** Instances per function; a function's reserved concurrency lowers it. */
  readonly maxInstances?: number;
  readonly idleMilliseconds?: number;
  /** What loading a bundle may take, before the function's own time; ten seconds, as Lambda gives, when absent. */
  readonly maxLoadingMs?: number;
}

export interface SandboxLambdaRuntime extends LambdaRuntime {
  /** Lets running functions see a clock that was just moved. */
  clockMoved(): void;
}

const failed = (errorType: string, errorMessage: string): InvocationResult => ({
  ok: false,
  errorType,
  errorMessage,
  timedOut: false,
});

/** Runs functions from their synthesized bundles, each in workers of its own, one invocation at a time per worker. */
export function createLambdaRuntime(options: LambdaRuntimeOptions): SandboxLambdaRuntime {
  const clockOffset = new SharedArrayBuffer(Float64Array.BYTES_PER_ELEMENT);
  const offset = new Float64Array(clockOffset);
  const clockMoved = (): void => {
    offset[0] = options.clock.now() - Date.now();
  };
  const byArn = new Map(options.functions.map((fn) => [fn.arn, fn]));
  const pools = new Map<string, FunctionPool>();

  const poolOf = (fn: LambdaFunction): FunctionPool => {
    const known = pools.get(fn.arn);
    if (known !== undefined) return known;
    const pool = createFunctionPool({
      maxInstances: Math.max(1, Math.min(options.maxInstances ?? 4, fn.reservedConcurrency ?? Infinity)),
      idleMilliseconds: options.idleMilliseconds ?? 300_000,
      start: () =>
        createFunctionInstance(fn, {
          environment: functionEnvironment(fn, {
            endpointUrl: options.endpointUrl,
            region: options.region,
            credentials: options.credentials.issue(fn.roleArn),
          }),
          clockOffset,
          ...(options.maxLoadingMs === undefined ? {} : { maxLoadingMs: options.maxLoadingMs }),
          onOutput: (line) => options.log(fn.name, line),
        }),
    });
    pools.set(fn.arn, pool);
    return pool;
  };

  return {
    clockMoved,
    async invoke(functionArn, payload) {
      // Versions and aliases (`arn:...:function:name:alias`) lead to the one deployed version.
      const fn = byArn.get(functionArn) ?? byArn.get(functionArn.split(':').slice(0, 7).join(':'));
      if (fn === undefined) return failed('ResourceNotFoundException', `Function not found: ${functionArn}`);
      if (fn.unavailable !== undefined)
        return failed('Runtime.NotSupportedOffline', `${fn.name} does not run offline: ${fn.unavailable}.`);
      clockMoved();
      return poolOf(fn).invoke(writeExactJson(payload === undefined ? {} : payload));
    },
    async stop() {
      await Promise.all([...pools.values()].map((pool) => pool.stop()));
    },
  };
}
