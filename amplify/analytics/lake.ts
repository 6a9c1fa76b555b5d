import { Stack } from 'aws-cdk-lib';
import { CfnWorkGroup } from 'aws-cdk-lib/aws-athena';
import { CfnDatabase } from 'aws-cdk-lib/aws-glue';
import { PolicyStatement, type IGrantable } from 'aws-cdk-lib/aws-iam';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import { Construct, type IConstruct } from 'constructs';
import {
  ARRIVING_TABLES,
  DERIVED_TABLES,
  LAKE_TABLES,
  type ArrivingTableName,
  type LakeTableName,
} from '../../src/domain/lake/index.ts';
import { acknowledge } from '../security/acknowledge.ts';
import { addGlueTable } from './glue-table.ts';
import { LakeBucket, RESULTS } from './lake-bucket.ts';
import { LakeStream } from './lake-stream.ts';

/** A query of a person or a report that would read more than this is cancelled: $0.05 at $5 a terabyte. */
const MAX_SCANNED_BYTES = 10 * 1024 ** 3;

/** Everything known of events, messages and consents, for reports: files, their catalog, the ways in and the way to ask. */
export class Lake extends Construct {
  readonly bucket: LakeBucket;
  readonly databaseName: string;
  readonly workGroup: CfnWorkGroup;
  private readonly streams: ReadonlyMap<ArrivingTableName, LakeStream>;

  constructor(scope: Construct, id: string, { isDisposable }: { readonly isDisposable: boolean }) {
    super(scope, id);
    const suffix = this.node.addr.slice(-8);
    this.bucket = new LakeBucket(this, 'Files', { name: `bonghwa-lake-${suffix}`, isDisposable });
    const database = new CfnDatabase(this, 'Database', {
      catalogId: Stack.of(this).account,
      databaseInput: { name: `bonghwa_${suffix}`, description: 'Events, messages and consents' },
    });
    this.databaseName = `bonghwa_${suffix}`;
    const tables = new Map(
      entriesOf(LAKE_TABLES).map(([name, table]) => [
        name,
        addGlueTable(this, table, { database, bucketName: this.bucket.name }),
      ]),
    );
    this.streams = new Map(
      ARRIVING_TABLES.map((tableName) => {
        const table = tables.get(tableName);
        if (table === undefined) throw new Error(`The lake has no table ${tableName}.`);
        const { bucket, databaseName } = this;
        return [tableName, new LakeStream(this, `Stream-${tableName}`, { bucket, databaseName, tableName, table })];
      }),
    );
    this.workGroup = new CfnWorkGroup(this, 'WorkGroup', {
      name: `bonghwa-${suffix}`,
      recursiveDeleteOption: isDisposable,
      workGroupConfiguration: {
        enforceWorkGroupConfiguration: true,
        publishCloudWatchMetricsEnabled: true,
        bytesScannedCutoffPerQuery: MAX_SCANNED_BYTES,
        engineVersion: { selectedEngineVersion: 'Athena engine version 3' },
        resultConfiguration: {
          outputLocation: `s3://${this.bucket.name}/${RESULTS}`,
          encryptionConfiguration: { encryptionOption: 'SSE_S3' },
        },
      },
    });
  }

  get workGroupName(): string {
    return this.workGroup.name;
  }

  get workGroupArn(): string {
    return Stack.of(this).formatArn({ service: 'athena', resource: 'workgroup', resourceName: this.workGroup.name });
  }

  /** The stream of a table, by its name. */
  streamName(table: ArrivingTableName): string {
    return this.streamOf(table).stream.ref;
  }

  /** Allows putting records of these tables, and nothing else. */
  grantPut(grantee: IGrantable, ...tables: readonly ArrivingTableName[]): void {
    grantee.grantPrincipal.addToPrincipalPolicy(
      new PolicyStatement({
        actions: ['firehose:PutRecordBatch'],
        resources: tables.map((table) => this.streamOf(table).stream.attrArn),
      }),
    );
  }

  /** Allows asking the tables by Athena, in the workgroup alone. */
  grantQuery(fn: IFunction): void {
    this.grantAthena(fn, { tables: '*', objects: ['*'], writes: [RESULTS] });
    acknowledge(
      fn,
      `AwsSolutions-IAM5[Resource::arn:<AWS::Partition>:glue:<AWS::Region>:<AWS::AccountId>:table/${this.databaseName}/*]`,
      'Every table of the lake may be asked, those that are added later too, and of no other database.',
    );
  }

  /** Allows asking these tables by Athena, and no others. */
  grantRead(grantee: IGrantable & IConstruct, tables: readonly LakeTableName[]): void {
    const objects = [...tables.map((name) => `${name}/*`), `${RESULTS}*`];
    this.grantAthena(grantee, { tables, objects, writes: [RESULTS] });
  }

  /** Allows making the rollups out of events: nobody's messages and consents are read, and only rollups are written. */
  grantRollUp(fn: IFunction): void {
    const folders = DERIVED_TABLES.map((name) => `${name}/`);
    this.grantAthena(fn, {
      tables: ['events', ...DERIVED_TABLES],
      objects: ['events/*', ...folders.map((folder) => `${folder}*`), `${RESULTS}*`],
      writes: [RESULTS, ...folders],
    });
    fn.grantPrincipal.addToPrincipalPolicy(
      new PolicyStatement({
        actions: ['s3:DeleteObject'],
        resources: folders.map((folder) => `${this.bucket.arn}/${folder}*`),
      }),
    );
  }

  private grantAthena(
    grantee: IGrantable & IConstruct,
    {
      tables,
      objects,
      writes,
    }: {
      readonly tables: '*' | readonly LakeTableName[];
      readonly objects: readonly string[];
      readonly writes: readonly string[];
    },
  ): void {
    const stack = Stack.of(this);
    const glue = (resource: string, resourceName?: string): string =>
      stack.formatArn({ service: 'glue', resource, ...(resourceName === undefined ? {} : { resourceName }) });
    const written = writes.map((folder) => `${folder}*`);
    for (const statement of [
      new PolicyStatement({
        actions: [
          'athena:StartQueryExecution',
          'athena:GetQueryExecution',
          'athena:GetQueryResults',
          'athena:StopQueryExecution',
        ],
        resources: [this.workGroupArn],
      }),
      new PolicyStatement({
        actions: ['glue:GetDatabase', 'glue:GetTable', 'glue:GetPartitions'],
        resources: [
          glue('catalog'),
          glue('database', this.databaseName),
          ...(tables === '*' ? ['*'] : tables).map((table) => glue('table', `${this.databaseName}/${table}`)),
        ],
      }),
      new PolicyStatement({
        actions: ['s3:GetBucketLocation', 's3:ListBucket'],
        resources: [this.bucket.arn],
      }),
      new PolicyStatement({
        actions: ['s3:GetObject'],
        resources: objects.map((name) => `${this.bucket.arn}/${name}`),
      }),
      new PolicyStatement({
        actions: ['s3:PutObject', 's3:AbortMultipartUpload'],
        resources: written.map((name) => `${this.bucket.arn}/${name}`),
      }),
    ]) {
      grantee.grantPrincipal.addToPrincipalPolicy(statement);
    }
    for (const name of new Set([...objects, ...written])) {
      acknowledge(
        grantee,
        this.bucket.finding(name),
        'Athena reads the files of whatever table is asked, and writes results, by the rights of whoever asks.',
      );
    }
  }

  private streamOf(table: ArrivingTableName): LakeStream {
    const stream = this.streams.get(table);
    if (stream === undefined) throw new Error(`The lake has no stream for ${table}.`);
    return stream;
  }
}

/** `Object.entries` forgets the key type. */
function entriesOf<K extends string, V>(record: Readonly<Record<K, V>>): [K, V][] {
  return Object.entries(record) as [K, V][];
}
