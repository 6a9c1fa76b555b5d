import { a } from '@aws-amplify/backend';
import { READERS } from '../../auth/groups.ts';
import { COMMAND_SOURCES } from './data-sources.ts';

/** What an amount may be, in won and in dollars; null: a price or an exchange rate is missing, and nobody knows. */
const cost = () => ({ krw: a.ref('ForecastRange'), usd: a.ref('ForecastRange') });

/** What a run would do and cost, rehearsed before anything is sent. */
export const forecastCommands = {
  ForecastRange: a.customType({
    low: a.float().required(),
    expected: a.float().required(),
    high: a.float().required(),
  }),
  ChannelForecast: a.customType({
    channel: a.ref('Channel').required(),
    /** Messages that would be sent, and those of them that providers would take. */
    messages: a.ref('ForecastRange').required(),
    accepted: a.ref('ForecastRange').required(),
    ...cost(),
  }),
  ReasonForecast: a.customType({ reason: a.string().required(), people: a.ref('ForecastRange').required() }),
  WaveForecast: a.customType({
    wave: a.integer().required(),
    at: a.datetime().required(),
    until: a.datetime().required(),
    messages: a.ref('ForecastRange').required(),
    channels: a.ref('ChannelForecast').required().array().required(),
    /** Whom it would leave out and why, the most frequent reason first. */
    out: a.ref('ReasonForecast').required().array().required(),
    ...cost(),
  }),
  DayForecast: a.customType({
    /** Of the calendar in Korea. */
    day: a.date().required(),
    wave: a.integer().required(),
    channel: a.ref('Channel').required(),
    messages: a.ref('ForecastRange').required(),
  }),
  RateBasis: a.enum(['MEASURED', 'PRIOR']),
  /** A rate (0 to 1) that the forecast stands on: measured by the last run, `successes` of `trials`, or a stated prior. */
  ForecastRate: a.customType({
    of: a.string().required(),
    wave: a.integer(),
    channel: a.ref('Channel'),
    basis: a.ref('RateBasis').required(),
    mean: a.float().required(),
    successes: a.integer().required(),
    trials: a.integer().required(),
  }),
  /** Null: an exchange rate is missing. */
  AmountBeside: a.customType({ krw: a.float(), usd: a.float() }),
  /**
   * Units of a price item that were used in its billing month already: so many of the free ones are gone. Absent: what the
   * campaigns of the month have sent.
   */
  UnitsUsed: a.customType({ item: a.string().required(), units: a.float().required() }),
  Forecast: a.customType({
    campaignId: a.id().required(),
    /** All intervals together hold in so many cases. */
    confidence: a.float().required(),
    /** Customers who were rehearsed, of all that there are. */
    sampled: a.integer().required(),
    population: a.ref('ForecastRange').required(),
    waves: a.ref('WaveForecast').required().array().required(),
    ...cost(),
    days: a.ref('DayForecast').required().array().required(),
    rates: a.ref('ForecastRate').required().array().required(),
    /** The price rows that it stands on. */
    prices: a.ref('PriceRow').required().array().required(),
    /** Why a cost is not known. */
    unknown: a.string().required().array().required(),
    /** What AWS bills for our own work, beside the providers. */
    ownAws: a.ref('AmountBeside').required(),
    /** What Pinpoint would have charged: targeted endpoints, push and e-mail, as if nothing else of the month was sent. */
    pinpoint: a.ref('AmountBeside').required(),
  }),
  /**
   * Rehearses a run of a campaign over a sample of customers: the planner itself, with today's words, prices and limits, at
   * the moment at which it would begin (absent: when its schedule says next, else now). Nothing is sent.
   */
  forecastRun: a
    .query()
    .arguments({
      campaignId: a.id().required(),
      at: a.datetime(),
      unitsUsed: a.ref('UnitsUsed').required().array(),
    })
    .returns(a.ref('Forecast'))
    .handler(a.handler.custom({ dataSource: COMMAND_SOURCES.manageCampaigns, entry: '../resolvers/invoke-command.js' }))
    .authorization((allow) => [allow.groups(READERS)]),
};
