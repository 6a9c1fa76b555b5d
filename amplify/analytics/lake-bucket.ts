import { Aws, Duration, RemovalPolicy } from 'aws-cdk-lib';
import { BlockPublicAccess, Bucket, BucketEncryption, ObjectOwnership, StorageClass } from 'aws-cdk-lib/aws-s3';
import { Construct } from 'constructs';
import { ARRIVING_TABLES } from '../../src/domain/lake/index.ts';
import { acknowledge } from '../security/acknowledge.ts';

/** Where results of queries go, and for how long somebody may want one. */
export const RESULTS = 'results/';
const RESULT_DAYS = 7;
const ERROR_DAYS = 90;

/** After half a year a day is read by reports over years alone. */
const SELDOM_READ_DAYS = 180;

/** The files of the lake: encrypted, closed to the public, by TLS alone, and gone when nobody needs them. */
export class LakeBucket extends Construct {
  /** Known wherever it is granted, so that no stack waits for this one. */
  readonly name: string;
  readonly arn: string;
  private readonly shownName: string;

  constructor(
    scope: Construct,
    id: string,
    { name, isDisposable }: { readonly name: string; readonly isDisposable: boolean },
  ) {
    super(scope, id);
    this.name = `${name}-${Aws.ACCOUNT_ID}-${Aws.REGION}`;
    this.shownName = `${name}-<AWS::AccountId>-<AWS::Region>`;
    this.arn = `arn:${Aws.PARTITION}:s3:::${this.name}`;
    const bucket = new Bucket(this, 'Bucket', {
      bucketName: this.name,
      encryption: BucketEncryption.S3_MANAGED,
      blockPublicAccess: BlockPublicAccess.BLOCK_ALL,
      objectOwnership: ObjectOwnership.BUCKET_OWNER_ENFORCED,
      enforceSSL: true,
      minimumTLSVersion: 1.2,
      removalPolicy: isDisposable ? RemovalPolicy.DESTROY : RemovalPolicy.RETAIN,
      lifecycleRules: [
        { id: 'unfinished-uploads', abortIncompleteMultipartUploadAfter: Duration.days(7) },
        { id: 'results', prefix: RESULTS, expiration: Duration.days(RESULT_DAYS) },
        { id: 'errors', prefix: 'errors/', expiration: Duration.days(ERROR_DAYS) },
        ...ARRIVING_TABLES.map((table) => ({
          id: `${table}-seldom-read`,
          prefix: `${table}/`,
          transitions: [
            { storageClass: StorageClass.INFREQUENT_ACCESS, transitionAfter: Duration.days(SELDOM_READ_DAYS) },
          ],
        })),
      ],
    });
    acknowledge(
      bucket,
      'AwsSolutions-S1',
      'Nobody reads the lake but Athena and Firehose, by roles of this backend; access logs would be a second lake.',
    );
  }

  /** What cdk-nag says of rights to objects that begin so. */
  finding(objects: string): `AwsSolutions-IAM5[${string}]` {
    return `AwsSolutions-IAM5[Resource::arn:<AWS::Partition>:s3:::${this.shownName}/${objects}]`;
  }
}
