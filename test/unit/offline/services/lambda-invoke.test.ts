import { describe, expect, it } from 'vitest';
import type { LambdaFunction } from '../../../../src/offline/assembly/resources.ts';
import type { AwsRequest, InvocationResult } from '../../../../src/offline/services/contract.ts';
import { createLambda } from '../../../../src/offline/services/lambda/create-lambda.ts';

const ARN = 'arn:aws:lambda:ap-northeast-2:000000000000:function:echo';
const fn = (name: string, runtime = 'nodejs22.x'): LambdaFunction => ({
  name,
  arn: `arn:aws:lambda:ap-northeast-2:000000000000:function:${name}`,
  logicalId: name,
  codePath: '/nowhere',
  handler: 'index.handler',
  runtime,
  timeoutSeconds: 3,
  memoryMb: 128,
  environment: {},
  roleArn: 'arn:r',
});
let result: InvocationResult = { ok: true, payload: { a: 1 } };
const invoked: unknown[] = [];
const later: unknown[] = [];
const lambda = createLambda({
  functions: [fn('echo'), fn('snake', 'python3.13')],
  runtime: {
    invoke: (arn, payload) => {
      invoked.push([arn, payload]);
      return Promise.resolve(result);
    },
  },
  background: { invokeLater: (arn, payload) => later.push([arn, payload]) },
  region: 'ap-northeast-2',
  accountId: '000000000000',
});
const request = (name: string, body = '', headers: Record<string, string> = {}, path?: string): AwsRequest => ({
  service: 'lambda',
  method: 'POST',
  path: path ?? `/2015-03-31/functions/${encodeURIComponent(name)}/invocations`,
  query: new URLSearchParams(),
  headers,
  body: Buffer.from(body),
  principal: null,
});
async function invoke(...args: Parameters<typeof request>) {
  invoked.length = 0;
  later.length = 0;
  const { status, headers, body } = await lambda.handle(request(...args));
  return { status, error: headers['x-amz-function-error'], body: body.toString() };
}

describe('the Lambda Invoke API', () => {
  it.each(['echo', 'echo:live', 'function:echo', '000000000000:function:echo', ARN, `${ARN}:1`])(
    'runs a function by %s and answers what it returned',
    async (name) => {
      expect(await invoke(name, '{"x":2}')).toEqual({ status: 200, error: undefined, body: '{"a":1}' });
      expect(invoked).toEqual([[ARN, { x: 2 }]]);
    },
  );

  it('answers null for a function that returns nothing, and gives one without payload an empty event', async () => {
    result = { ok: true, payload: undefined };
    expect(await invoke('echo')).toMatchObject({ status: 200, body: 'null' });
    expect(invoked).toEqual([[ARN, {}]]);
  });

  it('tells an exception by the header of a function error, with status 200', async () => {
    result = { ok: false, errorType: 'TypeError', errorMessage: 'x is not a function', timedOut: false };
    const answer = await invoke('echo', '{}');
    expect(answer).toMatchObject({ status: 200, error: 'Unhandled' });
    expect(JSON.parse(answer.body)).toEqual({ errorType: 'TypeError', errorMessage: 'x is not a function', trace: [] });
  });

  it('accepts an event for later, and runs nothing for a dry run', async () => {
    expect(await invoke('echo', '{"x":3}', { 'x-amz-invocation-type': 'Event' })).toMatchObject({
      status: 202,
      body: '',
    });
    expect([invoked, later]).toEqual([[], [[ARN, { x: 3 }]]]);
    expect(await invoke('echo', '', { 'x-amz-invocation-type': 'DryRun' })).toMatchObject({ status: 204 });
    expect([invoked, later]).toEqual([[], []]);
  });

  it.each<[string, Parameters<typeof request>, number, RegExp]>([
    ['an unknown function', ['gone'], 404, /ResourceNotFoundException.*Function not found: .*:function:gone/],
    ['a function of another account', [ARN.replace('000000000000', '111111111111')], 404, /Function not found/],
    ['a payload that is not JSON', ['echo', 'nope'], 400, /InvalidRequestContentException/],
    ['an unknown invocation type', ['echo', '{}', { 'x-amz-invocation-type': 'Soon' }], 400, /Soon/],
    [
      'a large event',
      ['echo', JSON.stringify('x'.repeat(1024 * 1024)), { 'x-amz-invocation-type': 'Event' }],
      413,
      /RequestTooLargeException/,
    ],
    ['the tail of the log', ['echo', '{}', { 'x-amz-log-type': 'Tail' }], 501, /LogType Tail is not supported/],
    ['another runtime', ['snake', '{}'], 501, /python3\.13 is not supported/],
    ['another operation', ['echo', '', {}, '/2015-03-31/functions/echo'], 501, /POST \/2015-03-31\/functions\/echo/],
  ])('refuses %s', async (_name, args, status, message) => {
    const answer = await invoke(...args);
    expect(answer.status).toBe(status);
    expect(answer.body).toMatch(message);
    expect([invoked, later]).toEqual([[], []]);
  });

  it('asks for the permission on the function, with the version or alias that was named', () => {
    expect(lambda.authorizationOf(request('echo'))).toEqual({ action: 'lambda:InvokeFunction', resource: ARN });
    expect(lambda.authorizationOf(request(`${ARN}:live`))).toEqual({
      action: 'lambda:InvokeFunction',
      resource: `${ARN}:live`,
    });
  });
});
