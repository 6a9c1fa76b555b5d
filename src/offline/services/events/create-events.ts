import { isDefaultEventBus } from '../../events/default-event-bus.ts';
import {
  errorResponse,
  isRecord,
  jsonObject,
  jsonResponse,
  notSupportedOffline,
  targetOperation,
} from '../aws-response.ts';
import type { AwsResponse, AwsService, EventPublisher, PublishedEvent } from '../contract.ts';
import {
  entrySize,
  MAX_ENTRIES,
  MAX_REQUEST_BYTES,
  putEventsInput,
  readEntry,
  type ReadEntry,
} from './put-events-entry.ts';

export interface EventsOptions {
  readonly bus: EventPublisher;
  readonly region: string;
  readonly accountId: string;
}

const JSON_1_1 = { 'content-type': 'application/x-amz-json-1.1' } as const;

/** Amazon EventBridge: PutEvents on the default event bus. Its rules are those of the backend. */
export function createEvents({ bus, region, accountId }: EventsOptions): AwsService {
  const busArn = (nameOrArn: string): string =>
    nameOrArn.startsWith('arn:') ? nameOrArn : `arn:aws:events:${region}:${accountId}:event-bus/${nameOrArn}`;

  return {
    authorizationOf(request) {
      const action = `events:${targetOperation(request.headers)}`;
      return busesOf(jsonObject(request.body)).map((name) => ({ action, resource: busArn(name) }));
    },
    handle(request) {
      const operation = targetOperation(request.headers);
      return Promise.resolve(
        operation === 'PutEvents' ? putEvents(request.body) : notSupportedOffline('EventBridge', operation),
      );
    },
  };

  function putEvents(body: Buffer): AwsResponse {
    const input = jsonObject(body);
    if (input === undefined)
      return errorResponse(400, 'SerializationException', 'The request body is not a JSON object.');
    if (input['EndpointId'] !== undefined) return notSupportedOffline('EventBridge', 'PutEvents to a global endpoint');
    const other = busesOf(input).find((name) => !isDefaultEventBus(name));
    if (other !== undefined)
      return notSupportedOffline('EventBridge', `PutEvents to the event bus ${other}`, 'Only the default bus runs.');
    const parsed = putEventsInput.safeParse(input);
    if (!parsed.success) {
      const [issue] = parsed.error.issues;
      return errorResponse(
        400,
        'ValidationException',
        `${issue?.path.join('.') ?? ''}: ${issue?.message ?? 'invalid'}`,
      );
    }
    const { Entries: entries } = parsed.data;
    if (entries.length < 1 || entries.length > MAX_ENTRIES)
      return errorResponse(
        400,
        'ValidationException',
        `1 validation error detected: Value at 'entries' failed to satisfy constraint: Member must have length between 1 and ${MAX_ENTRIES}; it is ${entries.length}.`,
      );
    if (entries.reduce((sum, entry) => sum + entrySize(entry), 0) > MAX_REQUEST_BYTES)
      return errorResponse(400, 'ValidationException', 'Total size of the entries in the request is over the limit.');
    return answer(entries.map(readEntry), bus);
  }
}

function answer(entries: readonly ReadEntry[], bus: EventPublisher): AwsResponse {
  const accepted = entries.flatMap((entry): PublishedEvent[] => (entry.ok ? [entry.event] : []));
  const ids = bus
    .publish(accepted)
    .map(({ id }) => id)
    [Symbol.iterator]();
  return jsonResponse(
    200,
    {
      FailedEntryCount: entries.length - accepted.length,
      Entries: entries.map((entry) =>
        entry.ok ? { EventId: ids.next().value } : { ErrorCode: entry.error.code, ErrorMessage: entry.error.message },
      ),
    },
    JSON_1_1,
  );
}

/** The event buses which a request names; the default one where it names none. */
function busesOf(input: Readonly<Record<string, unknown>> | undefined): readonly string[] {
  const entries = Array.isArray(input?.['Entries']) ? input['Entries'].filter(isRecord) : [];
  const names = entries.map((entry) => (typeof entry['EventBusName'] === 'string' ? entry['EventBusName'] : 'default'));
  return names.length === 0 ? ['default'] : [...new Set(names)];
}
