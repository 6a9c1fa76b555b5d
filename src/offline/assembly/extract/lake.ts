import * as z from 'zod';
import type {
  CatalogTable,
  Dashboard,
  DeliveryStream,
  JsonDeserializer,
  QueryWorkGroup,
  RecordConversion,
} from '../resources.ts';
import type { ResourceView } from '../attributes/resource-view.ts';
import type { Inventory } from './inventory.ts';
import { numeric, readProperty, truth } from './read-property.ts';

const columns = z
  .array(z.object({ Name: z.string(), Type: z.string() }))
  .default([])
  .transform((all) => all.map(({ Name: name, Type: type }) => ({ name, type })));

const tableInput = z.object({
  Name: z.string().optional(),
  PartitionKeys: columns,
  Parameters: z.record(z.string(), z.coerce.string()).default({}),
  StorageDescriptor: z.object({
    Columns: columns,
    Location: z.string().optional(),
    SerdeInfo: z.object({ SerializationLibrary: z.string().optional() }).optional(),
  }),
});

const PARQUET = 'org.apache.hadoop.hive.ql.io.parquet.serde.ParquetHiveSerDe';

/** Tables of the Glue catalog, as queries find them. */
export function extractCatalogTables(inventory: Inventory): CatalogTable[] {
  // A database is known by its name alone.
  inventory.ofType('AWS::Glue::Database');
  return inventory.ofType('AWS::Glue::Table').map((view) => {
    const input = readProperty(view, 'TableInput', tableInput);
    const { Columns, Location, SerdeInfo } = input.StorageDescriptor;
    const isParquet = SerdeInfo?.SerializationLibrary === PARQUET;
    return {
      database: view.requiredText('DatabaseName'),
      name: inventory.ref(view),
      columns: Columns,
      partitionKeys: input.PartitionKeys,
      parameters: input.Parameters,
      ...(Location === undefined ? {} : { location: Location }),
      ...(isParquet ? {} : { problem: `of file formats, Parquet (${PARQUET}) can be read offline` }),
    };
  });
}

const workGroupConfiguration = z
  .object({
    EnforceWorkGroupConfiguration: truth.default(true),
    BytesScannedCutoffPerQuery: numeric.optional(),
    ResultConfiguration: z.object({ OutputLocation: z.string().optional() }).optional(),
  })
  .optional();

/** Athena's workgroups. */
export function extractWorkGroups(inventory: Inventory): QueryWorkGroup[] {
  return inventory.ofType('AWS::Athena::WorkGroup').map((view) => {
    const name = inventory.ref(view);
    const configuration = readProperty(view, 'WorkGroupConfiguration', workGroupConfiguration);
    const location = configuration?.ResultConfiguration?.OutputLocation;
    const cutoff = configuration?.BytesScannedCutoffPerQuery;
    return {
      name,
      arn: view.arn('athena', `workgroup/${name}`),
      isEnforced: configuration?.EnforceWorkGroupConfiguration ?? true,
      ...(location === undefined ? {} : { outputLocation: location }),
      ...(cutoff === undefined ? {} : { maxScannedBytes: cutoff }),
    };
  });
}

/** Dashboards, which are known by their ids; what they show is not drawn here. */
export function extractDashboards(inventory: Inventory): Dashboard[] {
  return inventory.ofType('AWS::QuickSight::Dashboard').map((view) => ({ id: view.requiredText('DashboardId') }));
}

const openX = z.object({
  CaseInsensitive: truth.default(true),
  ConvertDotsInJsonKeysToUnderscores: truth.default(false),
  ColumnToJsonKeyMappings: z.record(z.string(), z.string()).default({}),
});

const conversion = z.object({
  Enabled: truth.default(true),
  InputFormatConfiguration: z.object({
    Deserializer: z.object({ OpenXJsonSerDe: openX.optional(), HiveJsonSerDe: z.unknown().optional() }),
  }),
  OutputFormatConfiguration: z.object({
    Serializer: z.object({
      ParquetSerDe: z.object({ Compression: z.enum(['UNCOMPRESSED', 'GZIP', 'SNAPPY']).default('SNAPPY') }).optional(),
    }),
  }),
  SchemaConfiguration: z.object({ DatabaseName: z.string(), TableName: z.string() }),
});

const destination = z
  .object({
    BucketARN: z.string(),
    Prefix: z.string().optional(),
    ErrorOutputPrefix: z.string().optional(),
    CustomTimeZone: z.string().default('UTC'),
    BufferingHints: z.object({ IntervalInSeconds: numeric.optional(), SizeInMBs: numeric.optional() }).optional(),
    DataFormatConversionConfiguration: conversion.optional(),
    DynamicPartitioningConfiguration: z.object({ Enabled: truth.optional() }).optional(),
    ProcessingConfiguration: z.object({ Enabled: truth.optional() }).optional(),
  })
  .optional();

type Destination = Exclude<z.infer<typeof destination>, undefined>;

/** Firehose streams that deliver to S3; what of one does not run offline is its `problem`. */
export function extractDeliveryStreams(inventory: Inventory, tables: readonly CatalogTable[]): DeliveryStream[] {
  return inventory.ofType('AWS::KinesisFirehose::DeliveryStream').map((view) => {
    const named = { name: inventory.ref(view), arn: inventory.attribute(view, 'Arn') };
    const target =
      readProperty(view, 'ExtendedS3DestinationConfiguration', destination) ??
      readProperty(view, 'S3DestinationConfiguration', destination);
    if (target === undefined) return named;
    const { Prefix: prefix, ErrorOutputPrefix: errorPrefix, CustomTimeZone: timeZone } = target;
    const read = readConversion(target, tables);
    const problem = unsupportedPart(view, target) ?? ('problem' in read ? read.problem : undefined);
    return {
      ...named,
      bucketName: target.BucketARN.slice('arn:aws:s3:::'.length),
      timeZone,
      buffering: {
        seconds: target.BufferingHints?.IntervalInSeconds ?? 300,
        bytes: (target.BufferingHints?.SizeInMBs ?? 5) * 1024 * 1024,
      },
      ...(prefix === undefined ? {} : { prefix }),
      ...(errorPrefix === undefined ? {} : { errorPrefix }),
      ...('conversion' in read ? { conversion: read.conversion } : {}),
      ...(problem === undefined ? {} : { problem }),
    };
  });
}

function unsupportedPart(view: ResourceView, target: Destination): string | undefined {
  if (target.DynamicPartitioningConfiguration?.Enabled === true) return 'dynamic partitioning does not run offline';
  if (target.ProcessingConfiguration?.Enabled === true) return 'processing of records does not run offline';
  if (view.text('DeliveryStreamType') === 'KinesisStreamAsSource')
    return 'a Kinesis stream as its source does not run offline';
  return undefined;
}

function readConversion(
  target: Destination,
  tables: readonly CatalogTable[],
): { readonly conversion: RecordConversion } | { readonly problem: string } | Record<never, never> {
  const given = target.DataFormatConversionConfiguration;
  if (given === undefined || given.Enabled === false) return {};
  const { DatabaseName: database, TableName: tableName } = given.SchemaConfiguration;
  const table = tables.find((one) => one.database === database && one.name === tableName);
  if (table === undefined) return { problem: `its table ${database}.${tableName} is not in the backend` };
  const { ParquetSerDe } = given.OutputFormatConfiguration.Serializer;
  if (ParquetSerDe === undefined) return { problem: 'of output formats, Parquet runs offline' };
  const { OpenXJsonSerDe, HiveJsonSerDe } = given.InputFormatConfiguration.Deserializer;
  if (OpenXJsonSerDe === undefined && HiveJsonSerDe !== undefined)
    return { problem: 'of deserializers, the OpenX JSON SerDe runs offline' };
  return {
    conversion: {
      columns: table.columns,
      deserializer: deserializerOf(OpenXJsonSerDe ?? openX.parse({})),
      compression: ParquetSerDe.Compression,
    },
  };
}

function deserializerOf(given: z.infer<typeof openX>): JsonDeserializer {
  return {
    isCaseInsensitive: given.CaseInsensitive,
    convertsDots: given.ConvertDotsInJsonKeysToUnderscores,
    keyOfColumn: given.ColumnToJsonKeyMappings,
  };
}
