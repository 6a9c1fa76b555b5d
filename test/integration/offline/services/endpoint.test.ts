import {
  ConditionalCheckFailedException,
  DynamoDBClient,
  ListTablesCommand,
  PutItemCommand,
  TransactWriteItemsCommand,
} from '@aws-sdk/client-dynamodb';
import { NotFoundException, PinpointClient, SendMessagesCommand } from '@aws-sdk/client-pinpoint';
import {
  DeleteMessageCommand,
  QueueDoesNotExist,
  ReceiveMessageCommand,
  SendMessageBatchCommand,
  SendMessageCommand,
  SQSClient,
} from '@aws-sdk/client-sqs';
import { SignatureV4 } from '@smithy/signature-v4';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Endpoint } from '../../../../src/offline/http/create-endpoint.ts';
import {
  ACCOUNT,
  closeEndpoint,
  credentials,
  echo,
  faultPlan,
  guest,
  openEndpoint,
  outbox,
  queue,
  REGION,
  sqsService,
  worker,
} from './endpoint-under-test.ts';
import { Sha256 } from '../../../../src/standards/sha256.ts';

let endpoint: Endpoint;
beforeAll(async () => {
  endpoint = await openEndpoint();
});
afterAll(() => closeEndpoint(endpoint));

const sdk = (roleArn = worker.arn) => ({
  endpoint: endpoint.url,
  region: REGION,
  credentials: credentials.issue(roleArn),
  maxAttempts: 1,
});

async function signed(
  service: string,
  path: string,
  init: { method?: string; headers?: Record<string, string>; body?: string; query?: Record<string, string> } = {},
  roleArn = worker.arn,
): Promise<Response> {
  const { hostname, port } = new URL(endpoint.url);
  const signer = new SignatureV4({
    service,
    region: REGION,
    credentials: credentials.issue(roleArn),
    sha256: Sha256,
    uriEscapePath: service !== 's3',
    applyChecksum: true,
  });
  const request = await signer.sign({
    protocol: 'http:',
    hostname,
    port: Number(port),
    method: init.method ?? 'POST',
    path,
    query: init.query ?? {},
    headers: { host: `${hostname}:${port}`, ...init.headers },
    body: init.body,
  });
  const { host, ...headers } = request.headers;
  expect(host).toBeDefined();
  return fetch(`${endpoint.url}${path}?${new URLSearchParams(init.query ?? {}).toString()}`, {
    method: init.method ?? 'POST',
    headers,
    ...(init.body === undefined ? {} : { body: init.body }),
  });
}

describe('the endpoint, asked by unmodified AWS SDKs', () => {
  it('serves DynamoDB with its typed errors', async () => {
    const client = new DynamoDBClient(sdk());
    const put = new PutItemCommand({
      TableName: 'Thing',
      Item: { id: { S: 'a' } },
      ConditionExpression: 'attribute_not_exists(id)',
      ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
    });
    await client.send(put);
    const error: unknown = await client.send(put).catch((caught: unknown) => caught);
    expect(error).toBeInstanceOf(ConditionalCheckFailedException);
    expect(error).toMatchObject({ Item: { id: { S: 'a' } } });
    const cancelled: unknown = await client
      .send(
        new TransactWriteItemsCommand({
          TransactItems: [
            { Put: { TableName: 'Thing', Item: { id: { S: 'a' } }, ConditionExpression: 'attribute_not_exists(id)' } },
          ],
        }),
      )
      .catch((caught: unknown) => caught);
    expect(cancelled).toMatchObject({
      name: 'TransactionCanceledException',
      CancellationReasons: [{ Code: 'ConditionalCheckFailed' }],
    });
    expect((await client.send(new ListTablesCommand({}))).TableNames).toEqual(['Thing']);
    client.destroy();
  });

  it('serves SQS, checksums included', async () => {
    const client = new SQSClient(sdk());
    const QueueUrl = `${endpoint.url}/${ACCOUNT}/work`;
    await client.send(
      new SendMessageCommand({
        QueueUrl,
        MessageBody: '안녕',
        MessageAttributes: { kind: { DataType: 'String', StringValue: 'x' } },
      }),
    );
    const batch = await client.send(
      new SendMessageBatchCommand({
        QueueUrl,
        Entries: [
          { Id: '1', MessageBody: 'b' },
          { Id: '2', MessageBody: 'c', DelaySeconds: 900 },
        ],
      }),
    );
    expect(batch.Successful).toHaveLength(2);
    const { Messages: messages = [] } = await client.send(
      new ReceiveMessageCommand({
        QueueUrl,
        MaxNumberOfMessages: 10,
        WaitTimeSeconds: 1,
        MessageAttributeNames: ['All'],
        MessageSystemAttributeNames: ['ApproximateReceiveCount'],
      }),
    );
    expect(messages.map(({ Body, Attributes }) => [Body, Attributes?.ApproximateReceiveCount])).toEqual([
      ['안녕', '1'],
      ['b', '1'],
    ]);
    expect(messages[0]?.MessageAttributes).toMatchObject({ kind: { StringValue: 'x' } });
    for (const { ReceiptHandle } of messages) await client.send(new DeleteMessageCommand({ QueueUrl, ReceiptHandle }));
    expect(sqsService.counts(queue.arn)).toEqual({ visible: 0, inFlight: 0, delayed: 1 });
    await expect(
      client.send(new SendMessageCommand({ QueueUrl: `${endpoint.url}/x/none`, MessageBody: 'x' })),
    ).rejects.toBeInstanceOf(QueueDoesNotExist);
    client.destroy();
  });

  it('serves SendMessages and drops the connection on a scripted time-out', async () => {
    const client = new PinpointClient(sdk());
    const send = (ApplicationId: string, token: string) =>
      client.send(
        new SendMessagesCommand({
          ApplicationId,
          MessageRequest: {
            Addresses: { [token]: { ChannelType: 'GCM' } },
            MessageConfiguration: { GCMMessage: { Body: 'x' } },
          },
        }),
      );
    const answer = await send('app1', 't1');
    expect(answer.MessageResponse?.Result?.['t1']).toMatchObject({ DeliveryStatus: 'SUCCESSFUL' });
    await expect(send('nope', 't1')).rejects.toBeInstanceOf(NotFoundException);
    faultPlan.load({ rules: [{ kind: 'call', effect: { type: 'time-out-after-acceptance', afterMs: 10 } }] });
    await expect(send('app1', 't2')).rejects.toMatchObject({ code: 'ECONNRESET' });
    faultPlan.load({});
    expect(outbox.count({ address: 't2' })).toBe(1);
    client.destroy();
  });

  it('refuses what the role may not do, in the words of IAM', async () => {
    const client = new DynamoDBClient(sdk(guest.arn));
    await expect(
      client.send(new PutItemCommand({ TableName: 'Thing', Item: { id: { S: 'z' } } })),
    ).rejects.toMatchObject({
      name: 'AccessDeniedException',
      message: `User: arn:aws:sts::${ACCOUNT}:assumed-role/guest/sandbox is not authorized to perform: dynamodb:PutItem on resource: arn:aws:dynamodb:${REGION}:${ACCOUNT}:table/Thing because no identity-based policy allows the dynamodb:PutItem action`,
    });
    client.destroy();
  });

  it('refuses a wrong secret and an unknown key', async () => {
    const { accessKeyId, sessionToken } = credentials.issue(worker.arn);
    const forged = new DynamoDBClient({
      ...sdk(),
      credentials: { accessKeyId, sessionToken, secretAccessKey: 'wrong' },
    });
    await expect(forged.send(new ListTablesCommand({}))).rejects.toMatchObject({ name: 'InvalidSignatureException' });
    const stranger = new DynamoDBClient({
      ...sdk(),
      credentials: { accessKeyId: 'AKIAEXAMPLE', secretAccessKey: 'x' },
    });
    await expect(stranger.send(new ListTablesCommand({}))).rejects.toMatchObject({
      name: 'UnrecognizedClientException',
    });
  });
});

describe('the endpoint, asked by signed requests', () => {
  it('keeps, lists, ranges and removes S3 objects', async () => {
    expect(
      (
        await signed('s3', '/files/a%20b/한.txt'.replace('한', encodeURIComponent('한')), {
          method: 'PUT',
          body: 'hello',
          headers: { 'content-type': 'text/plain', 'x-amz-meta-kind': 'k' },
        })
      ).status,
    ).toBe(200);
    const got = await signed('s3', `/files/a%20b/${encodeURIComponent('한')}.txt`, {
      method: 'GET',
      headers: { range: 'bytes=1-3' },
    });
    expect([got.status, await got.text(), got.headers.get('x-amz-meta-kind')]).toEqual([206, 'ell', 'k']);
    const listed = await (
      await signed('s3', '/files', { method: 'GET', query: { 'list-type': '2', prefix: 'a' } })
    ).text();
    expect(listed).toContain('<Key>a b/한.txt</Key>');
    expect((await signed('s3', `/files/a%20b/${encodeURIComponent('한')}.txt`, { method: 'DELETE' })).status).toBe(204);
    const gone = await signed('s3', `/files/a%20b/${encodeURIComponent('한')}.txt`, { method: 'GET' });
    expect([gone.status, await gone.text()]).toEqual([404, expect.stringContaining('NoSuchKey')]);
    expect((await signed('s3', '/files/x', { method: 'POST', query: { select: '' } })).status).toBe(501);
    expect(await (await signed('s3', '/files/x', { method: 'GET' }, guest.arn)).text()).toContain(
      '<Code>AccessDenied</Code>',
    );
  });

  it('answers SSM, Firehose and STS', async () => {
    const json = (target: string) => ({ 'content-type': 'application/x-amz-json-1.1', 'x-amz-target': target });
    const parameter = await signed('ssm', '/', {
      headers: json('AmazonSSM.GetParameter'),
      body: '{"Name":"/app/limit"}',
    });
    expect(await parameter.json()).toMatchObject({ Parameter: { Value: '5' } });
    const put = await signed('firehose', '/', {
      headers: json('Firehose_20150804.PutRecord'),
      body: JSON.stringify({
        DeliveryStreamName: 'events',
        Record: { Data: Buffer.from('{"a":1}\n').toString('base64') },
      }),
    });
    expect(put.status).toBe(200);
    const identity = await signed('sts', '/', {
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
      body: 'Action=GetCallerIdentity&Version=2011-06-15',
    });
    expect(await identity.text()).toContain(`<Arn>arn:aws:sts::${ACCOUNT}:assumed-role/worker/sandbox</Arn>`);
    const kms = await signed('kms', '/', { headers: json('TrentService.Encrypt'), body: '{}' });
    expect([kms.status, await kms.json()]).toEqual([
      501,
      expect.objectContaining({
        message: expect.stringContaining('kms TrentService.Encrypt is not supported') as string,
      }),
    ]);
  });

  it('brings an event to the queue of the rule it matches', async () => {
    const target = { 'content-type': 'application/x-amz-json-1.1', 'x-amz-target': 'AWSEvents.PutEvents' };
    const body = JSON.stringify({
      Entries: [
        { Source: 'app', DetailType: 'Push Opened', Detail: '{"id":"m1"}' },
        { Source: 'app', DetailType: 'Other', Detail: '{}' },
      ],
    });
    const put = await signed('events', '/', { headers: target, body });
    expect([put.status, await put.json()]).toEqual([
      200,
      { FailedEntryCount: 0, Entries: [{ EventId: expect.any(String) as string }, expect.anything()] },
    ]);
    const denied = await signed('events', '/', { headers: target, body }, guest.arn);
    expect([denied.status, await denied.text()]).toEqual([
      400,
      expect.stringContaining(
        'events:PutEvents on resource: arn:aws:events:ap-northeast-2:000000000000:event-bus/default',
      ),
    ]);
    const [message] = await sqsService.receive(queue.arn, { max: 10, waitMs: 2000 });
    expect(JSON.parse(message?.body ?? '')).toMatchObject({ 'detail-type': 'Push Opened', detail: { id: 'm1' } });
    sqsService.remove(queue.arn, message?.receiptHandle ?? '');
  });

  it('runs a function for a role that may invoke it, named by its ARN', async () => {
    const path = `/2015-03-31/functions/${encodeURIComponent(echo.arn)}/invocations`;
    const answer = await signed('lambda', path, { body: '{"a":1}' });
    expect([answer.status, await answer.json()]).toEqual([200, { a: 1 }]);
    const thrown = await signed('lambda', path, { body: '{"a":"throw"}' });
    expect([thrown.headers.get('x-amz-function-error'), await thrown.json()]).toEqual([
      'Unhandled',
      expect.objectContaining({ errorMessage: 'thrown' }),
    ]);
    const denied = await signed('lambda', path, { body: '{}' }, guest.arn);
    expect([denied.status, await denied.text()]).toEqual([
      403,
      expect.stringContaining(`lambda:InvokeFunction on resource: ${echo.arn}`),
    ]);
  });
});

describe('the control interface', () => {
  const post = (headers: Record<string, string>, body: unknown) =>
    fetch(`${endpoint.url}/_sandbox/events`, { method: 'POST', headers, body: JSON.stringify(body) });

  it('plays an event by hand and says which rules want it', async () => {
    const event = { source: 'app', detailType: 'Push Opened', detail: { id: 'm2' } };
    expect((await post({}, event)).status).toBe(403);
    const wrong = await post({ 'x-sandbox': '1' }, { source: 'app', detail: {} });
    expect([wrong.status, await wrong.text()]).toEqual([400, expect.stringContaining('detailType')]);
    const played = await post({ 'x-sandbox': '1' }, event);
    expect([played.status, await played.json()]).toEqual([202, { id: expect.any(String) as string, rules: ['opens'] }]);
    const [message] = await sqsService.receive(queue.arn, { max: 10, waitMs: 2000 });
    expect(JSON.parse(message?.body ?? '')).toMatchObject({ source: 'app', detail: { id: 'm2' } });
    sqsService.remove(queue.arn, message?.receiptHandle ?? '');
  });
});
