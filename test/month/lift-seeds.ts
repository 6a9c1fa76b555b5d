import { isHeldOut } from '../../src/domain/campaign/index.ts';
import { createTally, reportCampaign, type RunMessage } from '../../src/domain/report/index.ts';
import { CHANNELS, drawPeople, isNightFor, trueLift, type Channel, type Person } from './people.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
export const DAY = 24 * HOUR;

/** Monday evening in Seoul, three seconds before the law's night: the first wave runs into it. */
export const LAUNCHED_AT = Date.parse('2026-11-02T20:59:57+09:00');
export const HOLDOUT_PERCENT = 10;
export const WITHIN_DAYS = 14;
/** The second wave comes in the morning, the third at night. */
export const WAIT_MINUTES = [0, 3 * 1_440, 4 * 1_440 - 10 * 60] as const;

/** When each wave begins, as far as nothing takes any time: the first is over when the night is. */
const BEGINS = [LAUNCHED_AT, Date.parse('2026-11-06T08:00:00+09:00'), Date.parse('2026-11-09T22:00:00+09:00')] as const;
/** In which somebody comes back by themselves, or does not. */
export const SPAN_MS = BEGINS[2] + WITHIN_DAYS * DAY - LAUNCHED_AT;

/** The world of `run-month.ts` in memory, person by person: what one run of it reports, and whether it holds the truth. */
function runOnce(seed: number, count: number) {
  const people = drawPeople(count, seed);
  const tally = createTally({ windowMs: WITHIN_DAYS * DAY, asOf: LAUNCHED_AT + 30 * DAY });
  for (const person of people) {
    const isApart = isHeldOut(`campaign-${seed}`, person.id, HOLDOUT_PERCENT);
    let backAt = person.alone === undefined ? Infinity : LAUNCHED_AT + person.alone * SPAN_MS;
    const messages: RunMessage[] = [];
    const moments: number[] = [];
    for (const [wave, channel] of CHANNELS.entries()) {
      const begins = BEGINS[wave] ?? Infinity;
      if (wave > 0 && backAt < begins) break;
      if (person.address[channel] === undefined) continue;
      const at = opensAt(person, channel, begins);
      // Whoever comes back while they are held is not sent to any more, and counts from when the wave began.
      const isSent = backAt > at;
      if (isApart) {
        moments.push(isSent ? at : begins);
        continue;
      }
      messages.push({ ...PLANNED, wave, channel, at: isSent ? at : begins, ...(isSent ? {} : SKIPPED) });
      const after = person.moved[wave];
      if (isSent && typeof after === 'number') backAt = Math.min(backAt, at + after);
    }
    const events = backAt < Infinity ? [{ eventId: 'back', at: backAt, recordedAt: backAt }] : [];
    if (isApart) tally.add({ group: 'HELD_OUT', moments, isReached: false }, events);
    else tally.add({ group: 'TREATED', messages }, events);
  }
  const { lift } = reportCampaign(tally.result(), LAUNCHED_AT + 30 * DAY, null);
  return { lift, truth: trueLift(people) };
}

const PLANNED = { treatment: 0, endpointId: 'endpoint', isAccepted: true, status: 'ACCEPTED' } as const;
const SKIPPED = { isAccepted: false, status: 'SKIPPED', code: 'CAME_BACK' } as const;

/** The first moment from one on at which an advertisement may reach somebody. */
export function opensAt(person: Person, channel: Channel, from: number): number {
  if (channel === 'EMAIL' || person.hasNightConsent[channel] || !isNightFor(person, from)) return from;
  let at = Math.ceil(from / HOUR) * HOUR;
  while (isNightFor(person, at)) at += HOUR;
  return at;
}

export type LiftFigures = {
  readonly seeds: number;
  /** Of so many the reported interval holds the truth. */
  readonly holds: number;
  readonly below: number;
  readonly above: number;
  /** Means over the seeds. */
  readonly truth: number;
  readonly estimate: number;
};

/** In how many of some seeds the reported interval of the lift holds the truth. */
export function countLiftSeeds(seeds: number, count: number): LiftFigures {
  let [holds, below, above, truths, estimates] = [0, 0, 0, 0, 0];
  for (let seed = 1; seed <= seeds; seed += 1) {
    const { lift, truth } = runOnce(seed, count);
    if (lift.kind !== 'MEASURED') throw new Error(`Seed ${seed}: no lift was measured.`);
    if (truth < lift.lift.low) below += 1;
    else if (truth > lift.lift.high) above += 1;
    else holds += 1;
    truths += truth / seeds;
    estimates += (lift.lift.estimate ?? NaN) / seeds;
  }
  return { seeds, holds, below, above, truth: truths, estimate: estimates };
}
