import { randomUUID } from 'node:crypto';
import { appendFileSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { DeliveryStream } from '../../assembly/resources.ts';
import {
  errorResponse,
  isRecord,
  jsonObject,
  jsonResponse,
  notSupportedOffline,
  targetOperation,
} from '../aws-response.ts';
import type { AwsResponse, AwsService } from '../contract.ts';
import { loadServiceModel, validateShape } from '../validate-shape.ts';

export interface FirehoseOptions {
  readonly streams: readonly DeliveryStream[];
  /** Each stream becomes one file in it. */
  readonly folder: string;
}

const MAX_BATCH_BYTES = 4 * 1024 * 1024;

/** Kinesis Data Firehose: records are appended to a file per stream, byte for byte, with no delimiter added, as Firehose does. */
export function createFirehose({ streams, folder }: FirehoseOptions): AwsService {
  const model = loadServiceModel('firehose');
  const named = (name: unknown): DeliveryStream | undefined => streams.find((stream) => stream.name === name);

  function put(operation: 'PutRecord' | 'PutRecordBatch', body: Readonly<Record<string, unknown>>): AwsResponse {
    const stream = named(body['DeliveryStreamName']);
    if (stream === undefined)
      return failure('ResourceNotFoundException', `Firehose ${String(body['DeliveryStreamName'])} not found.`);
    const records =
      operation === 'PutRecord' ? [body['Record']] : Array.isArray(body['Records']) ? body['Records'] : [];
    const data = records.map((record) =>
      Buffer.from(isRecord(record) && typeof record['Data'] === 'string' ? record['Data'] : '', 'base64'),
    );
    const bytes = Buffer.concat(data);
    if (bytes.length > MAX_BATCH_BYTES)
      return failure('InvalidArgumentException', `Records size exceeds ${MAX_BATCH_BYTES} bytes.`);
    mkdirSync(folder, { recursive: true });
    appendFileSync(join(folder, `${stream.name}.data`), bytes);
    if (operation === 'PutRecord') return jsonResponse(200, { RecordId: randomUUID(), Encrypted: false });
    return jsonResponse(200, {
      FailedPutCount: 0,
      Encrypted: false,
      RequestResponses: data.map(() => ({ RecordId: randomUUID() })),
    });
  }

  return {
    authorizationOf(request) {
      const stream = named(jsonObject(request.body)?.['DeliveryStreamName']);
      return { action: `firehose:${targetOperation(request.headers)}`, resource: stream?.arn ?? '*' };
    },
    handle(request) {
      const operation = targetOperation(request.headers);
      if (operation !== 'PutRecord' && operation !== 'PutRecordBatch')
        return Promise.resolve(notSupportedOffline('Firehose', operation));
      const body = jsonObject(request.body);
      if (body === undefined)
        return Promise.resolve(failure('SerializationException', 'The request body is not a JSON object.'));
      const [problem] = validateShape(model, operation, body);
      if (problem !== undefined)
        return Promise.resolve(failure('ValidationException', `${problem.path} ${problem.message}.`));
      return Promise.resolve(put(operation, body));
    },
  };
}

function failure(name: string, message: string): AwsResponse {
  return errorResponse(400, name, message);
}
