import { SignatureV4 } from '@smithy/signature-v4';
import { describe, expect, it, vi } from 'vitest';
import {
  createCredentialStore,
  parseSignature,
  verifySigV4,
  type SignedRequest,
} from '../../../../src/offline/auth/index.ts';
import { createClock } from '../../../../src/offline/clock.ts';
import { Sha256 } from '../../../../src/standards/sha256.ts';

const credentials = createCredentialStore({ seed: 'test' });
const issued = credentials.issue('arn:aws:iam::1:role/worker', { sessionName: 'worker' });
const clock = createClock();

interface Signing {
  readonly service?: string;
  readonly path?: string;
  readonly query?: Record<string, string | string[]>;
  readonly headers?: Record<string, string>;
  readonly body?: string;
  readonly at?: Date;
  readonly presign?: boolean;
  readonly secret?: string;
}

async function sign(options: Signing = {}): Promise<SignedRequest> {
  const { service = 'dynamodb', path = '/', query = {}, body = '{"TableName":"T"}', headers = {} } = options;
  const signer = new SignatureV4({
    credentials: { ...issued, ...(options.secret === undefined ? {} : { secretAccessKey: options.secret }) },
    region: 'ap-northeast-2',
    service,
    sha256: Sha256,
    uriEscapePath: service !== 's3',
    applyChecksum: service === 's3',
  });
  const request = {
    method: options.presign === true ? 'GET' : 'POST',
    protocol: 'http:',
    hostname: '127.0.0.1',
    port: 20002,
    path,
    query,
    headers: { host: '127.0.0.1:20002', 'content-type': 'application/json', ...headers },
    body,
  };
  const at = { signingDate: options.at ?? new Date() };
  const signed =
    options.presign === true
      ? await signer.presign(
          { ...request, headers: { host: request.headers.host, 'x-amz-content-sha256': 'UNSIGNED-PAYLOAD' } },
          at,
        )
      : await signer.sign(request, at);
  const encode = (text: string): string =>
    encodeURIComponent(text).replace(/[!'()*]/g, (c) => `%${c.charCodeAt(0).toString(16).toUpperCase()}`);
  const pairs = Object.entries(signed.query ?? {}).flatMap(([name, value]) =>
    [value ?? ''].flat().map((one) => `${encode(name)}=${encode(one)}`),
  );
  return {
    method: signed.method,
    path: `${path}${pairs.length === 0 ? '' : `?${pairs.join('&')}`}`,
    headers: Object.fromEntries(Object.entries(signed.headers).map(([name, value]) => [name.toLowerCase(), value])),
    body,
  };
}

const verify = (request: SignedRequest, service?: string) => verifySigV4(request, credentials, clock, service);

function without(headers: Readonly<Record<string, string>>, name: string): Record<string, string> {
  return Object.fromEntries(Object.entries(headers).filter(([key]) => key !== name));
}

describe('verifySigV4', () => {
  it.each([
    {},
    {
      service: 'mobiletargeting',
      path: '/v1/apps/a%20b/messages',
      query: { b: '2', a: ['z', 'y'], 'c d': "it's (*)" },
    },
    { service: 's3', path: '/bucket/folder%20one/%ED%95%9C.txt', body: 'hello' },
    { service: 's3', path: '/bucket/key', headers: { 'x-amz-content-sha256': 'UNSIGNED-PAYLOAD' } },
    { service: 'appsync', path: '/graphql', headers: { 'x-note': '  two   spaces ' } },
    { service: 'sqs', body: '' },
    { service: 'dynamodb', body: '{"한글":"값"}' },
  ])('accepts what the SDK signed: %j', async (options) => {
    expect(await verify(await sign(options))).toMatchObject({
      ok: true,
      credentials: { roleArn: 'arn:aws:iam::1:role/worker' },
    });
  });

  it('accepts a presigned S3 URL until it expires', async () => {
    expect(await verify(await sign({ service: 's3', path: '/b/k', presign: true, body: '' }))).toMatchObject({
      ok: true,
    });
    const old = await sign({
      service: 's3',
      path: '/b/k',
      presign: true,
      body: '',
      at: new Date(Date.now() - 2 * 3_600_000),
    });
    expect(await verify(old)).toMatchObject({ ok: false, error: { code: 'InvalidSignatureException' } });
  });

  it('refuses a presigned URL that somebody made last longer', async () => {
    const url = await sign({ service: 's3', path: '/b/k', presign: true, body: '' });
    for (const [seconds, code] of [
      ['3601', 'InvalidSignatureException'],
      ['604801', 'IncompleteSignatureException'],
    ]) {
      const path = url.path.replace('X-Amz-Expires=3600', `X-Amz-Expires=${seconds}`);
      expect(path).not.toBe(url.path);
      expect(await verify({ ...url, path })).toMatchObject({ ok: false, error: { code } });
    }
  });

  it('refuses a changed body, path, query or header', async () => {
    const request = await sign({ query: { a: '1' } });
    for (const forged of [
      { ...request, body: '{"TableName":"Other"}' },
      { ...request, path: '/other?a=1' },
      { ...request, path: '/?a=2' },
      { ...request, method: 'PUT' },
      { ...request, headers: { ...request.headers, 'content-type': 'text/plain' } },
    ]) {
      expect(await verify(forged)).toMatchObject({
        ok: false,
        error: { code: 'InvalidSignatureException', status: 403 },
      });
    }
  });

  it('refuses another secret, an unknown key, a missing session token, and no signature', async () => {
    expect(await verify(await sign({ secret: 'guess' }))).toMatchObject({
      error: { code: 'InvalidSignatureException' },
    });
    const request = await sign();
    const authorization = request.headers['authorization'] ?? '';
    const unknown = {
      ...request,
      headers: { ...request.headers, authorization: authorization.replace(issued.accessKeyId, 'ASIAUNKNOWN') },
    };
    expect(await verify(unknown)).toMatchObject({ error: { code: 'UnrecognizedClientException' } });
    const withoutToken = without(request.headers, 'x-amz-security-token');
    expect(await verify({ ...request, headers: withoutToken })).toMatchObject({
      error: { code: 'UnrecognizedClientException' },
    });
    const unsigned = without(request.headers, 'authorization');
    expect(await verify({ ...request, headers: unsigned })).toMatchObject({
      error: { code: 'MissingAuthenticationTokenException' },
    });
    expect(
      await verify({ ...request, headers: { ...request.headers, authorization: 'AWS4-HMAC-SHA256 nonsense' } }),
    ).toMatchObject({
      error: { code: 'IncompleteSignatureException' },
    });
  });

  it('refuses a signature for another service and one older than five minutes', async () => {
    expect(await verify(await sign({ service: 'sqs' }), 'appsync')).toMatchObject({
      error: { message: "Credential should be scoped to correct service: 'appsync'." },
    });
    expect(await verify(await sign({ at: new Date(Date.now() - 6 * 60_000) }))).toMatchObject({
      error: { message: expect.stringContaining('Signature expired') as unknown },
    });
    expect(await verify(await sign({ at: new Date(Date.now() - 4 * 60_000) }))).toMatchObject({ ok: true });
  });

  it('still accepts what is signed now when the sandbox has moved its clock forward', async () => {
    const moved = createClock();
    moved.advance(3 * 86_400_000);
    expect(await verifySigV4(await sign(), credentials, moved)).toMatchObject({ ok: true });
  });

  it('accepts what a function signed just before the clock was moved, for a minute', async () => {
    vi.useFakeTimers({ now: Date.now(), toFake: ['Date'] });
    const moved = createClock(() => Date.now() + 3 * 86_400_000);
    const request = await sign({ at: new Date(moved.now()) });
    moved.advance(86_400_000);
    moved.advance(86_400_000);
    expect(await verifySigV4(request, credentials, moved)).toMatchObject({ ok: true });
    vi.advanceTimersByTime(60_000);
    expect(await verifySigV4(request, credentials, moved)).toMatchObject({ ok: false });
    vi.useRealTimers();
  });

  it('refuses credentials that have expired by the sandbox clock', async () => {
    const moved = createClock();
    const short = credentials.issue('arn:aws:iam::1:role/guest', { expiresAt: moved.now() + 3_600_000 });
    const signer = new SignatureV4({ credentials: short, region: 'r', service: 'appsync', sha256: Sha256 });
    const signed = await signer.sign({
      method: 'POST',
      protocol: 'http:',
      hostname: 'h',
      path: '/graphql',
      query: {},
      headers: { host: 'h' },
      body: '{}',
    });
    const request = { method: 'POST', path: '/graphql', headers: signed.headers, body: '{}' };
    expect(await verifySigV4(request, credentials, moved)).toMatchObject({ ok: true });
    moved.advance(3_600_001);
    expect(await verifySigV4(request, credentials, moved)).toMatchObject({ error: { code: 'ExpiredTokenException' } });
  });

  it('reads the service a request is meant for without verifying it', async () => {
    const parsed = parseSignature(await sign({ service: 'sms-voice' }));
    expect(parsed).toMatchObject({
      kind: 'signed',
      parameters: { service: 'sms-voice', region: 'ap-northeast-2', location: 'header' },
    });
  });
});

describe('createCredentialStore', () => {
  it('gives the same credentials for the same role and seed, and others for another', () => {
    const again = createCredentialStore({ seed: 'test' }).issue('arn:aws:iam::1:role/worker', {
      sessionName: 'worker',
    });
    expect(again).toEqual(issued);
    expect(createCredentialStore({ seed: 'other' }).issue('arn:aws:iam::1:role/worker').accessKeyId).not.toBe(
      issued.accessKeyId,
    );
    expect(issued.accessKeyId).toMatch(/^ASIA[A-Z2-7]{16}$/);
    expect(issued.secretAccessKey).toHaveLength(40);
  });
});
