import { beforeAll, describe, expect, it } from 'vitest';
import { ARRIVING_TABLES, LAKE_TABLES } from '../../src/domain/lake/index.ts';
import { allowedBy, ourResources, type Resource } from './synthesized-stacks.ts';

let resources: readonly Resource[] = [];
const ofType = (type: string): readonly Resource[] => resources.filter(({ Type }) => Type === type);
const json = (value: unknown): string => JSON.stringify(value);

let bucket: Resource;
beforeAll(async () => {
  resources = await ourResources();
  const found = ofType('AWS::S3::Bucket').find(({ logicalId }) => logicalId.startsWith('Lake'));
  if (found === undefined) throw new Error('There is no bucket of the lake.');
  bucket = found;
});

describe('the lake', () => {
  it('is encrypted, closed to the public, and deletes what nobody needs any more', () => {
    expect(bucket.Properties).toMatchObject({
      BucketEncryption: {
        ServerSideEncryptionConfiguration: [{ ServerSideEncryptionByDefault: { SSEAlgorithm: 'AES256' } }],
      },
      PublicAccessBlockConfiguration: {
        BlockPublicAcls: true,
        BlockPublicPolicy: true,
        IgnorePublicAcls: true,
        RestrictPublicBuckets: true,
      },
    });
    const rules = json(bucket.Properties['LifecycleConfiguration']);
    for (const part of ['"Prefix":"results/"', '"Prefix":"errors/"', 'AbortIncompleteMultipartUpload']) {
      expect(rules).toContain(part);
    }
  });

  it('is spoken to by TLS alone', () => {
    const policy = ofType('AWS::S3::BucketPolicy').find(({ Properties }) =>
      json(Properties['Bucket']).includes(bucket.logicalId),
    );
    expect(json(policy?.Properties)).toContain('{"Bool":{"aws:SecureTransport":"false"}}');
    expect(json(policy?.Properties)).not.toContain('"Effect":"Allow"');
  });

  it('E4: has a folder for each day in Korea, and a projection that reaches the Korean day at any hour', () => {
    const tables = ofType('AWS::Glue::Table');
    expect(tables).toHaveLength(Object.keys(LAKE_TABLES).length);
    for (const { Properties } of tables) {
      const input = Properties['TableInput'] as { Name: string; Parameters: Record<string, string> };
      const range = Object.entries(input.Parameters).find(([name]) => name.endsWith('.range'))?.[1];
      expect(range).toMatch(/,NOW\+1DAY$/);
    }
    const streams = ofType('AWS::KinesisFirehose::DeliveryStream');
    expect(streams).toHaveLength(ARRIVING_TABLES.length);
    for (const { Properties } of streams) {
      expect(Properties['ExtendedS3DestinationConfiguration']).toMatchObject({
        CustomTimeZone: 'Asia/Seoul',
        Prefix: expect.stringMatching(/^[a-z]+\/arrival_day=!\{timestamp:yyyy-MM-dd\}\/$/) as string,
        ErrorOutputPrefix: expect.stringMatching(/^errors\//) as string,
      });
      expect(Properties['DeliveryStreamEncryptionConfigurationInput']).toEqual({ KeyType: 'AWS_OWNED_CMK' });
    }
  });

  it('E9: keeps the case of keys', () => {
    for (const { Properties } of ofType('AWS::KinesisFirehose::DeliveryStream')) {
      expect(json(Properties)).toContain('"Deserializer":{"OpenXJsonSerDe":{"CaseInsensitive":false}}');
    }
  });

  it('has the columns that are in code, in Glue', () => {
    for (const { Properties } of ofType('AWS::Glue::Table')) {
      const input = Properties['TableInput'] as {
        Name: keyof typeof LAKE_TABLES;
        StorageDescriptor: { Columns: { Name: string }[] };
      };
      expect(input.StorageDescriptor.Columns.map(({ Name }) => Name)).toEqual(
        Object.keys(LAKE_TABLES[input.Name].columns),
      );
    }
  });

  it('is asked within a limit, and results go where the workgroup says', () => {
    const [group, ...others] = ofType('AWS::Athena::WorkGroup');
    expect(others).toEqual([]);
    expect(group?.Properties['WorkGroupConfiguration']).toMatchObject({
      EnforceWorkGroupConfiguration: true,
      BytesScannedCutoffPerQuery: 10 * 1024 ** 3,
      ResultConfiguration: { EncryptionConfiguration: { EncryptionOption: 'SSE_S3' } },
    });
  });

  it('tells of records that cannot be read, of late objects and of streams that are behind', () => {
    const alarms = ofType('AWS::CloudWatch::Alarm').map(({ Properties }) => Properties['MetricName']);
    expect(alarms.filter((name) => name === 'FailedConversion.Records')).toHaveLength(ARRIVING_TABLES.length);
    expect(alarms.filter((name) => name === 'DeliveryToS3.DataFreshness')).toHaveLength(ARRIVING_TABLES.length);
    expect(alarms).toContain('IteratorAge');
  });

  it('is written by its own streams, and those by the functions that fill it, and nobody else', () => {
    const policies = [...ofType('AWS::IAM::Policy'), ...ofType('AWS::IAM::Role')];
    const putting = policies.filter((policy) =>
      allowedBy(policy).some(({ Action }) => Action.some((action) => action.startsWith('firehose:'))),
    );
    const streams = Object.fromEntries(
      putting.map((policy) => {
        const allowed = allowedBy(policy).filter(({ Action }) => Action.some((one) => one.startsWith('firehose:')));
        const named = json(allowed.map(({ Resource }) => Resource));
        expect(named).not.toContain('*');
        const tables = ARRIVING_TABLES.filter((table) =>
          new RegExp(`lakestream${table}|lake[a-z0-9]*${table}`, 'i').test(named),
        );
        return [/^[a-z]+?(?=lambda)/i.exec(policy.logicalId)?.[0].toLowerCase() ?? policy.logicalId, tables];
      }),
    );
    // Whoever counts whom the channels reach tells that, and nothing else.
    expect(streams).toEqual({ filllake: ['events', 'deliveries', 'consents'], buildrollups: ['reach'] });
  });

  it('is followed in the tables of events and consents, without end to the tries', () => {
    const mappings = ofType('AWS::Lambda::EventSourceMapping').filter(({ Properties }) =>
      json(Properties['FunctionName']).includes('filllake'),
    );
    expect(mappings.length).toBeGreaterThanOrEqual(2);
    for (const { Properties } of mappings) {
      expect(Properties).toMatchObject({ MaximumRetryAttempts: -1, StartingPosition: 'TRIM_HORIZON' });
      expect(json(Properties['FilterCriteria'])).toContain('prefix');
    }
  });

  it('is rolled up by a function that reads events alone there and writes rollups alone, every hour', () => {
    const policies = ofType('AWS::IAM::Policy').filter(({ logicalId }) => /buildrollups/i.test(logicalId));
    const allowed = policies.flatMap((policy) => allowedBy(policy));
    const on = (action: string): string =>
      allowed
        .filter(({ Action }) => Action.includes(action))
        .map(({ Resource }) => json(Resource))
        .join();
    for (const table of ['events', 'user_day', 'user_week', 'event_day']) {
      expect(on('glue:GetTable')).toContain(`/${table}"`);
      expect(on('s3:GetObject')).toContain(`/${table}/*"`);
    }
    for (const table of ['deliveries', 'consents', 'reach']) {
      for (const action of ['glue:GetTable', 's3:GetObject', 's3:PutObject']) expect(on(action)).not.toContain(table);
    }
    // Whom the channels reach is counted over the customers, who are read and nothing else.
    expect(on('dynamodb:Scan')).toContain('Customer');
    expect(on('dynamodb:PutItem')).not.toContain('Customer');
    for (const action of ['s3:PutObject', 's3:DeleteObject']) expect(on(action)).not.toMatch(/events\/\*|:::[^/]*\*/);
    expect(on('s3:DeleteObject')).not.toContain('results');
    expect(on('glue:GetTable')).not.toContain('*');
    const schedules = resources.filter(
      ({ Properties }) => 'ScheduleExpression' in Properties && /buildrollups/i.test(json(Properties)),
    );
    expect(schedules.map(({ Properties }) => Properties['ScheduleExpression'])).toEqual(['cron(0 */1 * * ? *)']);
  });

  it('finds the files of weeks by their Mondays, and those of days from the first that reports know', () => {
    const parameters = new Map(
      ofType('AWS::Glue::Table').map(({ Properties }) => {
        const { Name, Parameters } = Properties['TableInput'] as { Name: string; Parameters: Record<string, string> };
        return [Name, Parameters];
      }),
    );
    const [first = ''] = parameters.get('user_week')?.['projection.week_kst.range']?.split(',') ?? [];
    expect(new Date(`${first}T00:00:00Z`).getUTCDay()).toBe(1);
    expect(first < '2000-01-01').toBe(true);
    expect(parameters.get('user_week')).toMatchObject({ 'projection.week_kst.interval': '7' });
    expect(parameters.get('user_day')?.['projection.day_kst.range']).toBe(`${first},NOW+1DAY`);
  });
});
