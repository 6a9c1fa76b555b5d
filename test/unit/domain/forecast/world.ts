import { costOfUses, exact, times, withPublished, type PriceRow, type Use } from '../../../../src/domain/cost/index.ts';
import type { Consent } from '../../../../src/domain/consent/index.ts';
import { newEndpoint, type Channel, type Customer } from '../../../../src/domain/customer/index.ts';
import type { Proportion } from '../../../../src/domain/experiment/index.ts';
import type { Measured, MessageRate, RehearsedDecision, Standing } from '../../../../src/domain/forecast/index.ts';
import { decideCustomer, type SendPlan } from '../../../../src/domain/send-job/index.ts';
import { createRandom } from '../../../simulation/random.ts';
import { aCustomer } from '../people.ts';

export const HOUR = 3_600_000;
export const DAY = 24 * HOUR;

/** 10:30 in Seoul, two days before a month ends. */
export const BEGINS = Date.UTC(2026, 10, 28, 1, 30);

/** Push, then e-mail, then SMS: each to whom those before it have not moved. */
export const CHANNELS = ['PUSH', 'EMAIL', 'SMS'] as const satisfies readonly Channel[];
export const WAITS = [{ minutes: 0 }, { minutes: 8 * 60 }, { minutes: 20 * 60 }];

const SMS: PriceRow = {
  item: 'sms-part:+82',
  currency: 'KRW',
  micros: 12_000_000,
  per: 1,
  freeUnits: 0,
  refundHours: 26,
  monthZone: 'Asia/Seoul',
  validFrom: 0,
  source: 'test',
};

/** Published prices of push and e-mail, and a reseller's SMS. */
export const PRICES = withPublished({ prices: [SMS], rates: [] });

const ITEM: Readonly<Record<(typeof CHANNELS)[number], string>> = { PUSH: 'push', EMAIL: 'email', SMS: SMS.item };

/** A seeded world: its people, and what nobody in it knows, how they respond. */
export type World = {
  readonly people: readonly Customer[];
  readonly campaignId: string;
  /** Of each kind of customer, by channel. */
  readonly truth: readonly Truth[];
  readonly messagesPerSecond: number;
};

type Truth = { readonly [C in (typeof CHANNELS)[number]]: Readonly<Record<MessageRate, number>> } & {
  readonly activePerDay: number;
};

const HALF_LIFE_MINUTES = 300;
const HOLDOUT_PERCENT = 10;

const GRANTED = { state: 'GRANTED', at: BEGINS - 30 * DAY, source: 'test' } as const;

function consentOf(random: () => number): Consent {
  const record = () => (random() < 0.8 ? { ad: GRANTED, ...(random() < 0.4 ? { night: GRANTED } : {}) } : {});
  return { PUSH: record(), EMAIL: record(), SMS: record() };
}

function personOf(id: string, random: () => number): Customer {
  const endpoints = [
    ...(random() < 0.6 ? [newEndpoint(`p-${id}`, 'GCM', `token-${id}`)] : []),
    ...(random() < 0.7 ? [newEndpoint(`m-${id}`, 'EMAIL', `${id}@example.com`)] : []),
    ...(random() < 0.9 ? [newEndpoint(`s-${id}`, 'SMS', `+8210${id}`)] : []),
  ].map((endpoint) => (random() < 0.05 ? { ...endpoint, optOut: 'ALL' as const } : endpoint));
  const attributes = { Member: [random() < 0.7 ? 'yes' : 'no'], Name: [random() < 0.3 ? '남궁하나' : '김하나'] };
  return aCustomer({ id, attributes, consent: consentOf(random), endpoints });
}

/** A rate between two bounds. */
const within = (low: number, high: number, random: () => number): number => low + (high - low) * random();

function truthOf(random: () => number): Truth {
  const of = (opened: number): Readonly<Record<MessageRate, number>> => ({
    accepted: within(0.93, 0.99, random),
    failed: within(0.01, 0.05, random),
    opened: opened * within(0.5, 1.5, random),
    clicked: within(0.05, 0.3, random),
    reported: within(0.8, 0.98, random),
    activeAfter: within(0.01, 0.05, random),
  });
  return { PUSH: of(0.06), EMAIL: of(0.25), SMS: of(0), activePerDay: within(0.002, 0.02, random) };
}

export function createWorld(seed: number, size: number): World {
  const random = createRandom(seed);
  const people = Array.from({ length: size }, (_, n) => personOf(String(10_000_000 + n), random));
  const truth = [truthOf(random), truthOf(random)];
  return { people, campaignId: `winback-${seed}`, truth, messagesPerSecond: Math.round(within(2, 20, random)) };
}

/** The real planner's plan of each wave. */
function plansOf(campaignId: string): readonly SendPlan[] {
  return CHANNELS.map((channel) => ({
    campaignId,
    messageClass: 'AD',
    steps: [
      {
        channel,
        // A long name makes a second part.
        billOf: ({ attributes }) => ({ units: channel === 'SMS' && attributes['Name']?.[0] === '남궁하나' ? 2 : 1 }),
      },
    ],
    holdoutPercent: HOLDOUT_PERCENT,
    isMember: ({ attributes }) => attributes['Member']?.[0] === 'yes',
  }));
}

const REACH = /^(ENDPOINT_|NO_AD_CONSENT|NO_NIGHT_CONSENT|CONSENT_STALE|QUIET_TIME)/;

/** Who goes on: whom nothing has moved yet. The decision itself is the planner's. */
export function plannerOf(campaignId: string) {
  const plans = plansOf(campaignId);
  return (person: Customer, wave: number, standing: Standing, at: number): RehearsedDecision => {
    const plan = plans[wave];
    const { excludedFor, activity, sent } = standing;
    if (plan === undefined || (excludedFor !== undefined && !REACH.test(excludedFor))) return { outcome: 'STAYS' };
    if (activity !== 'NONE') return { outcome: 'OUT', reason: 'CAME_BACK' };
    if (sent === 'OPENED' || sent === 'CLICKED') return { outcome: 'OUT', reason: 'ENGAGED' };
    const decision = decideCustomer(person, plan, at);
    if (decision.outcome === 'EXCLUDED') return { outcome: 'OUT', reason: decision.reason };
    const { channel, billed } = decision;
    const claimMicros = billed.units * CLAIM_MICROS[channel];
    return { outcome: 'SEND', channel, item: ITEM_OF[channel], units: billed.units, claimMicros };
  };
}

const ITEM_OF: Readonly<Record<Channel, string>> = { ...ITEM, CUSTOM: 'custom' };
const CLAIM_MICROS: Readonly<Record<Channel, number>> = { PUSH: 1_173, EMAIL: 117_259, SMS: 12_000_000, CUSTOM: 0 };

/** What a run did, person by person. */
export type Actual = {
  readonly sent: readonly number[];
  readonly out: ReadonlyMap<string, number>;
  readonly krwMicros: number;
  readonly measured: readonly Readonly<Record<MessageRate, Proportion>>[];
  readonly activePerDay: Proportion;
};

/** One run's own rates: each a little other than usual. */
function ofRun(truth: Truth, random: () => number): Truth {
  const moved = (rate: number): number => Math.min(1, rate * (1 + 0.08 * (random() + random() + random() - 1.5) * 2));
  const of = (rates: Readonly<Record<MessageRate, number>>): Readonly<Record<MessageRate, number>> => ({
    ...rates,
    opened: moved(rates.opened),
    activeAfter: moved(rates.activeAfter),
    failed: moved(rates.failed),
  });
  const { PUSH, EMAIL, SMS: sms, activePerDay } = truth;
  return { PUSH: of(PUSH), EMAIL: of(EMAIL), SMS: of(sms), activePerDay: moved(activePerDay) };
}

type Counter = { successes: number; trials: number };
const counter = (): Counter => ({ successes: 0, trials: 0 });
const count = (into: Counter, isSuccess: boolean): boolean => {
  into.trials += 1;
  if (isSuccess) into.successes += 1;
  return isSuccess;
};

/** A moment after a message, as waits for something to happen are distributed. */
const delay = (random: () => number): number => -Math.log2(1 - random()) * HALF_LIFE_MINUTES * 60_000;

/** What became of one person: until when they are not active, and what their last message is known as. */
type Story = {
  standing: Standing;
  activeAt: number;
  isOver: boolean;
  openedAt: number;
  status: 'FAILED' | 'ACCEPTED' | 'DELIVERED';
};

/** Runs a campaign in a world, one person after the other, knowing nothing of forecasts. `unitsBefore`: of push, this month. */
export function runFor(
  { people, truth, messagesPerSecond }: World,
  campaignId: string,
  seed: number,
  unitsBefore = 0,
): Actual {
  const random = createRandom(seed);
  const kinds = truth.map((each) => ofRun(each, random));
  const decide = plannerOf(campaignId);
  const rates = CHANNELS.map(() => ({
    accepted: counter(),
    failed: counter(),
    opened: counter(),
    clicked: counter(),
    reported: counter(),
    activeAfter: counter(),
  }));
  const alone = counter();
  const kindOf = (index: number) => kinds[index % kinds.length];
  const stories = people.map((_, index): Story => {
    const perDay = kindOf(index)?.activePerDay ?? 0;
    const activeAt = BEGINS + Math.floor(Math.log(1 - random()) / Math.log1p(-perDay) + random()) * DAY;
    return {
      standing: { activity: 'NONE', sentIn: [] },
      activeAt,
      isOver: false,
      openedAt: Infinity,
      status: 'FAILED',
    };
  });
  const out = new Map<string, number>();
  const uses: Use[] = [];
  let at = BEGINS;
  const sent = CHANNELS.map((channel, wave) => {
    const [begins, units, failed] = [at, new Map<number, number>(), new Map<number, number>()];
    let messages = 0;
    for (const [index, person] of people.entries()) {
      const story = stories[index];
      const kind = kindOf(index);
      if (story === undefined || kind === undefined || story.isOver) continue;
      const isBack = wave > 0 && story.activeAt <= begins;
      const { sent: _, ...before } = story.standing;
      const seen = story.openedAt <= begins ? 'OPENED' : story.status;
      const isSent = story.standing.sentIn.length > 0;
      const standing: Standing = { ...before, activity: isBack ? 'ACTIVE' : 'NONE', ...(isSent ? { sent: seen } : {}) };
      const decision = decide(person, wave, standing, begins);
      if (decision.outcome === 'STAYS') story.isOver = true;
      if (decision.outcome === 'OUT') {
        out.set(`${wave} ${decision.reason}`, (out.get(`${wave} ${decision.reason}`) ?? 0) + 1);
        if (decision.reason === 'TREATMENT_HOLDOUT') count(alone, story.activeAt <= BEGINS + DAY);
        story.standing = { ...story.standing, excludedFor: decision.reason };
      }
      if (decision.outcome !== 'SEND') continue;
      messages += 1;
      const { excludedFor: __, ...rest } = story.standing;
      story.standing = { ...rest, sentIn: [...rest.sentIn, wave] };
      story.openedAt = Infinity;
      story.status = 'FAILED';
      const [own, known] = [kind[channel], rates[wave]];
      if (known === undefined || !count(known.accepted, random() < own.accepted)) continue;
      units.set(decision.units, (units.get(decision.units) ?? 0) + 1);
      if (count(known.failed, random() < own.failed)) {
        failed.set(decision.units, (failed.get(decision.units) ?? 0) + 1);
        continue;
      }
      const willOpen = count(known.opened, random() < own.opened);
      if (willOpen) {
        story.openedAt = begins + delay(random);
        count(known.clicked, random() < own.clicked);
      }
      const isReported = random() < own.reported;
      if (!willOpen) count(known.reported, isReported);
      story.status = isReported ? 'DELIVERED' : 'ACCEPTED';
      if (count(known.activeAfter, random() < own.activeAfter)) {
        story.activeAt = Math.min(story.activeAt, begins + delay(random));
      }
    }
    const item = ITEM[channel];
    for (const [each, accepted] of units) {
      const refunds = { units: (failed.get(each) ?? 0) * each, at: begins };
      uses.push({ item, units: accepted * each, at: begins, failed: [refunds] });
    }
    const wait = WAITS[wave + 1]?.minutes ?? 0;
    at = begins + Math.ceil((messages / messagesPerSecond) * 1_000) + wait * 60_000;
    return messages;
  });
  const cost = costOfUses(uses, PRICES.prices, { currency: 'KRW', rates: PRICES.rates }, (item) =>
    item === 'push' ? unitsBefore : 0,
  );
  if (!cost.ok) throw new Error(cost.error.message);
  const { top, bottom } = times(cost.cost.amount, exact(1_000_000n));
  return { sent, out, krwMicros: Number(top / bottom), measured: rates, activePerDay: alone };
}

/** What some runs have counted, as a forecast wants it. */
export function measuredBy(runs: readonly Actual[]): Measured {
  return {
    messages: CHANNELS.map((channel, wave) => {
      const of = (rate: MessageRate): readonly Proportion[] =>
        runs.flatMap(({ measured }) => measured[wave]?.[rate] ?? []);
      const [accepted, failed, opened, clicked] = [of('accepted'), of('failed'), of('opened'), of('clicked')];
      const [reported, activeAfter] = [of('reported'), of('activeAfter')];
      return { wave, channel, rates: { accepted, failed, opened, clicked, reported, activeAfter } };
    }),
    people: { activePerDay: runs.map(({ activePerDay }) => activePerDay) },
    halfLifeMinutes: HALF_LIFE_MINUTES,
  };
}

/** Some people of a world, drawn at random. */
export function sampleOf({ people }: World, wanted: number, seed: number): readonly Customer[] {
  const random = createRandom(seed);
  const drawn = [...people];
  for (let index = 0; index < wanted; index += 1) {
    const other = index + Math.floor(random() * (drawn.length - index));
    [drawn[index], drawn[other]] = [drawn[other] ?? aCustomer(), drawn[index] ?? aCustomer()];
  }
  return drawn.slice(0, wanted);
}
