import { isWithin, readWindow } from '../schedule/local-window.ts';
import { zoneOf } from '../schedule/zone.ts';
import type { Destination, DestinationWindow } from './destination.ts';
import { finalAfterHours } from './destination.ts';

/** Whether a destination takes messages at a moment; [opens, closes) in its own zone. A zone nobody knows is closed. */
export function isOpen({ opens, closes, zone }: DestinationWindow, at: number): boolean {
  const window = readWindow({ start: opens, end: closes });
  const place = zoneOf(zone);
  return window !== null && place.isKnown && isWithin(window, place, at);
}

/**
 * What is wrong with a step for those whom the step before did not reach, or null. One of the two may own the fallback: a
 * destination that sends something else by itself has done so by then, and everybody would get two (C17). And no result
 * yet is not "not delivered": the wait must be longer than results take (C16).
 */
export function checkNotDelivered(before: Destination, waitMinutes: number): string | null {
  if (before.fallback === 'PROVIDER') {
    return (
      `destination ${before.name} sends something else by itself to whom it does not reach, so that they would get two ` +
      'messages. Leave this step out, or switch the fallback of the destination off (fallback: STEPS) and at the provider.'
    );
  }
  const hours = finalAfterHours(before);
  if (hours !== undefined && waitMinutes < hours * 60) {
    return (
      `waits ${waitMinutes} minutes, but results of destination ${before.name} may take ${hours} hours: until then nobody ` +
      `knows whom it did not reach. Wait at least ${hours * 60} minutes.`
    );
  }
  return null;
}
