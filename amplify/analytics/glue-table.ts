import { CfnTable, type CfnDatabase } from 'aws-cdk-lib/aws-glue';
import { Stack } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import type { ColumnType, LakeTable } from '../../src/domain/lake/index.ts';

/** Hive's names of the types, as Glue keeps them. */
const HIVE_TYPES: Readonly<Record<ColumnType, string>> = {
  varchar: 'string',
  integer: 'int',
  bigint: 'bigint',
  double: 'double',
  timestamp: 'timestamp',
  'array(varchar)': 'array<string>',
  'map(varchar, varchar)': 'map<string,string>',
  'map(varchar, double)': 'map<string,double>',
  'map(varchar, bigint)': 'map<string,bigint>',
};

/**
 * Records arrive from the day on which there was a lake; days that rollups are about may be older, down to the first that
 * reports know. It is a Monday before that day, by which the weeks are found.
 */
const FIRST_DAY = { ARRIVES: '2026-11-01', DERIVED: '1999-12-27' } as const;

/**
 * A table of the lake in Glue's catalog: Parquet, a folder for each day, which no crawler has to find. Athena reckons `NOW`
 * in UTC: a range that ended with it would hide today's Korean day until 09:00, so that it ends a day later.
 * https://docs.aws.amazon.com/athena/latest/ug/partition-projection-supported-types.html
 */
export function addGlueTable(
  scope: Construct,
  table: LakeTable,
  { database, bucketName }: { readonly database: CfnDatabase; readonly bucketName: string },
): CfnTable {
  const { name, partition } = table;
  const location = `s3://${bucketName}/${name}/`;
  return new CfnTable(scope, `Table-${name}`, {
    catalogId: Stack.of(scope).account,
    databaseName: database.ref,
    tableInput: {
      name,
      description: table.meaning,
      tableType: 'EXTERNAL_TABLE',
      partitionKeys: [{ name: partition.name, type: 'string', comment: partition.meaning }],
      parameters: {
        classification: 'parquet',
        'projection.enabled': 'true',
        [`projection.${partition.name}.type`]: 'date',
        [`projection.${partition.name}.format`]: 'yyyy-MM-dd',
        [`projection.${partition.name}.range`]: `${FIRST_DAY[table.origin]},NOW+1DAY`,
        ...(partition.name === 'week_kst'
          ? { 'projection.week_kst.interval': '7', 'projection.week_kst.interval.unit': 'DAYS' }
          : {}),
        'storage.location.template': `${location}${partition.name}=\${${partition.name}}/`,
      },
      storageDescriptor: {
        location,
        columns: Object.entries(table.columns).map(([column, { type, meaning }]) => ({
          name: column,
          type: HIVE_TYPES[type],
          comment: meaning.slice(0, 255),
        })),
        inputFormat: 'org.apache.hadoop.hive.ql.io.parquet.MapredParquetInputFormat',
        outputFormat: 'org.apache.hadoop.hive.ql.io.parquet.MapredParquetOutputFormat',
        serdeInfo: { serializationLibrary: 'org.apache.hadoop.hive.ql.io.parquet.serde.ParquetHiveSerDe' },
      },
    },
  });
}
