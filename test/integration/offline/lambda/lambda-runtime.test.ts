import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { mkdtemp, mkdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { LambdaFunction } from '../../../../src/offline/assembly/resources.ts';
import { createClock } from '../../../../src/offline/clock.ts';
import {
  createLambdaRuntime,
  type LambdaRuntimeOptions,
} from '../../../../src/offline/lambda/create-lambda-runtime.ts';

let folder: string;
const lines: string[] = [];
const clock = createClock();

async function functionOf(
  name: string,
  files: Record<string, string>,
  overrides: Partial<LambdaFunction> = {},
): Promise<LambdaFunction> {
  const codePath = join(folder, name);
  await mkdir(codePath, { recursive: true });
  for (const [file, text] of Object.entries(files)) await writeFile(join(codePath, file), text);
  return {
    name,
    arn: `arn:aws:lambda:ap-northeast-2:000000000000:function:${name}`,
    logicalId: name,
    codePath,
    handler: 'index.handler',
    runtime: 'nodejs22.x',
    timeoutSeconds: 3,
    memoryMb: 128,
    environment: { GREETING: 'annyeong' },
    roleArn: `arn:aws:iam::000000000000:role/${name}`,
    ...overrides,
  };
}

function runtimeOf(functions: readonly LambdaFunction[], options: Partial<LambdaRuntimeOptions> = {}) {
  return createLambdaRuntime({
    functions,
    endpointUrl: 'http://127.0.0.1:9',
    region: 'ap-northeast-2',
    credentials: { issue: (roleArn) => ({ accessKeyId: 'AKIA', secretAccessKey: 'secret', sessionToken: roleArn }) },
    clock,
    log: (name, line) => lines.push(`${name}: ${line}`),
    ...options,
  });
}

async function invokeOnce(fn: LambdaFunction, payload: unknown = {}) {
  const runtime = runtimeOf([fn]);
  try {
    return await runtime.invoke(fn.arn, payload);
  } finally {
    await runtime.stop();
  }
}

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'lambda-'));
});
afterAll(async () => {
  await rm(folder, { recursive: true, force: true });
});

describe('the Lambda runtime', () => {
  it('runs an ES module bundle and passes the payload through JSON', async () => {
    const fn = await functionOf('esm', {
      'index.mjs': 'export const handler = async (event) => ({ got: event, when: new Date(0), gone: undefined });',
    });
    expect(await invokeOnce(fn, { a: [1] })).toEqual({
      ok: true,
      payload: { got: { a: [1] }, when: '1970-01-01T00:00:00.000Z' },
    });
  });

  it('runs a CommonJS bundle with a nested handler name', async () => {
    const fn = await functionOf(
      'cjs',
      { 'index.js': 'exports.api = { handler: async () => 7 };' },
      { handler: 'index.api.handler' },
    );
    expect(await invokeOnce(fn)).toEqual({ ok: true, payload: 7 });
  });

  it('answers through the callback of an old handler', async () => {
    const fn = await functionOf('callback', {
      'index.js': 'exports.handler = (event, context, callback) => { setTimeout(() => callback(null, "late"), 5); };',
    });
    expect(await invokeOnce(fn)).toEqual({ ok: true, payload: 'late' });
  });

  it('turns undefined into null, as Lambda does', async () => {
    const fn = await functionOf('nothing', { 'index.mjs': 'export const handler = async () => {};' });
    expect(await invokeOnce(fn)).toEqual({ ok: true, payload: null });
  });

  it('reports a thrown error by its name and message', async () => {
    const fn = await functionOf('throws', {
      'index.mjs':
        'class OddError extends Error { name = "OddError"; } export const handler = async () => { throw new OddError("three"); };',
    });
    expect(await invokeOnce(fn)).toEqual({ ok: false, errorType: 'OddError', errorMessage: 'three', timedOut: false });
  });

  it('ends an invocation that exceeds its time-out, and serves the next one from a new worker', async () => {
    const fn = await functionOf(
      'slow',
      {
        'index.mjs':
          'export const handler = (event) => event.fast ? Promise.resolve("ok") : new Promise(() => setInterval(() => {}, 1000));',
      },
      { timeoutSeconds: 0.5 },
    );
    const runtime = runtimeOf([fn]);
    try {
      expect(await runtime.invoke(fn.arn, {})).toMatchObject({
        ok: false,
        errorType: 'Sandbox.Timedout',
        errorMessage: expect.stringMatching(/Task timed out after 0\.50 seconds$/) as unknown,
        timedOut: true,
      });
      expect(await runtime.invoke(fn.arn, { fast: true })).toEqual({ ok: true, payload: 'ok' });
    } finally {
      await runtime.stop();
    }
  });

  it('S21 gives a function all of its time, however long its bundle took to load', async () => {
    const fn = await functionOf(
      'slow-to-load',
      {
        'index.mjs':
          'await new Promise((resolve) => setTimeout(resolve, 900));' +
          'export const handler = async (_event, context) => context.getRemainingTimeInMillis();',
      },
      { timeoutSeconds: 0.5 },
    );
    const result = await invokeOnce(fn);
    if (!result.ok) throw new Error(result.errorMessage);
    expect(result.payload).toBeGreaterThan(300);
    expect(result.payload).toBeLessThanOrEqual(500);
  });

  it('S21 gives up a bundle that never finishes loading, and says that it was the loading', async () => {
    const fn = await functionOf(
      'never-loads',
      { 'index.mjs': 'await new Promise(() => setInterval(() => {}, 1000)); export const handler = async () => 1;' },
      { timeoutSeconds: 0.3 },
    );
    const runtime = runtimeOf([fn], { maxLoadingMs: 700 });
    try {
      expect(await runtime.invoke(fn.arn, {})).toMatchObject({
        ok: false,
        errorType: 'Sandbox.Timedout',
        errorMessage: expect.stringMatching(/never-loads did not load within 0\.7 s/) as unknown,
        timedOut: true,
      });
    } finally {
      await runtime.stop();
    }
  });

  it.each([
    [
      'https',
      "const https = require('node:https'); exports.handler = (e, c, done) => { https.get('https://dynamodb.ap-northeast-2.amazonaws.com/', () => done(null, 'left')).on('error', done); };",
    ],
    ['fetch', "exports.handler = async () => { await fetch('https://s3.ap-northeast-2.amazonaws.com/bucket/key'); };"],
    [
      'the metadata service',
      "const http = require('node:http'); exports.handler = (e, c, done) => { http.get('http://169.254.169.254/latest', () => done(null, 'left')).on('error', done); };",
    ],
    [
      'a socket',
      "const net = require('node:net'); exports.handler = (e, c, done) => { net.connect(443, 'sqs.eu-west-1.amazonaws.com').on('error', done).on('connect', () => done(null, 'left')); };",
    ],
  ])('S27 lets nothing of a function leave for the real AWS, by %s', async (name, code) => {
    const fn = await functionOf(`leaves-by-${name.replaceAll(' ', '-')}`, { 'index.js': code });
    const result = await invokeOnce(fn);
    expect(result).toMatchObject({ ok: false, timedOut: false });
    expect(JSON.stringify([result, lines.slice(-30)])).toMatch(/RealAwsRefused.*SDK.*AWS_ENDPOINT_URL/s);
  });

  it('S27 leaves requests of a function to this machine and to others alone', async () => {
    const server = createServer((_request, response) => response.end('here')).listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    const fn = await functionOf('stays', {
      'index.js': `exports.handler = async () => (await fetch('http://localhost:${port}/amazonaws.com')).text();`,
    });
    expect(await invokeOnce(fn)).toEqual({ ok: true, payload: 'here' });
    server.close();
  });

  it('ends even a busy loop at the time-out', async () => {
    const fn = await functionOf(
      'busy',
      { 'index.mjs': 'export const handler = async () => { for (;;); };' },
      { timeoutSeconds: 0.3 },
    );
    expect(await invokeOnce(fn)).toMatchObject({ ok: false, timedOut: true });
  });

  it('reports a crash and goes on with a new worker', async () => {
    const fn = await functionOf('crash', {
      'index.mjs':
        'export const handler = async (event) => { if (event.exit) process.exit(3); setTimeout(() => { throw new Error("loose"); }, 1); await new Promise(() => {}); };',
    });
    const runtime = runtimeOf([fn]);
    try {
      expect(await runtime.invoke(fn.arn, { exit: true })).toMatchObject({
        errorType: 'Runtime.ExitError',
        errorMessage: expect.stringContaining('exit status 3') as unknown,
      });
      expect(await runtime.invoke(fn.arn, {})).toMatchObject({
        errorType: 'Runtime.ExitError',
        errorMessage: expect.stringContaining('loose') as unknown,
      });
    } finally {
      await runtime.stop();
    }
  });

  it('names a handler that does not exist', async () => {
    const fn = await functionOf('missing', { 'index.mjs': 'export const other = 1;' });
    expect(await invokeOnce(fn)).toMatchObject({
      ok: false,
      errorType: 'Runtime.HandlerNotFound',
      errorMessage: 'index.handler is undefined or not exported',
    });
  });

  it('gives the function its own environment and nothing of the host', async () => {
    process.env['HOST_ONLY_VARIABLE'] = 'leak';
    const fn = await functionOf('environment', {
      'index.mjs':
        'export const handler = async (event, context) => ({ env: process.env, context, left: context.getRemainingTimeInMillis() });',
    });
    const result = await invokeOnce(fn);
    delete process.env['HOST_ONLY_VARIABLE'];
    expect(result).toMatchObject({
      ok: true,
      payload: {
        env: {
          GREETING: 'annyeong',
          AWS_REGION: 'ap-northeast-2',
          AWS_ENDPOINT_URL: 'http://127.0.0.1:9',
          AWS_SESSION_TOKEN: fn.roleArn,
          AWS_LAMBDA_FUNCTION_NAME: 'environment',
        },
        context: { functionName: 'environment', invokedFunctionArn: fn.arn, memoryLimitInMB: '128' },
      },
    });
    expect(JSON.stringify(result)).not.toContain('HOST_ONLY_VARIABLE');
    expect(result).toHaveProperty('payload.left', expect.any(Number));
  });

  it('handles one invocation at a time per worker and no more workers than the cap', async () => {
    const fn = await functionOf('parallel', {
      'index.mjs':
        'let busy = 0; const me = Math.random(); export const handler = async () => { busy += 1; const seen = busy; await new Promise((r) => setTimeout(r, 20)); busy -= 1; return { seen, me }; };',
    });
    const runtime = runtimeOf([fn], { maxInstances: 2 });
    try {
      const results = await Promise.all(Array.from({ length: 8 }, () => runtime.invoke(fn.arn, {})));
      const payloads = results.map((result) =>
        result.ok ? (result.payload as { seen: number; me: number }) : undefined,
      );
      expect(payloads.every((payload) => payload?.seen === 1)).toBe(true);
      expect(new Set(payloads.map((payload) => payload?.me)).size).toBeLessThanOrEqual(2);
    } finally {
      await runtime.stop();
    }
  });

  it('lets a running function see that the clock was moved', async () => {
    const moving = createClock();
    const fn = await functionOf('clock', {
      'index.mjs':
        'export const handler = async () => { const before = Date.now(); console.log("begun"); while (Date.now() - before < 3_600_000) await new Promise((r) => setTimeout(r, 5)); return [new Date().getTime() - before >= 3_600_000, new Date(5).getTime(), typeof Date(), new Date() instanceof Date]; };',
    });
    const runtime = runtimeOf([fn], { clock: moving });
    try {
      const invocation = runtime.invoke(fn.arn, {});
      await expect.poll(() => lines).toContain('clock: begun');
      moving.advance(3_600_000);
      runtime.clockMoved();
      expect(await invocation).toEqual({ ok: true, payload: [true, 5, 'string', true] });
    } finally {
      await runtime.stop();
    }
  });

  it('writes what a function prints to the log, under its name', async () => {
    const fn = await functionOf('prints', {
      'index.mjs':
        'export const handler = async () => { console.log("hello from inside"); await new Promise((r) => setTimeout(r, 50)); };',
    });
    await invokeOnce(fn);
    expect(lines).toContain('prints: hello from inside');
  });

  it('refuses a runtime that is not Node.js, by name', async () => {
    const fn = await functionOf('snake', {}, { runtime: 'python3.13', unavailable: 'its runtime is python3.13' });
    expect(await invokeOnce(fn)).toMatchObject({
      ok: false,
      errorType: 'Runtime.NotSupportedOffline',
      errorMessage: expect.stringContaining('python3.13') as unknown,
    });
  });

  it('finds a function by the ARN of its alias and refuses an unknown one', async () => {
    const fn = await functionOf('alias', { 'index.mjs': 'export const handler = async () => 1;' });
    const runtime = runtimeOf([fn]);
    try {
      expect(await runtime.invoke(`${fn.arn}:live`, {})).toEqual({ ok: true, payload: 1 });
      expect(await runtime.invoke(`${fn.arn}x`, {})).toMatchObject({ errorType: 'ResourceNotFoundException' });
    } finally {
      await runtime.stop();
    }
  });
});
