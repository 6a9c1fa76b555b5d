import { z } from 'zod';

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

/** What the SDKs of Pinpoint record by themselves, by the names that our own client uses. */
const OWN_NAMES: Readonly<Record<string, string>> = {
  '_session.start': 'session_started',
  '_session.stop': 'session_ended',
  '_session.pause': 'session_paused',
  '_session.resume': 'session_resumed',
  '_userauth.sign_in': 'signed_in',
  '_userauth.sign_up': 'signed_up',
  '_userauth.auth_fail': 'sign_in_failed',
  '_campaign.opened_notification': 'message_opened',
};

/** The attribute by which a push message of ours names itself; apps hand on what a message carried. */
const REF = 'bonghwa';

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
  const { EventType: type, Timestamp: occurredAt, Attributes, Metrics, Session, AppVersionCode } = parsed.data;
  const { [REF]: ref, ...attributes } = Attributes ?? {};
  const duration = Session?.Duration;
  return {
    name: typeof type === 'string' && Object.hasOwn(OWN_NAMES, type) ? OWN_NAMES[type] : type,
    occurredAt,
    attributes: { ...(AppVersionCode == null ? {} : { appVersion: AppVersionCode }), ...attributes },
    // Pinpoint counts in milliseconds.
    metrics: { ...(duration == null ? {} : { durationSeconds: duration / 1000 }), ...Metrics },
    ...(ref === undefined ? {} : { ref }),
  };
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
