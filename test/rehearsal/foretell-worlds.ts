import { forecastRun, responseOf, type Forecast, type Range } from '../../src/domain/forecast/index.ts';
import { createRandom } from '../simulation/random.ts';
import {
  BEGINS,
  CHANNELS,
  createWorld,
  measuredBy,
  plannerOf,
  PRICES,
  runFor,
  sampleOf,
  WAITS,
  type Actual,
} from '../unit/domain/forecast/world.ts';

const PEOPLE = 4_000;
const SAMPLE = 1_000;

/** Some of the free push messages of the month are left. */
const PUSH_BEFORE = 999_000;

/** What the forecasts of some worlds were worth. */
export type WorldsForetold = {
  readonly worlds: number;
  /** In so many the cost and the numbers of all waves lay in their intervals, all at once. */
  readonly right: number;
  /** The seeds of the others, each with what lay outside. */
  readonly wrong: readonly { readonly seed: number; readonly what: readonly string[] }[];
  /** How wide the intervals of the numbers of a wave are on average, as a part of what is expected. */
  readonly meanWidth: number;
  /** The share of the reasons whose numbers lay in their intervals. */
  readonly reasonsHeld: number;
};

/** Foretells a run in each of some seeded worlds after two earlier runs in it, and lets the run happen. */
export function foretellWorlds(worlds: number): WorldsForetold {
  const wrong: WorldsForetold['wrong'][number][] = [];
  const widths: number[] = [];
  let reasons = { held: 0, all: 0 };
  for (let seed = 1; seed <= worlds; seed += 1) {
    const { forecast, actual } = foretell(seed);
    const what = whatIsOutside(forecast, actual);
    if (what.length > 0) wrong.push({ seed, what });
    for (const { messages } of forecast.waves) widths.push((messages.high - messages.low) / messages.expected);
    reasons = judgeReasons(forecast, actual.out, reasons);
  }
  return {
    worlds,
    right: worlds - wrong.length,
    wrong,
    meanWidth: widths.reduce((sum, each) => sum + each, 0) / widths.length,
    reasonsHeld: reasons.held / reasons.all,
  };
}

function foretell(seed: number) {
  const world = createWorld(seed, PEOPLE);
  const { campaignId, messagesPerSecond } = world;
  const earlier = [1, 2].map((run) => runFor(world, `earlier-${run}`, seed * 100 + run));
  const forecast = forecastRun({
    people: sampleOf(world, SAMPLE, seed),
    population: { estimate: PEOPLE, low: PEOPLE, high: PEOPLE },
    beginsAt: BEGINS,
    waits: WAITS,
    messagesPerSecond,
    decide: plannerOf(campaignId),
    response: responseOf(measuredBy(earlier)),
    pricing: { list: PRICES, usedBefore: (item) => (item === 'push' ? PUSH_BEFORE : 0) },
    dayOf: (at) => new Date(at).toISOString().slice(0, 10),
    random: createRandom(seed + 1),
  });
  return { forecast, actual: runFor(world, campaignId, seed * 100 + 3, PUSH_BEFORE) };
}

function whatIsOutside({ krwMicros, waves }: Forecast, actual: Actual): readonly string[] {
  const outside = (name: string, range: Range | null | undefined, value: number): readonly string[] =>
    isWithin(range, value) ? [] : [`${name}: ${value}, foretold ${range?.low ?? '?'} to ${range?.high ?? '?'}`];
  return [
    ...outside('cost', krwMicros, actual.krwMicros),
    ...CHANNELS.flatMap((channel, wave) => outside(channel, waves[wave]?.messages, actual.sent[wave] ?? NaN)),
  ];
}

function isWithin(range: Range | null | undefined, value: number): boolean {
  return range !== null && range !== undefined && range.low <= value && value <= range.high;
}

function judgeReasons(
  { waves }: Forecast,
  actual: ReadonlyMap<string, number>,
  { held, all }: { readonly held: number; readonly all: number },
) {
  const told = waves.flatMap(({ wave, out }) =>
    out.map(({ reason, people }) => ({ key: `${wave} ${reason}`, people })),
  );
  const right = told.filter(({ key, people }) => isWithin(people, actual.get(key) ?? 0));
  return { held: held + right.length, all: all + told.length };
}
