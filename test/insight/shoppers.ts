import { SEOUL_OFFSET_MS } from '../../src/domain/schedule/index.ts';

/** What to make: the same words make the same events, whoever asks and however far they read. */
export interface ShoppersAsked {
  readonly seed: number;
  readonly people: number;
  readonly days: number;
  /** `YYYY-MM-DD` in Korea. */
  readonly firstDay: string;
}

/** An event of a shopper. */
export interface ShopperEvent {
  readonly customer: string;
  readonly eventId: string;
  readonly name: string;
  /** Milliseconds since the epoch. */
  readonly at: number;
  readonly category: string | null;
  readonly coupon: string | null;
  readonly amountKrw: number | null;
}

const DAY_MS = 86_400_000;
const MINUTE_MS = 60_000;
const CATEGORIES = ['식품', '패션', '가전', '뷰티', '생활', '도서'] as const;
const COUPONS = ['WELCOME', 'AUTUMN', 'VIP'] as const;
/** How many of a day's visits begin in each hour: asleep at 4, awake at lunch, most at 21. */
const HOURS = [4, 2, 1, 1, 1, 2, 4, 7, 8, 7, 7, 8, 11, 9, 7, 7, 7, 8, 10, 12, 14, 15, 12, 8] as const;
const ALL_HOURS = HOURS.reduce<number>((sum, share) => sum + share, 0);

/** Numbers in [0, 1) from one that begins them (mulberry32). */
function numbersFrom(start: number): () => number {
  let state = start >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

function mixedSeed(seed: number, a: number, b: number): number {
  let hash = Math.imul(seed ^ 0x9e3779b9, 0x85ebca6b) ^ Math.imul(a + 1, 0xc2b2ae35) ^ Math.imul(b + 7, 0x27d4eb2f);
  hash = Math.imul(hash ^ (hash >>> 15), 0x2c1b3c6d);
  return hash ^ (hash >>> 13);
}

function hourOf(share: number): number {
  let left = share * ALL_HOURS;
  for (const [hour, weight] of HOURS.entries()) {
    if (left < weight) return hour;
    left -= weight;
  }
  return HOURS.length - 1;
}

function oneOf<T>(values: readonly [T, ...T[]] | readonly T[], share: number): T | null {
  return values[Math.floor(share * values.length)] ?? null;
}

/**
 * The events of a shop's customers, day by day, and of each day customer by customer. A few come nearly daily and most
 * seldom; some come only for a while; they look more than they buy. It holds nothing but the event it is at.
 */
export function* shoppers({ seed, people, days, firstDay }: ShoppersAsked): Generator<ShopperEvent> {
  const midnight = Date.parse(`${firstDay}T00:00:00Z`) - SEOUL_OFFSET_MS;
  for (let day = 0; day < days; day += 1) {
    for (let person = 0; person < people; person += 1) {
      const traits = numbersFrom(mixedSeed(seed, person, -1));
      const perDay = 0.02 + 0.6 * traits() ** 4;
      const joined = traits() < 0.5 ? 0 : Math.floor(traits() * days);
      const stays = traits() < 0.3 ? 1 + Math.floor(traits() * 20) : days;
      if (day < joined || day >= joined + stays) continue;
      const draw = numbersFrom(mixedSeed(seed, person, day));
      if (day !== joined && draw() >= perDay) continue;
      yield* visit(`k${person.toString(36)}`, day, midnight + day * DAY_MS, draw);
    }
  }
}

function* visit(customer: string, day: number, midnight: number, draw: () => number): Generator<ShopperEvent> {
  const start = midnight + hourOf(draw()) * 3_600_000 + Math.floor(draw() * 3_600_000);
  const end = midnight + DAY_MS - 1;
  let count = 0;
  const told = (name: string, minutes: number, said: Partial<ShopperEvent> = {}): ShopperEvent => {
    count += 1;
    const at = Math.min(end, start + Math.floor(minutes * MINUTE_MS));
    return { customer, eventId: `${day}-${count}`, name, at, category: null, coupon: null, amountKrw: null, ...said };
  };
  yield told('session_started', 0);
  const views = 1 + Math.floor(draw() ** 2 * 8);
  for (let view = 1; view <= views; view += 1)
    yield told('product_viewed', view, { category: oneOf(CATEGORIES, draw()) });
  if (draw() > 0.3) return;
  const category = oneOf(CATEGORIES, draw());
  yield told('cart_added', views + 1, { category });
  if (draw() > 0.45) return;
  const coupon = draw() < 0.3 ? oneOf(COUPONS, draw()) : null;
  yield told('order_paid', views + 3, { category, coupon, amountKrw: 1_000 * (5 + Math.floor(draw() ** 2 * 300)) });
}
