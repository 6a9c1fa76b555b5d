import { wallAt } from '../schedule/wall-time.ts';
import { zoneOf } from '../schedule/zone.ts';

/** The month in which something is billed, as `2026-11`, in the zone of whoever bills; throws for a zone nobody knows. */
export function billingMonthOf(at: number, name: string): string {
  const zone = zoneOf(name);
  if (!zone.isKnown) throw new RangeError(`There is no time zone ${JSON.stringify(name)}.`);
  return new Date(wallAt(zone, at)).toISOString().slice(0, 7);
}
