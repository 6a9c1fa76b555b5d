import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as z from 'zod';
import type { CatalogTable, DeliveryStream, JsonDeserializer } from '../../../../src/offline/assembly/resources.ts';
import { createClock } from '../../../../src/offline/clock.ts';
import { createAthena } from '../../../../src/offline/services/athena/create-athena.ts';
import type { AwsResponse, AwsService } from '../../../../src/offline/services/contract.ts';
import { createFaultPlan } from '../../../../src/offline/services/fault-plan.ts';
import { createFirehose } from '../../../../src/offline/services/firehose/create-firehose.ts';
import { createS3 } from '../../../../src/offline/services/s3/create-s3.ts';

const REGION = 'ap-northeast-2';
const ACCOUNT = '000000000000';

/** What a test may change of the little lake. */
export interface LakeSettings {
  readonly folder?: string;
  readonly range?: string;
  readonly deserializer?: Partial<JsonDeserializer>;
  readonly timeZone?: string;
  readonly startAt?: number;
  readonly maxScannedBytes?: number;
}

const rowsSchema = z.object({
  NextToken: z.string().optional(),
  ResultSet: z.object({
    Rows: z.array(z.object({ Data: z.array(z.object({ VarCharValue: z.string().optional() })) })),
    ResultSetMetadata: z.object({ ColumnInfo: z.array(z.object({ Name: z.string(), Type: z.string() })) }),
  }),
});

const executionSchema = z.object({
  QueryExecution: z.object({
    Status: z.object({ State: z.string(), StateChangeReason: z.string().optional() }),
    Statistics: z.object({ DataScannedInBytes: z.number() }),
  }),
});

/** A stream, its bucket, its table and Athena over them, on a folder; opened again it finds what was there. */
export function openLake(settings: LakeSettings = {}) {
  const folder = settings.folder ?? mkdtempSync(join(tmpdir(), 'lake-'));
  const base = settings.startAt === undefined ? 0 : settings.startAt - Date.now();
  const clock = createClock(() => Date.now() + base);
  const columns = [
    { name: 'id', type: 'string' },
    { name: 'n', type: 'int' },
    { name: 'amount', type: 'double' },
    { name: 'at', type: 'timestamp' },
    { name: 'attributes', type: 'map<string,string>' },
    { name: 'flags', type: 'array<string>' },
  ];
  const table: CatalogTable = {
    database: 'shop',
    name: 'things',
    columns,
    partitionKeys: [{ name: 'day', type: 'string' }],
    location: 's3://lake/things/',
    parameters: {
      'projection.enabled': 'true',
      'projection.day.type': 'date',
      'projection.day.format': 'yyyy-MM-dd',
      'projection.day.range': settings.range ?? '2026-11-01,NOW+1DAY',
      'storage.location.template': 's3://lake/things/day=${day}/',
    },
  };
  const stream: DeliveryStream = {
    name: 'things',
    arn: `arn:aws:firehose:${REGION}:${ACCOUNT}:deliverystream/things`,
    bucketName: 'lake',
    prefix: 'things/day=!{timestamp:yyyy-MM-dd}/',
    errorPrefix: 'errors/!{firehose:error-output-type}/',
    timeZone: settings.timeZone ?? 'Asia/Seoul',
    buffering: { seconds: 300, bytes: 64 * 1024 * 1024 },
    conversion: {
      columns,
      deserializer: { isCaseInsensitive: false, convertsDots: false, keyOfColumn: {}, ...settings.deserializer },
      compression: 'SNAPPY',
    },
  };
  const s3 = createS3({
    buckets: ['lake', 'results'].map((name) => ({ name, arn: `arn:aws:s3:::${name}` })),
    folder: join(folder, 's3'),
    clock,
  });
  const faultPlan = createFaultPlan(clock);
  const told: string[] = [];
  const firehose = createFirehose({
    streams: [stream],
    folder: join(folder, 'firehose'),
    clock,
    bucketOf: (name) => s3.bucket(name),
    faultPlan,
    tell: (line) => told.push(line),
  });
  const cutoff = settings.maxScannedBytes === undefined ? {} : { maxScannedBytes: settings.maxScannedBytes };
  const athena = createAthena({
    tables: [table],
    workGroups: [
      {
        name: 'insight',
        arn: `arn:aws:athena:${REGION}:${ACCOUNT}:workgroup/insight`,
        isEnforced: true,
        outputLocation: 's3://results/athena/',
        ...cutoff,
      },
    ],
    bucketOf: (name) => s3.bucket(name),
    beforeQuery: () => firehose.flush(),
    folder: join(folder, 'athena'),
    clock,
    region: REGION,
    accountId: ACCOUNT,
  });

  const call = (service: AwsService, target: string, body: unknown): Promise<AwsResponse> =>
    service.handle({
      service: 'any',
      method: 'POST',
      path: '/',
      query: new URLSearchParams(),
      headers: { 'x-amz-target': `X.${target}` },
      body: Buffer.from(JSON.stringify(body)),
      principal: null,
    });
  const json = (response: AwsResponse): unknown => JSON.parse(String(response.body));

  const lake = {
    folder,
    clock,
    faultPlan,
    told,
    bucket: s3.bucket('lake'),
    results: s3.bucket('results'),
    firehose,
    put: (...texts: readonly string[]) =>
      call(firehose, 'PutRecordBatch', {
        DeliveryStreamName: 'things',
        Records: texts.map((text) => ({ Data: Buffer.from(text).toString('base64') })),
      }),
    athena: (target: string, body: unknown) => call(athena, target, body),
    start: (sql: string, parameters?: readonly string[]) =>
      call(athena, 'StartQueryExecution', {
        QueryString: sql,
        WorkGroup: 'insight',
        QueryExecutionContext: { Database: 'shop' },
        ...(parameters === undefined ? {} : { ExecutionParameters: parameters }),
      }),
    /** Starts a query and waits for its end. */
    async run(sql: string, parameters?: readonly string[]) {
      const started = await lake.start(sql, parameters);
      if (started.status !== 200) return { state: 'REFUSED', reason: String(started.body), id: '', scannedBytes: 0 };
      const { QueryExecutionId: id } = z.object({ QueryExecutionId: z.string() }).parse(json(started));
      for (;;) {
        const { QueryExecution: now } = executionSchema.parse(
          json(await call(athena, 'GetQueryExecution', { QueryExecutionId: id })),
        );
        const { State: state, StateChangeReason: reason = '' } = now.Status;
        if (state !== 'QUEUED' && state !== 'RUNNING')
          return { state, reason, id, scannedBytes: now.Statistics.DataScannedInBytes };
        await new Promise((resolve) => setTimeout(resolve, 10));
      }
    },
    /** The rows of a query, without the header. */
    async rows(sql: string, parameters?: readonly string[]): Promise<(string | null)[][]> {
      const { state, reason, id } = await lake.run(sql, parameters);
      if (state !== 'SUCCEEDED') throw new Error(`${state}: ${reason}`);
      return (await lake.page(id)).rows.slice(1);
    },
    async page(id: string, max?: number, token?: string) {
      const answer = rowsSchema.parse(
        json(
          await call(athena, 'GetQueryResults', {
            QueryExecutionId: id,
            ...(max === undefined ? {} : { MaxResults: max }),
            ...(token === undefined ? {} : { NextToken: token }),
          }),
        ),
      );
      return {
        rows: answer.ResultSet.Rows.map(({ Data }) => Data.map(({ VarCharValue }) => VarCharValue ?? null)),
        columns: answer.ResultSet.ResultSetMetadata.ColumnInfo,
        token: answer.NextToken,
      };
    },
    async stop() {
      await athena.stop?.();
      await firehose.stop?.();
    },
    async remove() {
      await lake.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
  return lake;
}
