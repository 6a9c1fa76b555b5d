import * as z from 'zod';
import { canonicalJson } from '../../domain/api-client/index.ts';
import { readEvent } from '../../domain/event/index.ts';
import { sayEvent } from '../../domain/pinpoint-export/index.ts';
import { refuse, type Refused } from '../../domain/result.ts';
import type { EventInput } from '../../server/index.ts';
import { digestHex } from '../../standards/digest.ts';

type Said = { readonly ok: true; readonly event: Readonly<Record<string, unknown>> } | Refused;

/**
 * A record of Pinpoint's event stream, as Kinesis or Firehose have stored it.
 * https://docs.aws.amazon.com/pinpoint/latest/developerguide/event-streams-data-app.html
 */
const streamed = z.object({
  event_type: z.unknown(),
  event_timestamp: z.unknown(),
  application: z.object({ version_code: z.string().nullish() }).nullish(),
  client: z.object({ client_id: z.string().nullish() }).nullish(),
  session: z
    .object({
      session_id: z.string().nullish(),
      start_timestamp: z.number().nullish(),
      stop_timestamp: z.number().nullish(),
    })
    .nullish(),
  attributes: z.record(z.string(), z.unknown()).nullish(),
  metrics: z.record(z.string(), z.unknown()).nullish(),
  endpoint: z.unknown().optional(),
  client_context: z.object({ custom: z.object({ endpoint: z.unknown().optional() }).nullish() }).nullish(),
});
type Streamed = z.infer<typeof streamed>;

const endpoint = z.object({ User: z.object({ UserId: z.string().min(1) }) });

/**
 * Reads a row of a file: an event as `recordEvents` takes it, or one of Pinpoint's event stream. When it was sent is left
 * out: that was another sending than this one.
 */
export function readEventRow(text: string): { readonly ok: true; readonly event: EventInput } | Refused {
  const said = sayRow(text);
  if (!said.ok) return said;
  const read = readEvent(said.event);
  if (!read.ok) return read;
  const { sentAt: _, occurredAt, ...event } = read.event;
  return { ok: true, event: { ...event, occurredAt: new Date(occurredAt) } };
}

function sayRow(text: string): Said {
  const row = jsonOf(text);
  if (typeof row !== 'object' || row === null || Array.isArray(row)) {
    return refuse('INVALID_JSON', 'It is not a JSON object. Every event must be one.');
  }
  if (!('event_type' in row)) return { ok: true, event: { ...row } };
  const parsed = streamed.safeParse(row);
  if (parsed.success) return fromStream(parsed.data);
  const [issue] = parsed.error.issues;
  return refuse('INVALID_EVENT', `${issue?.path.join('.') ?? ''}: ${issue?.message ?? 'It cannot be read.'}`);
}

function fromStream(event: Streamed): Said {
  const { event_type: type, event_timestamp: at, session, client, application } = event;
  const customerId = customerOf(event);
  if (customerId === undefined) {
    return refuse(
      'MISSING_FIELD',
      'It names nobody: neither User.UserId of an endpoint nor client.client_id is there.',
    );
  }
  const [start, stop] = [session?.start_timestamp, session?.stop_timestamp];
  const said = sayEvent({
    type,
    at,
    attributes: event.attributes ?? {},
    metrics: event.metrics ?? {},
    appVersion: application?.version_code ?? undefined,
    durationMs: type !== '_session.stop' || start == null || stop == null ? undefined : stop - start,
  });
  // The stream names no event: what is the same in all of this is the same event, which the stream has told twice.
  const same = { said, client: client?.client_id ?? null, session: session?.session_id ?? null };
  const eventId = `pinpoint-${digestHex('sha256', canonicalJson(same)).slice(0, 32)}`;
  return { ok: true, event: { eventId, customerId, ...said } };
}

/** The user of its endpoint; a device without one is the customer that `bonghwa import` makes of it. */
function customerOf({ client, client_context: context, endpoint: whole }: Streamed): string | undefined {
  for (const told of [whole, context?.custom?.endpoint]) {
    const parsed = endpoint.safeParse(typeof told === 'string' ? jsonOf(told) : told);
    if (parsed.success) return parsed.data.User.UserId;
  }
  return client?.client_id == null ? undefined : `endpoint:${client.client_id}`;
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
