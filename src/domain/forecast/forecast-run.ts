import type { Channel } from '../customer/channel.ts';
import type { PriceRow } from '../cost/price.ts';
import { cutOf, FORECAST_CONFIDENCE, rangeOf, type Range } from './band.ts';
import type { Random } from './draw.ts';
import { createPricer, dollarsPerWon, piecesOf, rowsUsed, type LineCost, type Pricing } from './price-replay.ts';
import type { Rate } from './rate.ts';
import { rehearse, type Script, type WaveTime } from './rehearse.ts';
import { replay, type Population, type Replay } from './replay.ts';
import {
  MESSAGE_RATES,
  meanChances,
  PERSON_RATES,
  type MessageRate,
  type PersonRate,
  type Response,
} from './response.ts';
import { setStage, type Line, type Stage } from './stage.ts';

/** What a run is foretold from. Times are milliseconds since the epoch. */
export type ForecastInput<T> = Omit<Script<T>, 'population'> & {
  readonly population: Population;
  readonly response: Response;
  readonly pricing: Pricing;
  /** What the run may claim in all, in millionths of a won; absent: without limit. */
  readonly budgetMicros?: number;
  /** The day of a moment, such as `2026-12-01`, by the calendar that the days are told in. */
  readonly dayOf: (at: number) => string;
  readonly random: Random;
  readonly replays?: number;
};

/** Won and dollars in millionths; null: a price or an exchange rate is missing, and nobody knows. */
export type CostRange = { readonly krwMicros: Range | null; readonly usdMicros: Range | null };

/** What one channel of a wave would do. */
export type ChannelForecast = CostRange & {
  readonly channel: Channel;
  /** Messages that would be sent. */
  readonly messages: Range;
  /** Those of them that providers would take. */
  readonly accepted: Range;
};

/** What one wave would do, beginning and ending as expected. */
export type WaveForecast = WaveTime &
  CostRange & {
    readonly wave: number;
    readonly messages: Range;
    readonly channels: readonly ChannelForecast[];
    /** Whom it would leave out and why, the most frequent reason first. */
    readonly out: readonly { readonly reason: string; readonly people: Range }[];
  };

/** A rate that the forecast stands on, and whether earlier runs or only a prior say so. */
export type RateUsed = Pick<Rate, 'basis' | 'mean' | 'measured'> &
  (
    | { readonly of: MessageRate; readonly wave: number; readonly channel: Channel }
    | { readonly of: PersonRate; readonly wave: null; readonly channel: null }
  );

/** What a run would do and cost. All intervals together hold what will happen in so many cases as `confidence` says. */
export type Forecast = CostRange & {
  readonly confidence: number;
  readonly sampled: number;
  readonly population: Range;
  readonly waves: readonly WaveForecast[];
  readonly days: readonly {
    readonly day: string;
    readonly wave: number;
    readonly channel: Channel;
    readonly messages: Range;
  }[];
  readonly rates: readonly RateUsed[];
  readonly prices: readonly PriceRow[];
  /** Why a cost is not known. */
  readonly unknown: readonly string[];
};

const REPLAYS = 400;

/**
 * Rehearses a run over a random sample of customers and foretells what it would do with everybody: the planner decides
 * each of them for each wave and for whatever may become of the messages before, and many replays of the whole, with
 * rates, shares and chances as they may turn out, show how far it may differ. Nothing is sent and nothing is written.
 */
export function forecastRun<T>(input: ForecastInput<T>): Forecast {
  const { population, response, pricing, budgetMicros, random, replays = REPLAYS } = input;
  const stage = setStage(rehearse({ ...input, population: population.estimate }, meanChances(response)));
  const terms = { stage, response, population, ...(budgetMicros === undefined ? {} : { budgetMicros }) };
  const price = createPricer(stage, pricing);
  const played = Array.from({ length: replays }, () => {
    const result = replay(terms, random);
    return { ...result, costs: price(result) };
  });
  return tell(input, stage, played);
}

type Played = Replay & { readonly costs: readonly LineCost[] };
type Series = readonly number[];

/** The values of all replays, of the lines that are asked for. */
function seriesOf(stage: Stage, played: readonly Played[]) {
  const linesOf = (isOf: (line: Line) => boolean): number[] =>
    [...stage.lines.keys()].filter((index) => {
      const line = stage.lines[index];
      return line !== undefined && isOf(line);
    });
  const sum = (lines: readonly number[], read: (each: Played, line: number) => number): Series =>
    played.map((each) => lines.reduce((total, line) => total + read(each, line), 0));
  return {
    sent: (isOf: (line: Line) => boolean): Series => sum(linesOf(isOf), ({ sent }, line) => sent[line] ?? 0),
    accepted: (isOf: (line: Line) => boolean): Series =>
      sum(linesOf(isOf), ({ accepted }, line) => accepted[line] ?? 0),
    /** Null: something of it has no price. */
    cost: (isOf: (line: Line) => boolean): Series | null => {
      const lines = linesOf(isOf);
      if (played.some(({ costs }) => lines.some((line) => 'unknown' in (costs[line] ?? NOTHING)))) return null;
      return sum(lines, ({ costs }, line) => {
        const cost = costs[line] ?? NOTHING;
        return 'micros' in cost ? cost.micros : 0;
      });
    },
  };
}

const NOTHING: LineCost = { micros: 0 };
const ALL = (): boolean => true;

function tell<T>(input: ForecastInput<T>, stage: Stage, played: readonly Played[]): Forecast {
  const series = seriesOf(stage, played);
  const channelsOf = (wave: number): Channel[] => [
    ...new Set(stage.lines.filter((line) => line.wave === wave).map(({ channel }) => channel)),
  ];
  const ofWave = (wave: number) => (line: Line) => line.wave === wave;
  const ofChannel = (wave: number, channel: Channel) => (line: Line) => line.wave === wave && line.channel === channel;
  const total = series.cost(ALL);
  const cut = cutOf([
    ...[...stage.waves.keys()].flatMap((wave) => [
      series.sent(ofWave(wave)),
      ...channelsOf(wave).map((channel) => series.sent(ofChannel(wave, channel))),
    ]),
    ...(total === null ? [] : [total]),
  ]);
  const dollars = dollarsPerWon(input.pricing, input.beginsAt);
  const count = (values: Series): Range => outwards(rangeOf(values, cut), 1);
  const cost = (values: Series | null): CostRange => {
    const krwMicros = values === null ? null : outwards(rangeOf(values, cut), 1);
    const usdMicros = krwMicros === null || dollars === null ? null : outwards(krwMicros, dollars);
    return { krwMicros, usdMicros };
  };
  const waves = stage.waves.map((time, wave): WaveForecast => ({
    wave,
    ...time,
    messages: count(series.sent(ofWave(wave))),
    ...cost(series.cost(ofWave(wave))),
    channels: channelsOf(wave).map((channel) => ({
      channel,
      messages: count(series.sent(ofChannel(wave, channel))),
      accepted: count(series.accepted(ofChannel(wave, channel))),
      ...cost(series.cost(ofChannel(wave, channel))),
    })),
    out: outOf(stage, played, wave, count),
  }));
  const { estimate, low, high } = input.population;
  return {
    confidence: FORECAST_CONFIDENCE,
    sampled: stage.sampled,
    population: { low, expected: estimate, high },
    waves,
    ...cost(total),
    days: daysOf(input, stage, played, count),
    rates: ratesOf(input.response, stage, channelsOf),
    prices: rowsUsed(stage, input.pricing),
    unknown: unknownOf(played),
  };
}

/** Whole numbers that hold what they are rounded from. */
function outwards({ low, expected, high }: Range, factor: number): Range {
  return { low: Math.floor(low * factor), expected: Math.round(expected * factor), high: Math.ceil(high * factor) };
}

function outOf(stage: Stage, played: readonly Played[], wave: number, count: (values: Series) => Range) {
  return stage.outs
    .flatMap((out, index) => (out.wave === wave ? [{ reason: out.reason, index }] : []))
    .map(({ reason, index }) => ({ reason, people: count(played.map(({ out }) => out[index] ?? 0)) }))
    .filter(({ people }) => people.high > 0)
    .sort((a, b) => b.people.expected - a.people.expected || (a.reason < b.reason ? -1 : 1));
}

function daysOf<T>(
  { dayOf }: ForecastInput<T>,
  stage: Stage,
  played: readonly Played[],
  count: (values: Series) => Range,
): Forecast['days'] {
  type Row = { readonly day: string; readonly wave: number; readonly channel: Channel; readonly values: number[] };
  const rows = new Map<string, Row>();
  for (const [index, line] of stage.lines.entries()) {
    const { wave, channel } = line;
    for (const { at, share } of piecesOf(stage.waves[wave] ?? { at: 0, until: 0 }, line)) {
      const day = dayOf(at);
      const key = `${day} ${wave} ${channel}`;
      const row = rows.get(key) ?? { day, wave, channel, values: played.map(() => 0) };
      rows.set(key, row);
      for (const [each, { sent }] of played.entries()) {
        row.values[each] = (row.values[each] ?? 0) + (sent[index] ?? 0) * share;
      }
    }
  }
  return [...rows.values()]
    .map(({ day, wave, channel, values }) => ({ day, wave, channel, messages: count(values) }))
    .sort((a, b) => (a.day === b.day ? a.wave - b.wave : a.day < b.day ? -1 : 1));
}

function ratesOf(
  { messages, people }: Response,
  { waves }: Stage,
  channelsOf: (wave: number) => readonly Channel[],
): readonly RateUsed[] {
  const told = ({ basis, mean, measured }: Rate) => ({ basis, mean, measured });
  return [
    ...[...waves.keys()].flatMap((wave) =>
      channelsOf(wave).flatMap((channel) => {
        const rates = messages(wave, channel);
        return MESSAGE_RATES.map((of) => ({ of, wave, channel, ...told(rates[of]) }));
      }),
    ),
    ...PERSON_RATES.map((of) => ({ of, wave: null, channel: null, ...told(people[of]) })),
  ];
}

function unknownOf(played: readonly Played[]): readonly string[] {
  const messages = played.flatMap(({ costs }) => costs.flatMap((cost) => ('unknown' in cost ? [cost.unknown] : [])));
  return [...new Set(messages)];
}
