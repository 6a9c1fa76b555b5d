import { createRandom } from '../simulation/random.ts';

const DAY = 86_400_000;

/** Push, then e-mail, then SMS: one wave each. */
export const CHANNELS = ['PUSH', 'EMAIL', 'SMS'] as const;
export type Channel = (typeof CHANNELS)[number];

/** Two kinds of customers: how likely they come back by themselves within the run, and because of each wave. */
const KINDS = [
  { share: 0.7, base: 0.02, waves: [0.02, 0.012, 0.01] },
  { share: 0.3, base: 0.06, waves: [0.05, 0.03, 0.03] },
] as const;

/** Somebody of the month, with what chance has in store for them: the same whether they are sent to or not. */
export interface Person {
  readonly id: string;
  /** The kind, as its place in `KINDS`. */
  readonly kind: number;
  /** Absent: nobody knows, and so Asia/Seoul. */
  readonly zone?: string;
  readonly givenName: string;
  readonly address: Readonly<Partial<Record<Channel, string>>>;
  readonly hasNightConsent: Readonly<Record<'PUSH' | 'SMS', boolean>>;
  /** From 0 to 1 of the run's span: when they come back by themselves; absent: never. */
  readonly alone?: number;
  /** By wave: so many milliseconds after its message they come back, if they still are away; null: it does not move them. */
  readonly moved: readonly (number | null)[];
}

const ZONES: readonly (readonly [share: number, zone: string | undefined])[] = [
  [0.86, 'Asia/Seoul'],
  [0.91, undefined],
  [0.96, 'America/Los_Angeles'],
  [1, 'Europe/Berlin'],
];
const NAMES = ['서연', '민준', '하은', '남궁바다하늘별이라는아주긴이름'] as const;

/** Draws people: everybody has a device that may be sent advertisements, not everybody a mailbox, a phone number, the night. */
export function drawPeople(count: number, seed: number): readonly Person[] {
  const random = createRandom(seed);
  return Array.from({ length: count }, (_, index): Person => {
    const kind = random() < KINDS[0].share ? 0 : 1;
    const [place, isAlone, when] = [random(), random() < KINDS[kind].base, random()];
    const zone = ZONES.find(([share]) => place < share)?.[1];
    const address = {
      PUSH: `device-${index}`,
      ...(random() < 0.7 ? { EMAIL: `m-${index}@example.com` } : {}),
      ...(random() < 0.85 ? { SMS: `+8210${String(20_000_000 + index)}` } : {}),
    };
    return {
      id: `m-${index}`,
      kind,
      ...(zone === undefined ? {} : { zone }),
      givenName: NAMES[Math.floor(random() * NAMES.length)] ?? NAMES[0],
      address,
      hasNightConsent: { PUSH: random() < 0.3, SMS: random() < 0.3 },
      ...(isAlone ? { alone: when } : {}),
      moved: KINDS[kind].waves.map((chance) => {
        const [isMoved, after] = [random() < chance, random()];
        return isMoved ? 60_000 + after * (DAY - 60_000) : null;
      }),
    };
  });
}

/**
 * How much likelier somebody comes back when sent to: not by themselves, but by one of the waves that have an address of
 * theirs. Of the people as they are, over what chance has in store for them.
 */
export function trueLift(people: readonly Person[]): number {
  const each = people.map(({ kind, address }) => {
    const terms = KINDS[kind] ?? KINDS[0];
    const unmoved = CHANNELS.reduce(
      (left, channel, wave) => left * (address[channel] === undefined ? 1 : 1 - (terms.waves[wave] ?? 0)),
      1,
    );
    return (1 - terms.base) * (1 - unmoved);
  });
  return each.reduce((sum, lift) => sum + lift, 0) / people.length;
}

const SEOUL = 'Asia/Seoul';
const HOUR = 3_600_000;
const CLOCKS = new Map<string, Intl.DateTimeFormat>();
const NIGHTS = new Map<string, boolean>();

/**
 * Whether it is from 21:00 to 08:00 where somebody is, by Node's own calendar and not by the product's. The zones here are
 * whole hours from UTC: an answer holds for its hour.
 */
export function isNightFor({ zone = SEOUL }: Pick<Person, 'zone'>, at: number): boolean {
  const key = `${zone} ${Math.floor(at / HOUR)}`;
  const known = NIGHTS.get(key);
  if (known !== undefined) return known;
  const clock =
    CLOCKS.get(zone) ?? new Intl.DateTimeFormat('en-GB', { timeZone: zone, hour: '2-digit', hourCycle: 'h23' });
  CLOCKS.set(zone, clock);
  const hour = Number(clock.format(at));
  const isNight = hour >= 21 || hour < 8;
  NIGHTS.set(key, isNight);
  return isNight;
}
