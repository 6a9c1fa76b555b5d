import { randomUUID } from 'node:crypto';
import { mkdirSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import * as z from 'zod';
import type { CatalogTable, QueryWorkGroup } from '../../assembly/resources.ts';
import type { Clock } from '../../clock.ts';
import { errorResponse, jsonObject, jsonResponse, notSupportedOffline, targetOperation } from '../aws-response.ts';
import type { Authorization, AwsResponse, AwsService } from '../contract.ts';
import type { BucketStore } from '../s3/create-s3.ts';
import { loadServiceModel, validateShape } from '../validate-shape.ts';
import { describeExecution } from './describe-execution.ts';
import { openQueryExecutions, type QueryExecution } from './query-executions.ts';
import { readStatement, type ReadStatement } from './read-statement.ts';
import { createQueryRunner, QueryFailedError } from './run-query.ts';

export interface AthenaOptions {
  readonly tables: readonly CatalogTable[];
  readonly workGroups: readonly QueryWorkGroup[];
  readonly bucketOf: (name: string) => BucketStore | undefined;
  /** Awaited before each query. */
  readonly beforeQuery?: () => Promise<void>;
  readonly folder: string;
  readonly clock: Clock;
  readonly region: string;
  readonly accountId: string;
}

const startInput = z.object({
  QueryString: z.string(),
  ClientRequestToken: z.string().optional(),
  QueryExecutionContext: z.object({ Database: z.string().optional(), Catalog: z.string().optional() }).optional(),
  ResultConfiguration: z.object({ OutputLocation: z.string().optional() }).optional(),
  WorkGroup: z.string().default('primary'),
  ExecutionParameters: z.array(z.string()).default([]),
});
type StartInput = z.infer<typeof startInput>;

const idInput = z.object({ QueryExecutionId: z.string() });
const resultsInput = idInput.extend({ MaxResults: z.number().default(1_000), NextToken: z.string().optional() });

const OPERATIONS = ['StartQueryExecution', 'GetQueryExecution', 'GetQueryResults', 'StopQueryExecution'] as const;
type Operation = (typeof OPERATIONS)[number];

/** Queries at one time: each has the cores for itself. */
const MAX_RUNNING = 2;

/**
 * Athena over the tables of the synthesized Glue catalog, by DuckDB: the same files, the same SQL as far as both engines
 * agree, and a refusal by name beyond that.
 */
export function createAthena(options: AthenaOptions): AwsService {
  const { tables, workGroups, bucketOf, folder, clock, region, accountId } = options;
  const model = loadServiceModel('athena');
  const executions = openQueryExecutions(folder);
  const runner = createQueryRunner({ tables, bucketOf, folder, now: () => clock.now() });
  const running = new Map<string, { readonly abort: AbortController; readonly done: Promise<void> }>();
  const waiting: (() => void)[] = [];
  let active = 0;

  const groupOf = (name: string): QueryWorkGroup | undefined => workGroups.find((group) => group.name === name);

  function start(input: StartInput): AwsResponse {
    const group = groupOf(input.WorkGroup);
    if (group === undefined) return invalid(`WorkGroup is not found: ${input.WorkGroup}`);
    const known = input.ClientRequestToken === undefined ? undefined : executions.findByToken(input.ClientRequestToken);
    if (known !== undefined) {
      if (known.query === input.QueryString) return jsonResponse(200, { QueryExecutionId: known.id });
      return invalid('Idempotent parameters do not match');
    }
    const catalog = input.QueryExecutionContext?.Catalog;
    if (catalog !== undefined && catalog.toLowerCase() !== 'awsdatacatalog')
      return notSupportedOffline('Athena', `the catalog ${catalog}`);
    const asked = group.isEnforced ? undefined : input.ResultConfiguration?.OutputLocation;
    const location = asked ?? group.outputLocation;
    if (location === undefined)
      return invalid(
        'No output location provided. An output location is required either through the Workgroup result configuration setting or as an API input.',
      );
    const read = readStatement(input.QueryString, input.ExecutionParameters);
    if (!read.ok)
      return read.kind === 'INVALID'
        ? invalid(`line 1:1: ${read.problem}`)
        : notSupportedOffline('Athena', 'this statement', `${read.problem}.`);
    const database = input.QueryExecutionContext?.Database?.toLowerCase();
    const id = randomUUID();
    const execution: QueryExecution = {
      id,
      query: input.QueryString,
      parameters: input.ExecutionParameters,
      workGroup: group.name,
      outputLocation: `${location.endsWith('/') ? location : `${location}/`}${id}.csv`,
      state: 'QUEUED',
      submittedAt: clock.now(),
      engineMs: 0,
      scannedBytes: 0,
      columns: [],
      rows: 0,
      isUnload: read.statement.unload !== undefined,
      ...(database === undefined ? {} : { database }),
      ...(input.ClientRequestToken === undefined ? {} : { token: input.ClientRequestToken }),
    };
    executions.save(execution);
    const abort = new AbortController();
    const done = carryOut(execution, read.statement, group, abort.signal).finally(() => running.delete(id));
    running.set(id, { abort, done });
    return jsonResponse(200, { QueryExecutionId: id });
  }

  async function carryOut(
    execution: QueryExecution,
    statement: ReadStatement,
    group: QueryWorkGroup,
    signal: AbortSignal,
  ): Promise<void> {
    const end = (change: Partial<QueryExecution>): void =>
      executions.save({ ...execution, completedAt: clock.now(), ...change });
    if (active >= MAX_RUNNING) await new Promise<void>((resolve) => waiting.push(resolve));
    active += 1;
    const began = performance.now();
    try {
      if (signal.aborted) return end({ state: 'CANCELLED', reason: 'Query cancelled by user' });
      await options.beforeQuery?.();
      executions.save({ ...execution, state: 'RUNNING' });
      const result = await runner.run({
        statement,
        database: execution.database,
        maxScannedBytes: group.maxScannedBytes,
        resultFile: executions.resultFile(execution.id),
        signal,
      });
      if (!execution.isUnload)
        await layDown(
          execution,
          result.columns.map(({ name }) => name),
        );
      const { columns, rows, scannedBytes } = result;
      const engineMs = Math.round(performance.now() - began);
      end({ state: 'SUCCEEDED', columns: [...columns], rows, scannedBytes, engineMs });
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      if (signal.aborted) end({ state: 'CANCELLED', reason: 'Query cancelled by user' });
      else end({ state: error instanceof QueryFailedError ? error.state : 'FAILED', reason });
    } finally {
      active -= 1;
      waiting.shift()?.();
    }
  }

  /** The result as the CSV that Athena leaves in the bucket of results. */
  async function layDown({ id, outputLocation }: QueryExecution, names: readonly string[]): Promise<void> {
    const [, bucket = '', key = ''] = /^s3:\/\/([^/]+)\/(.*)$/.exec(outputLocation) ?? [];
    const store = bucketOf(bucket);
    if (store === undefined) throw new QueryFailedError(`Unable to verify/create output bucket ${bucket}`);
    const line = (row: readonly (string | null)[]): string =>
      row.map((value) => (value === null ? '' : `"${value.replaceAll('"', '""')}"`)).join(',');
    const rows = (await rowsOf(id)).map(line);
    store.put(key, Buffer.from(`${[line(names), ...rows].join('\n')}\n`), 'application/octet-stream');
  }

  async function rowsOf(id: string): Promise<(string | null)[][]> {
    const text = await readFile(executions.resultFile(id), 'utf8');
    const row = z.array(z.string().nullable());
    return text
      .split('\n')
      .filter((line) => line !== '')
      .map((line) => row.parse(JSON.parse(line)));
  }

  async function results({ QueryExecutionId: id, MaxResults: max, NextToken: token }: z.infer<typeof resultsInput>) {
    const execution = executions.find(id);
    if (execution === undefined) return invalid(`QueryExecution ${id} was not found`);
    if (execution.state === 'FAILED' || execution.state === 'CANCELLED')
      return invalid(`Query did not finish successfully. Final query state: ${execution.state}`);
    if (execution.state !== 'SUCCEEDED')
      return invalid(`Query has not yet finished. Current state: ${execution.state}`);
    const from = token === undefined ? 0 : Number(Buffer.from(token, 'base64url').toString('utf8'));
    if (!Number.isSafeInteger(from) || from < 0) return invalid('Invalid NextToken');
    // The first page begins with the names, and they count.
    const all = execution.isUnload ? [] : [execution.columns.map(({ name }) => name), ...(await rowsOf(id))];
    const page = all.slice(from, from + max);
    const next = from + page.length;
    return jsonResponse(200, {
      UpdateCount: 0,
      ...(next < all.length ? { NextToken: Buffer.from(String(next)).toString('base64url') } : {}),
      ResultSet: {
        Rows: page.map((row) => ({ Data: row.map((value) => (value === null ? {} : { VarCharValue: value })) })),
        ResultSetMetadata: {
          ColumnInfo: execution.columns.map(({ name, type, precision, scale }) => ({
            CatalogName: 'hive',
            SchemaName: '',
            TableName: '',
            Name: name,
            Label: name,
            Type: type,
            Precision: precision,
            Scale: scale,
            Nullable: 'UNKNOWN',
            CaseSensitive: type === 'varchar',
          })),
        },
      },
    });
  }

  function describe(id: string): AwsResponse {
    const execution = executions.find(id);
    if (execution === undefined) return invalid(`QueryExecution ${id} was not found`);
    return jsonResponse(200, { QueryExecution: describeExecution(execution) });
  }

  function stop(id: string): AwsResponse {
    if (executions.find(id) === undefined) return invalid(`QueryExecution ${id} was not found`);
    running.get(id)?.abort.abort();
    return jsonResponse(200, {});
  }

  async function answer(operation: Operation, body: Readonly<Record<string, unknown>>): Promise<AwsResponse> {
    switch (operation) {
      case 'StartQueryExecution':
        return start(startInput.parse(body));
      case 'GetQueryExecution':
        return describe(idInput.parse(body).QueryExecutionId);
      case 'GetQueryResults':
        return results(resultsInput.parse(body));
      case 'StopQueryExecution':
        return stop(idInput.parse(body).QueryExecutionId);
    }
  }

  /** Athena reads the catalog and the bucket of results with the rights of whoever asks. */
  function permissions(action: Operation, body: Readonly<Record<string, unknown>>): readonly Authorization[] {
    const id = idInput.safeParse(body);
    const input = startInput.safeParse(body);
    const execution = id.success ? executions.find(id.data.QueryExecutionId) : undefined;
    const name = execution?.workGroup ?? (input.success ? input.data.WorkGroup : 'primary');
    const group = groupOf(name);
    const of = (service: string, rest: string): string => `arn:aws:${service}:${region}:${accountId}:${rest}`;
    const own = { action: `athena:${action}`, resource: group?.arn ?? of('athena', `workgroup/${name}`) };
    const [, bucket = '', prefix = ''] = /^s3:\/\/([^/]+)\/(.*)$/.exec(group?.outputLocation ?? '') ?? [];
    if (bucket === '') return [own];
    const result = `arn:aws:s3:::${bucket}/${prefix}${execution?.id ?? 'result'}.csv`;
    if (action === 'GetQueryResults') return [own, { action: 's3:GetObject', resource: result }];
    const database = input.success ? input.data.QueryExecutionContext?.Database : undefined;
    if (action !== 'StartQueryExecution') return [own];
    return [
      own,
      { action: 's3:PutObject', resource: result },
      ...(database === undefined ? [] : [{ action: 'glue:GetDatabase', resource: of('glue', `database/${database}`) }]),
    ];
  }

  return {
    authorizationOf(request) {
      const operation = OPERATIONS.find((one) => one === targetOperation(request.headers));
      // Refused by its name, whoever asks for it.
      return operation === undefined ? undefined : permissions(operation, jsonObject(request.body) ?? {});
    },
    async handle(request) {
      const named = targetOperation(request.headers);
      const operation = OPERATIONS.find((one) => one === named);
      if (operation === undefined) return notSupportedOffline('Athena', named);
      const body = jsonObject(request.body);
      if (body === undefined)
        return errorResponse(400, 'SerializationException', 'The request body is not a JSON object.');
      const [problem] = validateShape(model, operation, body);
      if (problem !== undefined) return invalid(`${problem.path} ${problem.message}.`);
      mkdirSync(folder, { recursive: true });
      return answer(operation, body);
    },
    async stop() {
      for (const { abort } of running.values()) abort.abort();
      await Promise.all([...running.values()].map(({ done }) => done));
    },
  };
}

function invalid(message: string): AwsResponse {
  return errorResponse(400, 'InvalidRequestException', message, { AthenaErrorCode: 'INVALID_INPUT' });
}
