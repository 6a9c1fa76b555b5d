import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Bucket } from '../../../../src/offline/assembly/resources.ts';
import { createClock } from '../../../../src/offline/clock.ts';
import { createBucketNotifier } from '../../../../src/offline/events/notify-bucket.ts';
import type { AwsRequest, AwsResponse, AwsService } from '../../../../src/offline/services/contract.ts';
import { createS3 } from '../../../../src/offline/services/s3/create-s3.ts';

const clock = createClock();
const FUNCTION = 'arn:aws:lambda:r:a:function:f';
const BUCKETS: readonly Bucket[] = [
  {
    name: 'photos',
    arn: 'arn:aws:s3:::photos',
    notifications: [
      {
        id: 'n1',
        events: ['ObjectCreated:Put', 'ObjectCreated:Copy', 'ObjectCreated:CompleteMultipartUpload'],
        keyPrefix: 'in/',
        keySuffix: '.jpg',
        target: { kind: 'FUNCTION', functionArn: FUNCTION },
      },
      {
        id: 'n2',
        events: ['ObjectRemoved:Delete'],
        keyPrefix: '',
        keySuffix: '',
        target: { kind: 'QUEUE', queueArn: 'q' },
      },
      { id: 'n3', events: ['ObjectCreated:Put'], keyPrefix: 'bus/', keySuffix: '', target: { kind: 'EVENT_BUS' } },
    ],
  },
  { name: 'archive', arn: 'arn:aws:s3:::archive' },
];

let folder: string;
let s3: AwsService;
const told: unknown[] = [];
beforeEach(() => {
  told.length = 0;
  folder = mkdtempSync(join(tmpdir(), 's3-'));
  const onChange = createBucketNotifier({
    buckets: BUCKETS,
    background: {
      invokeLater: (functionArn, payload) => told.push({ functionArn, payload }),
      publish: (events) => {
        told.push(...events);
        return [];
      },
    },
    queues: { send: (queueArn, body) => told.push({ queueArn, payload: JSON.parse(body) as unknown }) },
    clock,
    region: 'ap-northeast-2',
    accountId: '000000000000',
  });
  s3 = createS3({ buckets: BUCKETS, folder, clock, onChange });
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

function requestOf(
  method: string,
  path: string,
  {
    query = '',
    headers = {},
    body = '',
  }: { query?: string; headers?: Record<string, string>; body?: string | Buffer } = {},
): AwsRequest {
  return {
    service: 's3',
    method,
    path,
    query: new URLSearchParams(query),
    headers: { host: '127.0.0.1', ...headers },
    body: Buffer.from(body),
    principal: null,
  };
}
const ask = (...request: Parameters<typeof requestOf>): Promise<AwsResponse> => s3.handle(requestOf(...request));
const textOf = (response: AwsResponse, element: string): string =>
  new RegExp(`<${element}>([^<]*)</${element}>`).exec(response.body.toString())?.[1] ?? '';

describe('the embedded S3', () => {
  it('S28 puts an upload in parts together, with the entity tag of S3', async () => {
    const started = await ask('POST', '/photos/in/big.jpg', {
      query: 'uploads=',
      headers: { 'content-type': 'image/jpeg' },
    });
    const uploadId = textOf(started, 'UploadId');
    const parts = [Buffer.alloc(5 * 1024 * 1024, 1), Buffer.alloc(7, 2)];
    const etags: string[] = [];
    for (const [index, body] of parts.entries()) {
      const answer = await ask('PUT', '/photos/in/big.jpg', {
        query: `partNumber=${index + 1}&uploadId=${uploadId}`,
        body,
      });
      etags.push(answer.headers['etag'] ?? '');
    }
    expect(told).toEqual([]);
    const listed = await ask('GET', '/photos/in/big.jpg', { query: `uploadId=${uploadId}` });
    expect(listed.body.toString().match(/<PartNumber>/g)).toHaveLength(2);
    const list = etags.map((etag, index) => `<Part><ETag>${etag}</ETag><PartNumber>${index + 1}</PartNumber></Part>`);
    const complete = `<CompleteMultipartUpload>${list.join('')}</CompleteMultipartUpload>`;
    const done = await ask('POST', '/photos/in/big.jpg', { query: `uploadId=${uploadId}`, body: complete });
    const digest = createHash('md5');
    for (const part of parts) digest.update(createHash('md5').update(part).digest());
    expect(textOf(done, 'ETag')).toBe(`&quot;${digest.digest('hex')}-2&quot;`);
    const got = await ask('GET', '/photos/in/big.jpg');
    expect(Buffer.compare(Buffer.from(got.body), Buffer.concat(parts))).toBe(0);
    expect(got.headers['content-type']).toBe('image/jpeg');
    expect(told).toMatchObject([{ payload: { Records: [{ eventName: 'ObjectCreated:CompleteMultipartUpload' }] } }]);
    expect((await ask('POST', '/photos/in/big.jpg', { query: `uploadId=${uploadId}`, body: complete })).status).toBe(
      404,
    );
  });

  it.each([
    [
      'EntityTooSmall',
      '<Part><ETag>E1</ETag><PartNumber>1</PartNumber></Part><Part><ETag>E2</ETag><PartNumber>2</PartNumber></Part>',
    ],
    [
      'InvalidPartOrder',
      '<Part><ETag>E2</ETag><PartNumber>2</PartNumber></Part><Part><ETag>E1</ETag><PartNumber>1</PartNumber></Part>',
    ],
    ['InvalidPart', '<Part><ETag>"0"</ETag><PartNumber>1</PartNumber></Part>'],
    ['MalformedXML', ''],
  ])('S28 refuses to complete an upload in parts: %s', async (code, list) => {
    const uploadId = textOf(await ask('POST', '/photos/a', { query: 'uploads' }), 'UploadId');
    for (const number of [1, 2])
      await ask('PUT', '/photos/a', { query: `partNumber=${number}&uploadId=${uploadId}`, body: String(number) });
    const etag = (text: string) => createHash('md5').update(text).digest('hex');
    const body = list.replaceAll('E1', etag('1')).replaceAll('E2', etag('2'));
    const answer = await ask('POST', '/photos/a', { query: `uploadId=${uploadId}`, body: `<C>${body}</C>` });
    expect(textOf(answer, 'Code')).toBe(code);
    expect((await ask('DELETE', '/photos/a', { query: `uploadId=${uploadId}` })).status).toBe(204);
    expect((await ask('PUT', '/photos/a', { query: `partNumber=1&uploadId=${uploadId}` })).status).toBe(404);
    expect((await ask('PUT', '/photos/a', { query: 'partNumber=1&uploadId=..' })).status).toBe(404);
  });

  it.each([
    ['bytes=-3', 206, 'hij', 'bytes 7-9/10'],
    ['bytes=-99', 206, 'abcdefghij', 'bytes 0-9/10'],
    ['bytes=8-', 206, 'ij', 'bytes 8-9/10'],
    ['bytes=2-4', 206, 'cde', 'bytes 2-4/10'],
    ['bytes=0-1,4-5', 200, 'abcdefghij', undefined],
    ['bytes=5-2', 200, 'abcdefghij', undefined],
    ['lines=1-2', 200, 'abcdefghij', undefined],
    ['bytes=10-', 416, undefined, undefined],
    ['bytes=-0', 416, undefined, undefined],
  ])('answers the range %s with %d', async (range, status, text, contentRange) => {
    await ask('PUT', '/photos/a', { body: 'abcdefghij' });
    const answer = await ask('GET', '/photos/a', { headers: { range } });
    expect([answer.status, answer.headers['content-range']]).toEqual([status, contentRange]);
    if (text === undefined) expect(textOf(answer, 'Code')).toBe('InvalidRange');
    else expect(answer.body.toString()).toBe(text);
  });

  it('gives back how an object is to be saved, kept and unpacked, also of a copy and of an upload in parts', async () => {
    const about = {
      'cache-control': 'max-age=60',
      'content-disposition': 'attachment; filename="a.txt"',
      'content-language': 'ko',
    };
    await ask('PUT', '/photos/a', { body: 'x', headers: { ...about, 'content-encoding': 'gzip' } });
    await ask('PUT', '/archive/copy', { headers: { 'x-amz-copy-source': 'photos/a' } });
    const uploadId = textOf(await ask('POST', '/photos/b', { query: 'uploads', headers: about }), 'UploadId');
    const { headers } = await ask('PUT', '/photos/b', { query: `partNumber=1&uploadId=${uploadId}`, body: 'x' });
    const part = `<C><Part><ETag>${headers['etag'] ?? ''}</ETag><PartNumber>1</PartNumber></Part></C>`;
    await ask('POST', '/photos/b', { query: `uploadId=${uploadId}`, body: part });
    const type = { 'content-type': 'binary/octet-stream' };
    for (const path of ['/photos/a', '/archive/copy'])
      for (const method of ['GET', 'HEAD'])
        expect((await ask(method, path)).headers).toMatchObject({ ...about, ...type, 'content-encoding': 'gzip' });
    const whole = await ask('GET', '/photos/b');
    expect(whole.headers).toMatchObject(about);
    expect(whole.headers).not.toHaveProperty('content-encoding');
  });

  it('refuses a key of more than 1,024 bytes', async () => {
    expect((await ask('PUT', `/photos/${encodeURIComponent('가'.repeat(341))}`, { body: 'x' })).status).toBe(200);
    const answer = await ask('PUT', `/photos/${encodeURIComponent('가'.repeat(342))}`, { body: 'x' });
    expect([answer.status, textOf(answer, 'Code')]).toEqual([400, 'KeyTooLongError']);
  });

  it('S28 copies an object, with what it says of itself or with something else', async () => {
    await ask('PUT', '/photos/가 나.txt', {
      body: 'x',
      headers: { 'content-type': 'text/plain', 'x-amz-meta-who': 'kim' },
    });
    const source = { 'x-amz-copy-source': `photos/${encodeURIComponent('가 나.txt')}` };
    expect((await ask('PUT', '/archive/copy', { headers: source })).status).toBe(200);
    const copied = await ask('GET', '/archive/copy');
    expect([copied.body.toString(), copied.headers['x-amz-meta-who'], copied.headers['content-type']]).toEqual([
      'x',
      'kim',
      'text/plain',
    ]);
    const replaced = { ...source, 'x-amz-metadata-directive': 'REPLACE', 'x-amz-meta-who': 'lee' };
    await ask('PUT', '/photos/in/b.jpg', { headers: replaced });
    expect((await ask('HEAD', '/photos/in/b.jpg')).headers['x-amz-meta-who']).toBe('lee');
    expect(told).toMatchObject([{ payload: { Records: [{ eventName: 'ObjectCreated:Copy' }] } }]);
    const missing = await ask('PUT', '/archive/x', { headers: { 'x-amz-copy-source': '/photos/none' } });
    expect(textOf(missing, 'Code')).toBe('NoSuchKey');
    expect(s3.authorizationOf(requestOf('PUT', '/archive/x', { headers: source }))).toEqual([
      { action: 's3:GetObject', resource: 'arn:aws:s3:::photos/가 나.txt' },
      { action: 's3:PutObject', resource: 'arn:aws:s3:::archive/x' },
    ]);
  });

  it('S28 deletes many objects by one request, and asks for the permission of each', async () => {
    for (const key of ['a', 'b&c', 'd']) await ask('PUT', `/photos/${encodeURIComponent(key)}`, { body: key });
    const body =
      '<Delete><Object><Key>a</Key></Object><Object><Key>b&amp;c</Key></Object><Object><Key>none</Key></Object></Delete>';
    const answer = await ask('POST', '/photos', { query: 'delete', body });
    expect(answer.body.toString().match(/<Deleted>/g)).toHaveLength(3);
    expect((await ask('HEAD', '/photos/b%26c')).status).toBe(404);
    expect((await ask('HEAD', '/photos/d')).status).toBe(200);
    expect(told).toMatchObject([
      { queueArn: 'q', payload: { Records: [{ eventName: 'ObjectRemoved:Delete', s3: { object: { key: 'a' } } }] } },
      { payload: { Records: [{ s3: { object: { key: 'b%26c' } } }] } },
    ]);
    expect(s3.authorizationOf(requestOf('POST', '/photos', { query: 'delete', body }))).toEqual(
      ['a', 'b&c', 'none'].map((key) => ({ action: 's3:DeleteObject', resource: `arn:aws:s3:::photos/${key}` })),
    );
  });

  it('S28 lists folders as common prefixes', async () => {
    for (const key of ['x/1', 'x/2', 'y', 'z/1']) await ask('PUT', `/photos/${key}`, { body: '' });
    const page = async (query: string) =>
      (await ask('GET', '/photos', { query: `list-type=2&delimiter=/&${query}` })).body.toString();
    expect((await page('')).match(/<(?:Prefix|Key)>[^<]+/g)).toEqual(['<Prefix>x/', '<Key>y', '<Prefix>z/']);
    const first = await page('max-keys=1');
    const token = /<NextContinuationToken>([^<]+)/.exec(first)?.[1] ?? '';
    expect((await page(`continuation-token=${token}`)).match(/<(?:Prefix|Key)>[^<]+/g)).toEqual([
      '<Key>y',
      '<Prefix>z/',
    ]);
  });

  it.each([
    ['PUT', '/photos/a', 'tagging', {}],
    ['GET', '/photos', 'versions', {}],
    ['GET', '/photos', '', {}],
    ['PUT', '/photos/a', 'partNumber=1&uploadId=x', { 'x-amz-copy-source': 'photos/b' }],
    ['POST', '/photos/a', 'restore', {}],
  ])('S28 refuses by name what does not run: %s %s?%s', async (method, path, query, headers) => {
    expect(s3.authorizationOf(requestOf(method, path, { query, headers }))).toBeUndefined();
    const answer = await ask(method, path, { query, headers });
    expect([answer.status, textOf(answer, 'Code')]).toEqual([501, 'NotSupportedOffline']);
  });
});

describe('the notifications of a bucket', () => {
  it('S17 tell a function of what was created under its prefix and suffix, in S3’s shape', async () => {
    await ask('PUT', '/photos/in/a%20%EA%B0%80.jpg', { body: 'xyz' });
    await ask('PUT', '/photos/in/a.png', { body: '' });
    await ask('PUT', '/photos/out/a.jpg', { body: '' });
    await ask('PUT', '/archive/in/a.jpg', { body: '' });
    expect(told).toEqual([
      {
        functionArn: FUNCTION,
        payload: {
          Records: [
            expect.objectContaining({
              eventVersion: '2.1',
              eventSource: 'aws:s3',
              awsRegion: 'ap-northeast-2',
              eventName: 'ObjectCreated:Put',
              s3: {
                s3SchemaVersion: '1.0',
                configurationId: 'n1',
                bucket: { name: 'photos', ownerIdentity: { principalId: '000000000000' }, arn: 'arn:aws:s3:::photos' },
                object: {
                  key: 'in/a+%EA%B0%80.jpg',
                  size: 3,
                  eTag: createHash('md5').update('xyz').digest('hex'),
                  sequencer: expect.stringMatching(/^[0-9A-F]{18}$/) as string,
                },
              },
            }) as unknown,
          ],
        },
      },
    ]);
  });

  it('S17 tell of a removal once, and only of what was there', async () => {
    await ask('PUT', '/photos/a', { body: 'x' });
    await ask('DELETE', '/photos/a');
    await ask('DELETE', '/photos/a');
    expect(told).toMatchObject([{ queueArn: 'q', payload: { Records: [{ eventName: 'ObjectRemoved:Delete' }] } }]);
    expect(JSON.stringify(told)).not.toContain('eTag');
  });

  it('S17 reach the event bus as S3’s own events', async () => {
    await ask('PUT', '/photos/bus/a', { body: 'x' });
    expect(told).toMatchObject([
      {
        source: 'aws.s3',
        detailType: 'Object Created',
        resources: ['arn:aws:s3:::photos'],
        detail: { bucket: { name: 'photos' }, object: { key: 'bus/a', size: 1 }, reason: 'PutObject' },
      },
    ]);
  });
});
