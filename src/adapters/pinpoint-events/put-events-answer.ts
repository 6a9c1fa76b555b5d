import type { PutOutcome } from '../../app/event/index.ts';

/** An answer of a function's URL. */
export type UrlAnswer = {
  readonly statusCode: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
};

/** An answer of PutEvents: 202, with a status for each event, in Pinpoint's form. */
export function putEventsAnswer(endpointIds: readonly string[], outcomes: readonly PutOutcome[]): UrlAnswer {
  const results = new Map(endpointIds.map((id) => [id, new Map<string, object>()]));
  for (const { endpointId, eventId, outcome } of outcomes) {
    const isTaken = outcome.outcome !== 'REJECTED';
    const item = isTaken
      ? { StatusCode: 202, Message: 'Accepted' }
      : { StatusCode: 400, Message: `${outcome.code}: ${outcome.message}` };
    results.get(endpointId)?.set(eventId, item);
  }
  const Results = Object.fromEntries(
    [...results].map(([endpointId, events]) => [
      endpointId,
      // Endpoints are changed by imports and commands alone; what a request says of them is left out.
      {
        EndpointItemResponse: { StatusCode: 202, Message: 'Accepted' },
        EventsItemResponse: Object.fromEntries(events),
      },
    ]),
  );
  return json(202, { Results });
}

/** A refusal in Pinpoint's form, of which its SDKs make an exception. */
export function putEventsRefusal(statusCode: 400 | 404 | 429 | 500, message: string): UrlAnswer {
  const type = {
    400: 'BadRequestException',
    404: 'NotFoundException',
    429: 'TooManyRequestsException',
    500: 'InternalServerErrorException',
  }[statusCode];
  return json(statusCode, { Message: message }, { 'x-amzn-errortype': type });
}

function json(statusCode: number, value: unknown, more: Readonly<Record<string, string>> = {}): UrlAnswer {
  return { statusCode, headers: { 'content-type': 'application/json', ...more }, body: JSON.stringify(value) };
}
