import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { crc32, deflateRawSync } from 'node:zlib';
import { afterEach, describe, expect, it } from 'vitest';
import { readAssembly } from '../../../../src/offline/assembly/read-assembly.ts';
import type { CloudApp } from '../../../../src/offline/assembly/resources.ts';
import { writeAssembly, type TestTemplate } from './write-assembly.ts';

const folders: string[] = [];
afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
});

function read(
  Resources: NonNullable<TestTemplate['Resources']>,
  { zip, secrets }: { readonly zip?: Buffer; readonly secrets?: Record<string, string> } = {},
): CloudApp {
  const folder = writeAssembly({ Resources }, zip === undefined ? {} : { 'code.zip': '' });
  folders.push(folder);
  if (zip !== undefined) writeFileSync(join(folder, 'asset.code.zip'), zip);
  return readAssembly(folder, { endpointUrl: 'http://127.0.0.1:1', ...(secrets === undefined ? {} : { secrets }) });
}

const INLINE = 'exports.handler = async () => 1;';
const fn = (properties: Record<string, unknown> = {}): Record<string, unknown> => ({
  Type: 'AWS::Lambda::Function',
  Properties: {
    FunctionName: 'f',
    Role: 'arn:aws:iam::000000000000:role/r',
    Runtime: 'nodejs22.x',
    Handler: 'index.handler',
    Code: { ZipFile: INLINE },
    ...properties,
  },
});
const table = (properties: Record<string, unknown> = {}): Record<string, unknown> => ({
  Type: 'AWS::DynamoDB::Table',
  Properties: {
    TableName: 'Photo',
    AttributeDefinitions: [{ AttributeName: 'id', AttributeType: 'S' }],
    KeySchema: [{ AttributeName: 'id', KeyType: 'HASH' }],
    StreamSpecification: { StreamViewType: 'NEW_IMAGE' },
    ...properties,
  },
});
const mapping = (properties: Record<string, unknown> = {}): Record<string, unknown> => ({
  Type: 'AWS::Lambda::EventSourceMapping',
  Properties: {
    FunctionName: { Ref: 'F' },
    EventSourceArn: { 'Fn::GetAtt': ['T', 'StreamArn'] },
    StartingPosition: 'TRIM_HORIZON',
    ...properties,
  },
});
const problems = (app: CloudApp): string[] => app.missing.map(({ owner, problem }) => `${owner} ${problem}`);

describe('an event source mapping', () => {
  it('S17 of a table’s stream has the defaults of Lambda', () => {
    const app = read({ F: fn(), T: table(), M: mapping() });
    expect(problems(app)).toEqual([]);
    expect(app.streamSources).toEqual([
      {
        id: '/M',
        tableName: 'Photo',
        streamArn: expect.stringContaining('table/Photo/stream/') as string,
        viewType: 'NEW_IMAGE',
        functionArn: app.functions[0]?.arn,
        startingPosition: 'TRIM_HORIZON',
        batchSize: 100,
        maxBatchingWindowSeconds: 0,
        maxRetryAttempts: Infinity,
        maxRecordAgeSeconds: Infinity,
        bisectBatchOnFunctionError: false,
        reportBatchItemFailures: false,
        filters: [],
        enabled: true,
      },
    ]);
  });

  it('S17 is read with everything it says', () => {
    const app = read({
      F: fn(),
      T: table(),
      Q: { Type: 'AWS::SQS::Queue', Properties: { QueueName: 'dead' } },
      M: mapping({
        BatchSize: 5,
        MaximumBatchingWindowInSeconds: '3',
        MaximumRetryAttempts: 2,
        MaximumRecordAgeInSeconds: 60,
        BisectBatchOnFunctionError: true,
        FunctionResponseTypes: ['ReportBatchItemFailures'],
        FilterCriteria: { Filters: [{ Pattern: '{"eventName":["INSERT"]}' }] },
        DestinationConfig: { OnFailure: { Destination: { 'Fn::GetAtt': ['Q', 'Arn'] } } },
        Enabled: false,
      }),
    });
    expect(app.streamSources).toMatchObject([
      {
        batchSize: 5,
        maxBatchingWindowSeconds: 3,
        maxRetryAttempts: 2,
        maxRecordAgeSeconds: 60,
        bisectBatchOnFunctionError: true,
        reportBatchItemFailures: true,
        filters: [{ eventName: ['INSERT'] }],
        failureQueueArn: app.queues[0]?.arn,
        enabled: false,
      },
    ]);
  });

  it.each([
    ['Kinesis', { EventSourceArn: 'arn:aws:kinesis:r:a:stream/s' }, 'is not called by arn:aws:kinesis:r:a:stream/s'],
    [
      'a table that is elsewhere',
      { EventSourceArn: 'arn:aws:dynamodb:r:a:table/X/stream/1' },
      'the backend does not contain this table',
    ],
    ['a queue that is elsewhere', { EventSourceArn: 'arn:aws:sqs:r:a:q' }, 'the backend does not contain this queue'],
    ['tumbling windows', { TumblingWindowInSeconds: 30 }, 'tumbling windows do not run offline'],
    [
      'a filter that is not understood',
      { FilterCriteria: { Filters: [{ Pattern: '{"a":[{"near":1}]}' }] } },
      'the operator near is not supported',
    ],
    ['a filter that is no JSON', { FilterCriteria: { Filters: [{ Pattern: '{' }] } }, 'its filter is no JSON'],
  ])('S17 of %s is said by function and source', (_kind, properties, problem) => {
    const app = read({ F: fn(), T: table(), M: mapping(properties) });
    expect(app.streamSources).toEqual([]);
    expect(problems(app)).toEqual([expect.stringMatching(/^f is not called by arn:/) as string]);
    expect(problems(app)[0]).toContain(problem);
  });

  it('S17 of a table without a stream is said', () => {
    const app = read({ F: fn(), T: table({ StreamSpecification: undefined }), M: mapping() });
    expect(problems(app)[0]).toContain('the table has no stream');
  });
});

describe('the triggers of a bucket', () => {
  const bucket = (properties: Record<string, unknown> = {}): Record<string, unknown> => ({
    Type: 'AWS::S3::Bucket',
    Properties: { BucketName: 'photos', ...properties },
  });
  const custom = (configuration: Record<string, unknown>): Record<string, unknown> => ({
    Type: 'Custom::S3BucketNotifications',
    Properties: { ServiceToken: 'arn:x', BucketName: { Ref: 'B' }, NotificationConfiguration: configuration },
  });
  const arn = { 'Fn::GetAtt': ['F', 'Arn'] };

  it('S17 are read alike from CDK’s resource and from CloudFormation’s property', () => {
    const rules = [
      { Name: 'prefix', Value: 'in/' },
      { Name: 'suffix', Value: '.jpg' },
    ];
    const byCdk = read({
      F: fn(),
      B: bucket(),
      N: custom({
        LambdaFunctionConfigurations: [
          { Events: ['s3:ObjectCreated:*'], LambdaFunctionArn: arn, Filter: { Key: { FilterRules: rules } } },
        ],
      }),
    });
    const byTemplate = read({
      F: fn(),
      B: bucket({
        NotificationConfiguration: {
          LambdaConfigurations: [{ Event: 's3:ObjectCreated:*', Function: arn, Filter: { S3Key: { Rules: rules } } }],
        },
      }),
    });
    expect(byCdk.buckets[0]?.notifications).toEqual([
      {
        id: 'notification-1',
        events: ['ObjectCreated:Put', 'ObjectCreated:Copy', 'ObjectCreated:CompleteMultipartUpload'],
        keyPrefix: 'in/',
        keySuffix: '.jpg',
        target: { kind: 'FUNCTION', functionArn: byCdk.functions[0]?.arn },
      },
    ]);
    expect(byTemplate.buckets[0]?.notifications).toEqual(byCdk.buckets[0]?.notifications);
  });

  it('S17 may lead to queues and the event bus; a topic is said to be missing', () => {
    const app = read({
      Q: { Type: 'AWS::SQS::Queue', Properties: { QueueName: 'q' } },
      B: bucket(),
      N: custom({
        QueueConfigurations: [{ Events: ['s3:ObjectRemoved:Delete'], QueueArn: { 'Fn::GetAtt': ['Q', 'Arn'] } }],
        TopicConfigurations: [{ Events: ['s3:ObjectCreated:*'], TopicArn: 'arn:aws:sns:r:a:t' }],
        EventBridgeConfiguration: {},
      }),
    });
    expect(app.buckets[0]?.notifications?.map(({ target }) => target.kind)).toEqual(['QUEUE', 'EVENT_BUS']);
    expect(problems(app)).toEqual([
      'arn:aws:sns:r:a:t is not told by the bucket photos: arn:aws:sns:r:a:t is no function or queue of this backend',
    ]);
  });

  it('S17 name the events that never happen here', () => {
    const app = read({
      F: fn(),
      B: bucket(),
      N: custom({
        LambdaFunctionConfigurations: [
          { Events: ['s3:ObjectRestore:*', 's3:ObjectCreated:Put'], LambdaFunctionArn: arn },
        ],
      }),
    });
    expect(problems(app)).toEqual(['f is not told by the bucket photos: s3:ObjectRestore:* never happens here']);
  });
});

describe('other triggers of a function', () => {
  const permission = (properties: Record<string, unknown>): Record<string, unknown> => ({
    Type: 'AWS::Lambda::Permission',
    Properties: { FunctionName: { 'Fn::GetAtt': ['F', 'Arn'] }, Action: 'lambda:InvokeFunction', ...properties },
  });
  it.each([
    [
      { Principal: 'sns.amazonaws.com', SourceArn: 'arn:aws:sns:r:a:t' },
      'f is not called by arn:aws:sns:r:a:t: sns does not run offline',
    ],
    [
      { Principal: 'apigateway.amazonaws.com' },
      'f is not called by apigateway.amazonaws.com: apigateway does not run offline',
    ],
    [{ Principal: 'logs.ap-northeast-2.amazonaws.com' }, 'f is not called by logs.ap-northeast-2.amazonaws.com'],
    [{ Principal: '*', FunctionUrlAuthType: 'NONE', Action: 'lambda:InvokeFunctionUrl' }, 'f has no URL here'],
  ])('S17 are said by function and source: %j', (properties, problem) => {
    expect(problems(read({ F: fn(), P: permission(properties) }))[0]).toContain(problem);
  });
  it('S17 are not said of services that call functions here', () => {
    expect(problems(read({ F: fn(), P: permission({ Principal: 's3.amazonaws.com' }) }))).toEqual([]);
  });
});

/** A zip file with one deflated and one stored entry. */
function zipOf(files: readonly (readonly [string, string])[]): Buffer {
  const parts: Buffer[] = [];
  const directory: Buffer[] = [];
  let offset = 0;
  for (const [index, [name, text]] of files.entries()) {
    const content = Buffer.from(text);
    const isDeflated = index % 2 === 0;
    const packed = isDeflated ? deflateRawSync(content) : content;
    const header = Buffer.alloc(26);
    header.writeUInt16LE(20, 0);
    header.writeUInt16LE(isDeflated ? 8 : 0, 4);
    header.writeUInt32LE(crc32(content), 10);
    header.writeUInt32LE(packed.length, 14);
    header.writeUInt32LE(content.length, 18);
    header.writeUInt16LE(Buffer.byteLength(name), 22);
    const local = Buffer.concat([Buffer.from('PK\x03\x04', 'latin1'), header, Buffer.from(name), packed]);
    const entry = Buffer.alloc(46);
    entry.write('PK\x01\x02', 'latin1');
    entry.writeUInt16LE(20, 4);
    header.copy(entry, 6);
    entry.writeUInt32LE(offset, 42);
    directory.push(entry, Buffer.from(name));
    parts.push(local);
    offset += local.length;
  }
  const list = Buffer.concat(directory);
  const end = Buffer.alloc(22);
  end.write('PK\x05\x06', 'latin1');
  end.writeUInt16LE(files.length, 8);
  end.writeUInt16LE(files.length, 10);
  end.writeUInt32LE(list.length, 12);
  end.writeUInt32LE(offset, 16);
  return Buffer.concat([...parts, list, end]);
}

describe('the code of a function', () => {
  it.each([
    ['index.js', INLINE],
    ['index.mjs', 'import x from "node:fs";\nexport const handler = async () => 1;'],
  ])('S28 may stand in the template: it becomes %s', (file, text) => {
    const [one] = read({ F: fn({ Code: { ZipFile: text } }) }).functions;
    expect(readFileSync(join(one?.codePath ?? '', file), 'utf8')).toBe(text);
  });

  it('S28 may be a zip file: it is unpacked', () => {
    const zip = zipOf([
      ['index.js', INLINE],
      ['lib/가.txt', 'text'],
    ]);
    const [one] = read({ F: fn({ Code: { S3Bucket: 'b', S3Key: 'code.zip' } }) }, { zip }).functions;
    expect(readFileSync(join(one?.codePath ?? '', 'index.js'), 'utf8')).toBe(INLINE);
    expect(readFileSync(join(one?.codePath ?? '', 'lib/가.txt'), 'utf8')).toBe('text');
  });

  it.each([
    ['no zip at all', Buffer.from('hello')],
    ['a name that leads out', zipOf([['../../evil.js', 'x']])],
  ])('S28 is refused by its name when the zip file is %s', (_what, zip) => {
    expect(() => read({ F: fn({ Code: { S3Bucket: 'b', S3Key: 'code.zip' } }) }, { zip })).toThrow(
      /code\.zip is no zip file/,
    );
  });

  it.each([
    [
      'a container image',
      { Code: { ImageUri: 'x/y:1' }, Runtime: undefined, Handler: undefined },
      'f does not run: its code is a container image',
    ],
    [
      'in a bucket of AWS',
      { Code: { S3Bucket: 'theirs', S3Key: 'a.zip' } },
      'f does not run: its code a.zip lies in a bucket of AWS (theirs)',
    ],
    ['Python', { Runtime: 'python3.13' }, 'f does not run: its runtime is python3.13'],
  ])('S28 does not end the start when it is %s: the function says so', (_what, properties, problem) => {
    const app = read({ F: fn(properties) });
    expect(problems(app)[0]).toContain(problem);
    expect(app.functions[0]?.unavailable).toBeDefined();
  });
});

describe('a role', () => {
  it('S28 has the statements of policies that name it, AWS::IAM::RolePolicy too', () => {
    const document = (action: string) => ({ Statement: [{ Effect: 'Allow', Action: action, Resource: '*' }] });
    const { roles } = read({
      R: { Type: 'AWS::IAM::Role', Properties: { RoleName: 'r', AssumeRolePolicyDocument: {} } },
      O: { Type: 'AWS::IAM::Role', Properties: { RoleName: 'o', AssumeRolePolicyDocument: {} } },
      P: {
        Type: 'AWS::IAM::RolePolicy',
        Properties: { RoleName: { Ref: 'R' }, PolicyName: 'p', PolicyDocument: document('s3:GetObject') },
      },
      Q: { Type: 'AWS::IAM::Policy', Properties: { Roles: ['r'], PolicyName: 'q', PolicyDocument: document('sqs:*') } },
    });
    expect(roles.find(({ name }) => name === 'r')?.statements.flatMap(({ actions }) => actions)).toEqual([
      'sqs:*',
      's3:GetObject',
    ]);
    expect(roles.find(({ name }) => name === 'o')?.statements).toEqual([]);
  });
});

describe('a data source', () => {
  const api = {
    A: { Type: 'AWS::AppSync::GraphQLApi', Properties: { Name: 'a', AuthenticationType: 'API_KEY' } },
    S: {
      Type: 'AWS::AppSync::GraphQLSchema',
      Properties: { ApiId: { 'Fn::GetAtt': ['A', 'ApiId'] }, Definition: 'type Query { a: String }' },
    },
  };
  const source = (properties: Record<string, unknown>) => ({
    Type: 'AWS::AppSync::DataSource',
    Properties: { ApiId: { 'Fn::GetAtt': ['A', 'ApiId'] }, Name: 'D', ...properties },
  });
  it.each([
    [
      'table',
      { Type: 'AMAZON_DYNAMODB', DynamoDBConfig: { TableName: 'Elsewhere' } },
      'does not contain its table Elsewhere',
    ],
    [
      'function',
      { Type: 'AWS_LAMBDA', LambdaConfig: { LambdaFunctionArn: 'arn:aws:lambda:r:a:function:far' } },
      'does not contain its function far',
    ],
    ['kind', { Type: 'HTTP' }, 'its type HTTP does not run offline'],
  ])('S28 of a %s that the backend does not contain is said, and fails by its name', (_what, properties, problem) => {
    const app = read({ ...api, D: source(properties) });
    expect(problems(app)).toEqual([expect.stringContaining(`The data source D fails: `) as string]);
    expect(problems(app)[0]).toContain(problem);
    expect(app.apis[0]?.dataSources).toMatchObject([{ type: 'UNSUPPORTED', name: 'D' }]);
  });
});

describe('secrets', () => {
  const CONFIG = JSON.stringify({
    K: { path: '/amplify/app/branch/API_KEY', sharedPath: '/amplify/shared/app/API_KEY' },
    BUCKET: { path: '/amplify/resource_reference/app/BUCKET' },
  });
  it('S22 are found in the environment of functions, apart from parameters of the backend itself', () => {
    const app = read({
      F: fn({ Environment: { Variables: { AMPLIFY_SSM_ENV_CONFIG: CONFIG } } }),
      P: {
        Type: 'AWS::SSM::Parameter',
        Properties: { Name: '/amplify/resource_reference/app/BUCKET', Type: 'String', Value: 'b' },
      },
    });
    expect(app.secrets).toEqual([
      {
        name: 'API_KEY',
        functionName: 'f',
        parameterNames: ['/amplify/app/branch/API_KEY', '/amplify/shared/app/API_KEY'],
      },
    ]);
  });
  it('S22 in the template itself have the given value, or are a named failure', () => {
    const resources = {
      F: fn({ Environment: { Variables: { G: { 'Fn::GetAtt': ['X', 'GOOGLE'] } } } }),
      X: {
        Type: 'Custom::AmplifySecretFetcherResource',
        Properties: { ServiceToken: 'arn:x', secretNames: ['GOOGLE'] },
      },
    };
    expect(read(resources, { secrets: { GOOGLE: 'v' } }).functions[0]?.environment['G']).toBe('v');
    expect(() => read(resources)).toThrow(/secret GOOGLE has no value here\. Start with --secret GOOGLE=VALUE/);
  });
});
