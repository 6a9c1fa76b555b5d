import { Duration, Stack } from 'aws-cdk-lib';
import { Alarm, ComparisonOperator, Metric, TreatMissingData } from 'aws-cdk-lib/aws-cloudwatch';
import type { CfnTable } from 'aws-cdk-lib/aws-glue';
import { PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { CfnDeliveryStream } from 'aws-cdk-lib/aws-kinesisfirehose';
import type { IBucket } from 'aws-cdk-lib/aws-s3';
import { Construct } from 'constructs';
import { acknowledge } from '../security/acknowledge.ts';

/** Records wait so long or for so many bytes; fewer, larger files are what makes queries cheap. */
const BUFFER_SECONDS = 300;
const BUFFER_MEGABYTES = 128;

export interface LakeStreamOptions {
  readonly bucket: Pick<IBucket, 'bucketArn' | 'arnForObjects'>;
  readonly databaseName: string;
  readonly tableName: string;
  readonly table: CfnTable;
}

/** The way of one table's records into the lake: JSON in, Parquet out, a folder for each day of arrival in Korea. */
export class LakeStream extends Construct {
  readonly stream: CfnDeliveryStream;

  constructor(scope: Construct, id: string, { bucket, databaseName, tableName, table }: LakeStreamOptions) {
    super(scope, id);
    const stack = Stack.of(this);
    const role = new Role(this, 'Role', { assumedBy: new ServicePrincipal('firehose.amazonaws.com') });
    const own = ['', `errors/${tableName}/`].map((prefix) =>
      bucket.arnForObjects(`${prefix === '' ? `${tableName}/` : prefix}*`),
    );
    role.addToPolicy(
      new PolicyStatement({ actions: ['s3:PutObject', 's3:AbortMultipartUpload', 's3:GetObject'], resources: own }),
    );
    role.addToPolicy(
      new PolicyStatement({
        actions: ['s3:GetBucketLocation', 's3:ListBucket', 's3:ListBucketMultipartUploads'],
        resources: [bucket.bucketArn],
      }),
    );
    role.addToPolicy(
      new PolicyStatement({
        actions: ['glue:GetTable', 'glue:GetTableVersion', 'glue:GetTableVersions'],
        resources: [
          stack.formatArn({ service: 'glue', resource: 'catalog' }),
          stack.formatArn({ service: 'glue', resource: 'database', resourceName: databaseName }),
          stack.formatArn({ service: 'glue', resource: 'table', resourceName: `${databaseName}/${tableName}` }),
        ],
      }),
    );
    this.stream = new CfnDeliveryStream(this, 'Stream', {
      deliveryStreamType: 'DirectPut',
      deliveryStreamEncryptionConfigurationInput: { keyType: 'AWS_OWNED_CMK' },
      extendedS3DestinationConfiguration: {
        bucketArn: bucket.bucketArn,
        roleArn: role.roleArn,
        prefix: `${tableName}/arrival_day=!{timestamp:yyyy-MM-dd}/`,
        errorOutputPrefix: `errors/${tableName}/!{firehose:error-output-type}/!{timestamp:yyyy-MM-dd}/`,
        customTimeZone: 'Asia/Seoul',
        bufferingHints: { intervalInSeconds: BUFFER_SECONDS, sizeInMBs: BUFFER_MEGABYTES },
        // Parquet is compressed inside.
        compressionFormat: 'UNCOMPRESSED',
        dataFormatConversionConfiguration: {
          enabled: true,
          // By default this SerDe lowers every key, on every level: `orderId` would become `orderid`, and a record with
          // `Name` and `name` none at all.
          inputFormatConfiguration: { deserializer: { openXJsonSerDe: { caseInsensitive: false } } },
          outputFormatConfiguration: { serializer: { parquetSerDe: { compression: 'SNAPPY' } } },
          schemaConfiguration: {
            databaseName,
            tableName: table.ref,
            roleArn: role.roleArn,
            region: stack.region,
            versionId: 'LATEST',
          },
        },
      },
    });
    // What a role may do must be there before the stream that checks it.
    this.stream.node.addDependency(role);
    acknowledge(
      role,
      'AwsSolutions-IAM5',
      'Objects of the lake have names that Firehose makes up; the prefix is its own.',
    );
    this.alarm(
      'FailedConversion.Records',
      'Records of the lake could not be read; they are under errors/ of its bucket.',
      {
        threshold: 0,
        statistic: 'Sum',
      },
    );
    this.alarm('DeliveryToS3.DataFreshness', 'Records wait longer for the lake than two buffers take.', {
      threshold: 4 * BUFFER_SECONDS,
      statistic: 'Maximum',
    });
  }

  private alarm(
    metricName: string,
    alarmDescription: string,
    { threshold, statistic }: { readonly threshold: number; readonly statistic: string },
  ): void {
    const metric = new Metric({
      namespace: 'AWS/Firehose',
      metricName,
      dimensionsMap: { DeliveryStreamName: this.stream.ref },
      statistic,
      period: Duration.minutes(5),
    });
    new Alarm(this, metricName.replaceAll('.', ''), {
      metric,
      threshold,
      alarmDescription,
      evaluationPeriods: 1,
      comparisonOperator: ComparisonOperator.GREATER_THAN_THRESHOLD,
      treatMissingData: TreatMissingData.NOT_BREACHING,
    });
  }
}
