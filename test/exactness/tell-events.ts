import { daysAfter } from '../../src/domain/insight/index.ts';
import { koreanDay } from '../../src/domain/schedule/index.ts';
import type { ToldEvent } from '../insight/told-event.ts';
import { shoppers, type ShopperEvent } from '../insight/shoppers.ts';

/** An event on its way: what is said of it, and how it is wrong. */
export type Telling = {
  readonly event: ToldEvent;
  /** How far the clock of the sender is ahead, in milliseconds; absent: it says no time of sending. */
  readonly clockAheadMs?: number;
};

/** What is told on one day, in the order in which it is told; some of it twice, some of it of days before. */
export type TellingDay = { readonly day: string; readonly tellings: readonly Telling[] };

export type Told = {
  readonly days: readonly TellingDay[];
  /** Each event once: what reports are to be computed from. */
  readonly events: readonly ToldEvent[];
  readonly duplicates: number;
  readonly late: number;
  readonly wrongClocks: number;
};

const HOUR_MS = 3_600_000;

/** Numbers in [0, 1) from one that begins them (xorshift). */
function numbersFrom(seed: number): () => number {
  let state = (seed * 2_654_435_761) >>> 0 || 1;
  return () => {
    state ^= state << 13;
    state >>>= 0;
    state ^= state >>> 17;
    state ^= state << 5;
    state >>>= 0;
    return state / 4_294_967_296;
  };
}

/** The events of as many people as have about so many, of more people than that. */
function* someShoppers({
  wanted,
  ...asked
}: {
  readonly wanted: number;
  readonly seed: number;
  readonly days: number;
  readonly firstDay: string;
}): Generator<ShopperEvent> {
  const people = Math.max(20, Math.ceil(wanted / asked.days / 0.55));
  const all = [...shoppers({ ...asked, people })].length;
  yield* shoppers({ ...asked, people: Math.ceil(people * Math.min(1, wanted / all)) });
}

/**
 * The events of a shop's customers as they arrive: 5 % again, at once or a day later; 1 % some days late; 1 % from clocks
 * that are hours or days wrong, in the middle of an hour and of kinds whose order nobody asks for, so that what counts does
 * not depend on how long a call takes.
 */
export function tellEvents({
  events: wanted,
  days,
  firstDay,
  seed,
}: {
  readonly events: number;
  readonly days: number;
  readonly firstDay: string;
  readonly seed: number;
}): Told {
  const draw = numbersFrom(seed);
  const byDay = new Map<string, Telling[]>(
    Array.from({ length: days }, (_, index) => [daysAfter(firstDay, index), []]),
  );
  const lastDay = daysAfter(firstDay, days - 1);
  const events: ToldEvent[] = [];
  let [duplicates, late, wrongClocks] = [0, 0, 0];
  const tell = (day: string, telling: Telling): void => void byDay.get(day < lastDay ? day : lastDay)?.push(telling);
  for (const said of someShoppers({ wanted, seed, days, firstDay })) {
    const { customer, eventId, name, at, category, coupon, amountKrw } = said;
    const attributes = new Map(
      Object.entries({ category, coupon }).flatMap(([key, value]) => (value === null ? [] : [[key, value] as const])),
    );
    const event: ToldEvent = {
      customer,
      eventId,
      name,
      at,
      attributes,
      metrics: new Map(amountKrw === null ? [] : [['amountKrw', amountKrw]]),
    };
    events.push(event);
    const day = koreanDay(at);
    const minute = Math.floor((at % HOUR_MS) / 60_000);
    if (name === 'session_started' && minute >= 10 && minute < 50 && draw() < 0.08) {
      const hours = 1 + Math.floor(draw() * 70);
      wrongClocks += 1;
      tell(day, { event, clockAheadMs: (draw() < 0.5 ? -1 : 1) * hours * HOUR_MS });
      continue;
    }
    const isLate = draw() < 0.01 && day < lastDay;
    if (isLate) late += 1;
    const told = isLate ? daysAfter(day, 1 + Math.floor(draw() * 12)) : day;
    tell(told, { event });
    if (draw() >= 0.05) continue;
    duplicates += 1;
    tell(draw() < 0.5 ? told : daysAfter(told, 1), { event });
  }
  return {
    days: [...byDay].map(([day, tellings]) => ({ day, tellings })),
    events,
    duplicates,
    late,
    wrongClocks,
  };
}
