import { describe, expect, it } from 'vitest';
import { createLambdaAuthorizer } from '../../../../src/offline/auth/authenticate-lambda.ts';
import { createClock } from '../../../../src/offline/clock.ts';
import type { InvocationResult } from '../../../../src/offline/services/contract.ts';

const ARN = 'arn:aws:lambda:us-east-1:123456789012:function:authorize';

async function ask(result: InvocationResult): Promise<{ readonly ok: boolean; readonly log: readonly string[] }> {
  const log: string[] = [];
  const authorize = createLambdaAuthorizer({
    apiId: 'api',
    accountId: '123456789012',
    lambda: { invoke: () => Promise.resolve(result), stop: () => Promise.resolve() },
    clock: createClock(),
    log: (line) => void log.push(line),
  });
  const provider = { mode: 'AWS_LAMBDA', authorizerFunctionArn: ARN } as const;
  const { ok } = await authorize('token-1', provider, { headers: {} } as never, undefined);
  return { ok, log };
}

describe('a Lambda authorizer that decides nothing', () => {
  it.each<[string, InvocationResult, RegExp]>([
    [
      'timed out',
      { ok: false, errorType: 'Sandbox.Timedout', errorMessage: 'Task timed out after 9.00 seconds', timedOut: true },
      /authorize timed out \(Task timed out after 9\.00 seconds\): the caller was answered 401/,
    ],
    [
      'failed',
      { ok: false, errorType: 'TypeError', errorMessage: 'x of undefined', timedOut: false },
      /authorize failed \(TypeError\)/,
    ],
    [
      'answered something else',
      { ok: true, payload: { isAuthorized: 'yes' } },
      /in a shape that AppSync does not know/,
    ],
  ])('U10 denies, and the log says that it %s', async (_name, result, line) => {
    const { ok, log } = await ask(result);
    expect(ok).toBe(false);
    expect(log).toEqual([expect.stringMatching(line)]);
    expect(log.join()).not.toContain('token-1');
  });

  it('says nothing of a caller whom it denies', async () => {
    expect(await ask({ ok: true, payload: { isAuthorized: false } })).toEqual({ ok: false, log: [] });
  });
});
