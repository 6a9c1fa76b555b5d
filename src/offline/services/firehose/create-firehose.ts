import { randomUUID } from 'node:crypto';
import { appendFileSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { DeliveryStream } from '../../assembly/resources.ts';
import type { Clock } from '../../clock.ts';
import {
  errorResponse,
  isRecord,
  jsonObject,
  jsonResponse,
  notSupportedOffline,
  targetOperation,
} from '../aws-response.ts';
import type { AwsResponse, AwsService } from '../contract.ts';
import type { FaultPlan } from '../fault-plan.ts';
import { underFaultPlan } from '../provider-call.ts';
import type { BucketStore } from '../s3/create-s3.ts';
import { loadServiceModel, validateShape } from '../validate-shape.ts';
import { createRecordConverter } from './convert-records.ts';
import { openDeliveryBuffer, type DeliveryBuffer } from './delivery-buffer.ts';

export interface FirehoseOptions {
  readonly streams: readonly DeliveryStream[];
  /** What is not delivered yet; a stream that delivers nowhere becomes one file in it. */
  readonly folder: string;
  readonly clock: Clock;
  /** Where streams deliver to. */
  readonly bucketOf?: (name: string) => BucketStore | undefined;
  readonly faultPlan?: FaultPlan;
  readonly tell?: (line: string) => void;
}

export interface Firehose extends AwsService {
  /** Delivers everything that was acknowledged, whatever the buffering hints say. */
  flush(): Promise<void>;
}

const MAX_BATCH_BYTES = 4 * 1024 * 1024;
const UNAVAILABLE = 'ServiceUnavailableException';
const FAILURES = {
  429: UNAVAILABLE,
  500: 'InternalFailure',
  503: UNAVAILABLE,
  403: 'AccessDeniedException',
  413: 'InvalidArgumentException',
} as const;

/**
 * Kinesis Data Firehose. A record is on disk when it is acknowledged; objects are written as the stream's buffering hints
 * say, byte for byte with no delimiter added, or as Parquet. The fault plan's FIREHOSE rules are about it.
 */
export function createFirehose(options: FirehoseOptions): Firehose {
  const { streams, folder, clock, faultPlan } = options;
  const tell = options.tell ?? (() => undefined);
  const model = loadServiceModel('firehose');
  const converter = createRecordConverter(join(folder, 'conversion'));
  const buffers = new Map<string, DeliveryBuffer>();
  for (const stream of streams) {
    const bucket = stream.bucketName === undefined ? undefined : options.bucketOf?.(stream.bucketName);
    if (bucket === undefined || stream.problem !== undefined) continue;
    buffers.set(stream.name, openDeliveryBuffer({ stream, bucket, folder, clock, converter, tell }));
  }
  const named = (name: unknown): DeliveryStream | undefined => streams.find((stream) => stream.name === name);
  let count = 0;

  function keep({ name }: DeliveryStream, records: readonly Buffer[]): void {
    const buffer = buffers.get(name);
    if (buffer !== undefined) {
      buffer.add(records);
      return;
    }
    mkdirSync(folder, { recursive: true });
    appendFileSync(join(folder, `${name}.data`), Buffer.concat(records));
  }

  function put(operation: 'PutRecord' | 'PutRecordBatch', body: Readonly<Record<string, unknown>>): AwsResponse {
    const stream = named(body['DeliveryStreamName']);
    if (stream === undefined)
      return failure('ResourceNotFoundException', `Firehose ${String(body['DeliveryStreamName'])} not found.`);
    if (stream.problem !== undefined)
      return notSupportedOffline('Firehose', `${operation} of ${stream.name}`, `${stream.problem}.`);
    const records =
      operation === 'PutRecord' ? [body['Record']] : Array.isArray(body['Records']) ? body['Records'] : [];
    const data = records.map((record) =>
      Buffer.from(isRecord(record) && typeof record['Data'] === 'string' ? record['Data'] : '', 'base64'),
    );
    if (data.reduce((sum, { length }) => sum + length, 0) > MAX_BATCH_BYTES)
      return failure('InvalidArgumentException', `Records size exceeds ${MAX_BATCH_BYTES} bytes.`);
    const isTaken = data.map(() => {
      count += 1;
      return (faultPlan?.outcomeFor('FIREHOSE', `${stream.name}#${count}`) ?? 'SUCCESSFUL') === 'SUCCESSFUL';
    });
    keep(
      stream,
      data.filter((_, index) => isTaken[index] === true),
    );
    const failed = isTaken.filter((taken) => !taken).length;
    if (operation === 'PutRecord') {
      if (failed > 0) return errorResponse(503, UNAVAILABLE, 'Slow down.');
      return jsonResponse(200, { RecordId: randomUUID(), Encrypted: false });
    }
    return jsonResponse(200, {
      FailedPutCount: failed,
      Encrypted: false,
      RequestResponses: isTaken.map((taken) =>
        taken ? { RecordId: randomUUID() } : { ErrorCode: UNAVAILABLE, ErrorMessage: 'Slow down.' },
      ),
    });
  }

  async function flush(): Promise<void> {
    await Promise.all([...buffers.values()].map((buffer) => buffer.flush()));
  }

  return {
    flush,
    authorizationOf(request) {
      const stream = named(jsonObject(request.body)?.['DeliveryStreamName']);
      return { action: `firehose:${targetOperation(request.headers)}`, resource: stream?.arn ?? '*' };
    },
    async handle(request) {
      const operation = targetOperation(request.headers);
      if (operation !== 'PutRecord' && operation !== 'PutRecordBatch')
        return notSupportedOffline('Firehose', operation);
      const body = jsonObject(request.body);
      if (body === undefined) return failure('SerializationException', 'The request body is not a JSON object.');
      const [problem] = validateShape(model, operation, body);
      if (problem !== undefined) return failure('ValidationException', `${problem.path} ${problem.message}.`);
      if (faultPlan === undefined) return put(operation, body);
      return underFaultPlan(faultPlan, 'FIREHOSE', FAILURES, () => put(operation, body));
    },
    async stop() {
      for (const buffer of buffers.values()) await buffer.close();
      await converter.close();
    },
  };
}

function failure(name: string, message: string): AwsResponse {
  return errorResponse(400, name, message);
}
