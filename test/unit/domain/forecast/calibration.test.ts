import { describe, expect, it } from 'vitest';
import { forecastRun, responseOf, type Forecast, type Range } from '../../../../src/domain/forecast/index.ts';
import { createRandom } from '../../../simulation/random.ts';
import { BEGINS, CHANNELS, createWorld, measuredBy, plannerOf, PRICES, runFor, sampleOf, WAITS } from './world.ts';

const PEOPLE = 4_000;
const SAMPLE = 1_000;
const WORLDS = 30;

/** Some of the free push messages of the month are left. */
const PUSH_BEFORE = 999_000;

function isWithin(range: Range | null | undefined, value: number): boolean {
  return range !== null && range !== undefined && range.low <= value && value <= range.high;
}

/** A world, two earlier runs in it, a forecast of the third, and the third. */
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

const width = ({ low, expected, high }: Range): number => (high - low) / expected;

describe('a forecast against what happened', { timeout: 180_000 }, () => {
  it('holds the actual cost and the actual numbers of every wave at once in at least 27 of 30 worlds', () => {
    let right = 0;
    let reasons = { held: 0, all: 0 };
    const widths: number[] = [];
    for (let seed = 1; seed <= WORLDS; seed += 1) {
      const { forecast, actual } = foretell(seed);
      const isRight =
        isWithin(forecast.krwMicros, actual.krwMicros) &&
        CHANNELS.every((_, wave) => isWithin(forecast.waves[wave]?.messages, actual.sent[wave] ?? NaN));
      if (isRight) right += 1;
      reasons = judgeReasons(forecast, actual.out, reasons);
      for (const { messages } of forecast.waves) widths.push(width(messages));
    }
    expect(right).toBeGreaterThanOrEqual(27);
    // Intervals that are right because they say nothing would be no forecast.
    expect(widths.reduce((sum, each) => sum + each, 0) / widths.length).toBeLessThan(0.25);
    expect(reasons.held / reasons.all).toBeGreaterThan(0.95);
  });
});

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
