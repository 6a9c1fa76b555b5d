import { lakeTime } from '../../lake/index.ts';
import { refuse } from '../../result.ts';
import { koreanMidnight } from '../../schedule/index.ts';
import { checkSpan, daysAfter, type Span } from '../day.ts';
import { readFrom, type AskedAt } from '../rolled-up.ts';
import { fillStatement } from '../statement.ts';
import type { Asked } from './activity.ts';
import { readNamed } from './named.ts';

/** Who did these things in this order within a time limit from the first, which lies in a span of days. */
export type FunnelQuestion = Span & {
  /** Two to six names of events. */
  readonly steps: readonly string[];
  readonly withinHours: number;
};

/** The most steps of a funnel. */
const MAX_STEPS = 6;
const MAX_DAYS = 100;
const MAX_HOURS = 24 * 90;
const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

/** How many customers came how far; an event that happened in the same moment as the one before it counts as after it. */
export function askFunnel(question: FunnelQuestion, at: AskedAt): Asked {
  const wrong = checkSpan(question, MAX_DAYS);
  if (wrong !== null) return wrong;
  const { withinHours, steps } = question;
  if (!(withinHours > 0 && withinHours <= MAX_HOURS)) {
    return refuse('INVALID_NUMBER', `withinHours must be more than 0 and at most ${MAX_HOURS}.`);
  }
  if (steps.length < 2 || steps.length > MAX_STEPS) {
    return refuse('INVALID_STEPS', `A funnel has 2 to ${MAX_STEPS} steps, not ${steps.length}.`);
  }
  const names: string[] = [];
  for (const [index, step] of steps.entries()) {
    const named = readNamed(step, `steps.${index}`);
    if (!named.ok) return named;
    if (names.includes(named.name)) {
      return refuse(
        'INVALID_STEPS',
        `steps.${index}: ${JSON.stringify(named.name)} is a step already. One event cannot be two of them.`,
      );
    }
    names.push(named.name);
  }
  const { from, to } = question;
  const withinMs = Math.round(withinHours * HOUR_MS);
  const stepValues = Object.fromEntries(
    Array.from({ length: MAX_STEPS }, (_, index) => [`step${index + 1}`, names[index] ?? '']),
  );
  const values = {
    startsAt: lakeTime(koreanMidnight(from)),
    endsAt: endOf(to),
    laterEndsAt: endOf(daysAfter(to, Math.ceil(withinHours / 24))),
    withinMs,
    ...stepValues,
    ...readFrom(from, { ...at, rolledUp: { ...at.rolledUp, before: from } }),
  };
  return { ok: true, statement: fillStatement('funnel', values) };
}

/** The last moment of a day in Korea, as the lake has moments. */
function endOf(day: string): string {
  return lakeTime(koreanMidnight(day) + DAY_MS - 1);
}
