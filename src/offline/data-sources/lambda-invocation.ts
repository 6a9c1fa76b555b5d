import type { InvocationResult, LambdaRuntime } from '../services/contract.ts';
import type { DataSourceOutcome } from './data-source.ts';

/** Fire and forget: AppSync does not wait, and does not hear of a failure. */
export function startEvent(functionArn: string, payload: unknown, runtime: LambdaRuntime): void {
  runtime.invoke(functionArn, payload).catch((error: unknown) => {
    const reason = error instanceof Error ? error.message : String(error);
    process.stderr.write(`Event invocation of ${functionArn} failed: ${reason}\n`);
  });
}

/** AppSync passes the message on but names every failure alike (aws-appsync-community #209). */
export function lambdaOutcome(outcome: InvocationResult): DataSourceOutcome {
  if (outcome.ok) return { ok: true, result: outcome.payload ?? null };
  return { ok: false, error: { message: outcome.errorMessage, type: 'Lambda:Unhandled' }, result: null };
}
