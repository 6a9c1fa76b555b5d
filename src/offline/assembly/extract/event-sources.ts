import * as z from 'zod';
import { compileEventPattern } from '../../events/event-pattern/compile-event-pattern.ts';
import type { ResourceView } from '../attributes/resource-view.ts';
import type { EventFilter, Queue, QueueEventSource, StreamEventSource, Table } from '../resources.ts';
import { functionArn, functionName } from './function-arn.ts';
import type { Inventory } from './inventory.ts';
import { numeric, readProperty, truth } from './read-property.ts';

/** What an event source mapping may lead from and to. */
export interface SourcesOfBackend {
  readonly functionArns: readonly string[];
  readonly queues: readonly Queue[];
  readonly tables: readonly Table[];
}

export interface ExtractedEventSources {
  readonly queues: readonly QueueEventSource[];
  readonly streams: readonly StreamEventSource[];
}

/** Event source mappings of SQS queues and DynamoDB streams; any other is said to be missing. */
export function extractEventSources(inventory: Inventory, backend: SourcesOfBackend): ExtractedEventSources {
  const queues: QueueEventSource[] = [];
  const streams: StreamEventSource[] = [];
  for (const view of inventory.ofType('AWS::Lambda::EventSourceMapping')) {
    const source = view.text('EventSourceArn') ?? 'a self-managed cluster';
    const target = functionArn(view.requiredText('FunctionName'), backend.functionArns);
    const miss = (why: string): void => {
      inventory.skip('AWS::Lambda::EventSourceMapping');
      inventory.miss(functionName(target), `is not called by ${source}: ${why}`);
    };
    if (!backend.functionArns.includes(target)) {
      miss('the function is no part of what runs here');
      continue;
    }
    const read = readMapping(view);
    if (!read.ok) miss(read.problem);
    else if (source.startsWith('arn:aws:sqs:')) {
      if (backend.queues.some((queue) => queue.arn === source))
        queues.push(toQueueSource(view, source, target, read.filters));
      else miss('the backend does not contain this queue');
    } else if (source.startsWith('arn:aws:dynamodb:')) {
      const table = backend.tables.find((candidate) => source.startsWith(`${candidate.arn}/stream/`));
      if (table === undefined) miss('the backend does not contain this table');
      else if (table.streamViewType === undefined) miss('the table has no stream (StreamSpecification)');
      else if (view.text('TumblingWindowInSeconds') !== undefined && view.text('TumblingWindowInSeconds') !== '0')
        miss('tumbling windows do not run offline');
      else streams.push(toStreamSource(view, source, target, table, read.filters, inventory, backend.queues));
    } else miss('of event source mappings, those of SQS queues and DynamoDB streams run offline');
  }
  return { queues, streams };
}

type ReadMapping =
  { readonly ok: true; readonly filters: readonly EventFilter[] } | { readonly ok: false; readonly problem: string };

const criteria = z.object({ Filters: z.array(z.object({ Pattern: z.string().optional() })).default([]) }).optional();

function readMapping(view: ResourceView): ReadMapping {
  const filters: EventFilter[] = [];
  for (const { Pattern: text } of readProperty(view, 'FilterCriteria', criteria)?.Filters ?? []) {
    if (text === undefined || text.trim() === '') continue;
    let pattern: unknown;
    try {
      pattern = JSON.parse(text);
    } catch {
      return { ok: false, problem: `its filter is no JSON: ${text}` };
    }
    const compiled = compileEventPattern(pattern);
    if (!compiled.ok) return { ok: false, problem: `its filter ${text}: ${compiled.problem}` };
    const record = z.record(z.string(), z.unknown()).safeParse(pattern);
    if (record.success) filters.push(record.data);
  }
  return { ok: true, filters };
}

const reportsItems = (view: ResourceView): boolean =>
  readProperty(view, 'FunctionResponseTypes', z.array(z.string()).default([])).includes('ReportBatchItemFailures');

function toQueueSource(
  view: ResourceView,
  queueArn: string,
  target: string,
  filters: readonly EventFilter[],
): QueueEventSource {
  const scaling = readProperty(view, 'ScalingConfig', z.object({ MaximumConcurrency: numeric.optional() }).default({}));
  return {
    queueArn,
    functionArn: target,
    batchSize: readProperty(view, 'BatchSize', numeric.default(10)),
    maxBatchingWindowSeconds: readProperty(view, 'MaximumBatchingWindowInSeconds', numeric.default(0)),
    ...(scaling.MaximumConcurrency === undefined ? {} : { maxConcurrency: scaling.MaximumConcurrency }),
    reportBatchItemFailures: reportsItems(view),
    enabled: readProperty(view, 'Enabled', truth.default(true)),
    ...(filters.length === 0 ? {} : { filters }),
  };
}

const destination = z
  .object({ OnFailure: z.object({ Destination: z.string().optional() }).optional() })
  .optional()
  .transform((value) => value?.OnFailure?.Destination);

/** Lambda writes "without end" as -1. */
const orInfinity = numeric.default(-1).transform((value) => (value < 0 ? Infinity : value));

/** https://docs.aws.amazon.com/lambda/latest/dg/services-ddb-params.html */
function toStreamSource(
  view: ResourceView,
  streamArn: string,
  target: string,
  table: Table,
  filters: readonly EventFilter[],
  inventory: Inventory,
  queues: readonly Queue[],
): StreamEventSource {
  const onFailure = readProperty(view, 'DestinationConfig', destination);
  const failureQueue = queues.find((queue) => queue.arn === onFailure);
  if (onFailure !== undefined && failureQueue === undefined)
    inventory.miss(
      functionName(target),
      `batches that it fails on are not told to ${onFailure}: no queue of this backend`,
    );
  return {
    id: view.path,
    tableName: table.name,
    streamArn,
    viewType: table.streamViewType ?? 'NEW_AND_OLD_IMAGES',
    functionArn: target,
    startingPosition: readProperty(view, 'StartingPosition', z.enum(['LATEST', 'TRIM_HORIZON'])),
    batchSize: readProperty(view, 'BatchSize', numeric.default(100)),
    maxBatchingWindowSeconds: readProperty(view, 'MaximumBatchingWindowInSeconds', numeric.default(0)),
    maxRetryAttempts: readProperty(view, 'MaximumRetryAttempts', orInfinity),
    maxRecordAgeSeconds: readProperty(view, 'MaximumRecordAgeInSeconds', orInfinity),
    bisectBatchOnFunctionError: readProperty(view, 'BisectBatchOnFunctionError', truth.default(false)),
    reportBatchItemFailures: reportsItems(view),
    filters,
    ...(failureQueue === undefined ? {} : { failureQueueArn: failureQueue.arn }),
    enabled: readProperty(view, 'Enabled', truth.default(true)),
  };
}
