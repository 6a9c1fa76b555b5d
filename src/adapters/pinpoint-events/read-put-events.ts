import * as z from 'zod';
import { sayEvent } from '../../domain/pinpoint-export/index.ts';

/** A request to the URL of a function. https://docs.aws.amazon.com/lambda/latest/dg/urls-invocation.html#urls-payloads */
const urlEvent = z.object({
  rawPath: z.string(),
  requestContext: z.object({ http: z.object({ method: z.string() }) }),
  body: z.string().optional(),
  isBase64Encoded: z.boolean().optional(),
});

/** https://docs.aws.amazon.com/pinpoint/latest/apireference/apps-application-id-events.html */
const pinpointEvent = z.object({
  EventType: z.unknown().optional(),
  Timestamp: z.unknown().optional(),
  Attributes: z.record(z.string(), z.unknown()).nullish(),
  Metrics: z.record(z.string(), z.unknown()).nullish(),
  Session: z.object({ Duration: z.number().nullish() }).nullish(),
  AppVersionCode: z.string().nullish(),
});
const batch = z.object({
  BatchItem: z.record(z.string(), z.object({ Events: z.record(z.string(), z.unknown()).nullish() })),
});

/** One event of a request: whose endpoint it came from, and what it says in our words, not checked yet. */
export type PutEvent = {
  readonly endpointId: string;
  readonly eventId: string;
  /** Null: it is none in Pinpoint's form. */
  readonly said: Readonly<Record<string, unknown>> | null;
};

export type PutEventsRequest =
  | { readonly kind: 'EVENTS'; readonly endpointIds: readonly string[]; readonly events: readonly PutEvent[] }
  | { readonly kind: 'NOT_FOUND' }
  | { readonly kind: 'BAD_REQUEST'; readonly message: string };

// One slash or two: clients join the path to a URL that ends with one.
const PATH = /^\/{1,2}v1\/apps\/[^/]+\/events(?:\/legacy)?\/?$/;

/** Reads a request in Pinpoint's form (`PutEvents`). Which app it names does not matter: there is one here. */
export function readPutEvents(given: unknown): PutEventsRequest {
  const { rawPath, requestContext, body = '', isBase64Encoded } = urlEvent.parse(given);
  if (requestContext.http.method !== 'POST' || !PATH.test(rawPath)) return { kind: 'NOT_FOUND' };
  const text = isBase64Encoded === true ? Buffer.from(body, 'base64').toString('utf8') : body;
  const parsed = batch.safeParse(jsonOf(text));
  if (!parsed.success) return { kind: 'BAD_REQUEST', message: 'The body must be an EventsRequest with BatchItem.' };
  const items = Object.entries(parsed.data.BatchItem);
  const events = items.flatMap(([endpointId, { Events }]) =>
    Object.entries(Events ?? {}).map(([eventId, event]) => ({ endpointId, eventId, said: said(event) })),
  );
  return { kind: 'EVENTS', endpointIds: items.map(([endpointId]) => endpointId), events };
}

function said(event: unknown): PutEvent['said'] {
  const parsed = pinpointEvent.safeParse(event);
  if (!parsed.success) return null;
  const { EventType: type, Timestamp: at, Attributes, Metrics, Session, AppVersionCode } = parsed.data;
  return sayEvent({
    type,
    at,
    attributes: Attributes ?? {},
    metrics: Metrics ?? {},
    appVersion: AppVersionCode ?? undefined,
    durationMs: Session?.Duration ?? undefined,
  });
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
