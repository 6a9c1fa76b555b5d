import {
  putEventsAnswer,
  putEventsRefusal,
  readPutEvents,
  type UrlAnswer,
} from '../../../src/adapters/pinpoint-events/index.ts';
import { putEvents } from '../../../src/app/event/index.ts';
import { connectEvents } from '../edge/event-deps.ts';

const deps = connectEvents();

/** Lambda has verified who calls: an identity that may invoke this URL. */
export async function handler(event: unknown): Promise<UrlAnswer> {
  const request = readPutEvents(event);
  if (request.kind === 'NOT_FOUND') return putEventsRefusal(404, 'POST to /v1/apps/{application-id}/events.');
  if (request.kind === 'BAD_REQUEST') return putEventsRefusal(400, request.message);
  const { endpointIds, events } = request;
  if (events.length === 0) return putEventsAnswer(endpointIds, []);
  const put = await putEvents(deps, events);
  return put.ok ? putEventsAnswer(endpointIds, put.outcomes) : putEventsRefusal(400, put.error.message);
}
