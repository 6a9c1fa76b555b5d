import { randomUUID } from 'node:crypto';
import * as z from 'zod';
import type { PublishedEvent } from '../services/contract.ts';

/** An event as rules and targets see it. https://docs.aws.amazon.com/eventbridge/latest/ref/overiew-event-structure.html */
export const eventEnvelope = z.object({
  version: z.literal('0'),
  id: z.string(),
  'detail-type': z.string(),
  source: z.string(),
  account: z.string(),
  time: z.string(),
  region: z.string(),
  resources: z.array(z.string()),
  detail: z.record(z.string(), z.unknown()),
});
export type EventEnvelope = z.infer<typeof eventEnvelope>;

/** Wraps an event which arrives at the bus at a time, in milliseconds since the epoch. */
export function wrapEvent(
  event: PublishedEvent,
  arrivesAt: number,
  origin: { readonly region: string; readonly accountId: string },
): EventEnvelope {
  return {
    version: '0',
    id: randomUUID(),
    'detail-type': event.detailType,
    source: event.source,
    account: origin.accountId,
    // EventBridge gives whole seconds.
    time: new Date(event.time ?? arrivesAt).toISOString().replace(/\.\d+Z$/, 'Z'),
    region: origin.region,
    resources: [...(event.resources ?? [])],
    detail: { ...event.detail },
  };
}
