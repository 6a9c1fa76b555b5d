import { canonicalJson } from '../api-client/canonical-json.ts';
import type { SaidEvent } from './event.ts';

/**
 * What makes an event this one and no other, in one spelling: without `sentAt`, which each try has anew, and without the
 * ids by which it is found.
 */
export function canonicalEvent({ name, occurredAt, attributes, metrics, ref }: SaidEvent): string {
  return canonicalJson({ name, occurredAt, attributes, metrics, ref });
}
