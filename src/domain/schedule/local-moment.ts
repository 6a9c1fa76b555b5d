import type { PassedRule } from './schedule.ts';
import { instantOf, type WallTime } from './wall-time.ts';
import type { Zone } from './zone.ts';

const DAY = 86_400_000;

/** When an occurrence in local time comes to somebody, or that its time `at` had passed before the launch. */
export type LocalMoment = { readonly outcome: 'AT' | 'PASSED'; readonly at: number };

/**
 * The moment at which a customer's clocks show the time of an occurrence. Whose time has passed at the launch is out, or
 * gets it at the same time of the next day, as the campaign says; never at once.
 */
export function localMoment(
  wall: WallTime,
  zone: Zone,
  { launchedAt, passed }: { readonly launchedAt: number; readonly passed: PassedRule },
): LocalMoment {
  const at = instantOf(zone, wall);
  if (at >= launchedAt) return { outcome: 'AT', at };
  if (passed === 'EXCLUDE') return { outcome: 'PASSED', at };
  let day = wall + DAY;
  while (instantOf(zone, day) < launchedAt) day += DAY;
  return { outcome: 'AT', at: instantOf(zone, day) };
}
