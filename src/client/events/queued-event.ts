/** An event as it waits to be sent; `occurredAt` in milliseconds since the epoch on this device's clock. */
export interface QueuedEvent {
  readonly eventId: string;
  /** Whose it is, whoever is signed in when it is sent. */
  readonly customerId: string;
  readonly name: string;
  readonly occurredAt: number;
  readonly attributes?: Readonly<Record<string, string>>;
  readonly metrics?: Readonly<Record<string, number>>;
  readonly ref?: string;
}

/** How the next batch tells of events that there was no room for: an event of this name, with the metric `count`. */
export const EVENTS_DROPPED = 'events_dropped';

/** How many events are lost with one: that which tells of others is as many. */
export function countOf({ name, metrics }: QueuedEvent): number {
  return name === EVENTS_DROPPED ? (metrics?.['count'] ?? 1) : 1;
}

/** An event in the form in which it is sent and stored. */
export function textOf(event: QueuedEvent): string {
  return JSON.stringify(event);
}

/** Bytes of a text in UTF-8. `TextEncoder` is not on every phone. */
export function bytesOf(text: string): number {
  let bytes = text.length;
  for (let index = 0; index < text.length; index += 1) {
    const unit = text.charCodeAt(index);
    if (unit > 0x7f) bytes += 1;
    // Each half of a pair is two bytes of the four.
    if (unit > 0x7ff && (unit < 0xd800 || unit > 0xdfff)) bytes += 1;
  }
  return bytes;
}

/** Reads what was stored; anything that is no event, such as of another version, is left out. */
export function readQueued(value: unknown): QueuedEvent | null {
  if (!isRecord(value)) return null;
  const { eventId, customerId, name, occurredAt, ref } = value;
  if (typeof eventId !== 'string' || typeof customerId !== 'string' || typeof name !== 'string') return null;
  if (typeof occurredAt !== 'number') return null;
  const attributes = entriesOf(value['attributes'], (one) => typeof one === 'string');
  const metrics = entriesOf(value['metrics'], (one) => typeof one === 'number');
  return {
    eventId,
    customerId,
    name,
    occurredAt,
    ...(attributes === null ? {} : { attributes: attributes as Record<string, string> }),
    ...(metrics === null ? {} : { metrics: metrics as Record<string, number> }),
    ...(typeof ref === 'string' ? { ref } : {}),
  };
}

/** Whether a value is an object whose fields can be looked at. */
export function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function entriesOf(value: unknown, isGood: (one: unknown) => boolean): Readonly<Record<string, unknown>> | null {
  return isRecord(value) && Object.values(value).every(isGood) ? value : null;
}
