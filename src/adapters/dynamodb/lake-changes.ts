import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import * as z from 'zod';
import type { LakeChange } from '../../app/lake/index.ts';
import { CONSENT_KINDS, CONSENT_STATES } from '../../domain/consent/index.ts';
import { CHANNELS } from '../../domain/customer/index.ts';
import { plainItem } from './attribute-values.ts';
import { readDeliveryChange } from './delivery-changes.ts';
import { eventDocument } from './event-document.ts';

const image = z
  .custom<Record<string, AttributeValue>>((value) => typeof value === 'object' && value !== null)
  .optional();

/** A record of a table's stream, as Lambda hands it over. */
const streamRecord = z.object({
  eventName: z.string(),
  /** The time is in seconds. */
  dynamodb: z.object({ ApproximateCreationDateTime: z.number(), OldImage: image, NewImage: image }),
});

const consentItem = z.object({
  recordedAt: z.number(),
  decisions: z.array(
    z.object({
      channel: z.enum(CHANNELS),
      kind: z.enum(CONSENT_KINDS),
      state: z.enum(CONSENT_STATES),
      at: z.number(),
      source: z.string(),
    }),
  ),
});

const JOB = /^job#/;
const EVENT = /^events#/;
const CONSENT = /^consent#([0-9a-f]{64})$/;

/**
 * What the lake is to know of a change of a table; null when it is nothing for it. A record that cannot be read is
 * UNREADABLE with its key: it stops nobody behind it.
 */
export function readLakeChange(
  record: unknown,
): LakeChange | null | { readonly kind: 'UNREADABLE'; readonly what: string } {
  const parsed = streamRecord.safeParse(record);
  if (!parsed.success) return { kind: 'UNREADABLE', what: 'a record of a stream' };
  const { eventName, dynamodb } = parsed.data;
  if (dynamodb.NewImage === undefined) return null;
  const item = plainItem(dynamodb.NewImage);
  const { pk, sk } = item;
  if (typeof pk !== 'string' || typeof sk !== 'string') return null;
  if (JOB.test(pk)) {
    const before = dynamodb.OldImage === undefined ? undefined : plainItem(dynamodb.OldImage);
    return readDeliveryChange({ pk, sk, item, before, at: dynamodb.ApproximateCreationDateTime * 1000 });
  }
  if (eventName !== 'INSERT') return null;
  if (EVENT.test(pk)) {
    const event = eventDocument.safeParse(item);
    return event.success ? { kind: 'EVENT', event: event.data } : { kind: 'UNREADABLE', what: 'an event' };
  }
  const [, digest] = CONSENT.exec(pk) ?? [];
  // Behind the entries stand marks of which texts were agreed to.
  if (digest === undefined || sk.startsWith('~')) return null;
  const entry = consentItem.safeParse(item);
  if (!entry.success) return { kind: 'UNREADABLE', what: 'an entry of the ledger of consents' };
  return { kind: 'CONSENTS', digest, ...entry.data };
}
