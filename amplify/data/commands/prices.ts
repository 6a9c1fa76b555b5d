import { a } from '@aws-amplify/backend';
import { ADMINS, READERS } from '../../auth/groups.ts';
import { COMMAND_SOURCES } from './data-sources.ts';

/** `micros`: millionths of a currency. */
const dated = () => ({
  micros: a.float().required(),
  validFrom: a.datetime().required(),
  source: a.string().required(),
});

/** What sending costs, by dated rows. */
export const priceCommands = {
  /**
   * `item`: `push`, `email`, `custom`, `sms-part`, `sms-part:+82` for numbers that begin so, or `custom:reseller:LMS` for
   * a kind of message of a destination. `micros` is for `per` units; `freeUnits` of a month cost nothing, and units
   * above those of a tier cost what it says. The month is of `monthZone` (absent: UTC). What fails within `refundHours`
   * is paid back (absent: never).
   */
  PriceTier: a.customType({ above: a.float().required(), micros: a.float().required() }),
  PriceRow: a.customType({
    item: a.string().required(),
    currency: a.string().required(),
    per: a.float().required(),
    freeUnits: a.float().required(),
    monthZone: a.string(),
    tiers: a.ref('PriceTier').required().array(),
    refundHours: a.integer(),
    ...dated(),
  }),
  /** One unit of `from` in `to`. */
  ExchangeRate: a.customType({ from: a.string().required(), to: a.string().required(), ...dated() }),
  PriceList: a.customType({
    prices: a.ref('PriceRow').required().array().required(),
    rates: a.ref('ExchangeRate').required().array().required(),
    /** How often they were saved. */
    revision: a.integer().required(),
  }),
  /** Saved rows, then the published ones behind them; of an item the latest row that has begun holds. */
  prices: a
    .query()
    .returns(a.ref('PriceList'))
    .handler(a.handler.custom({ dataSource: COMMAND_SOURCES.changeSettings, entry: '../resolvers/invoke-command.js' }))
    .authorization((allow) => [allow.groups(READERS)]),
  /**
   * Replaces the saved prices, the saved rates, or both; what is left out stays. Jobs planned before keep theirs. With the
   * revision that was read, it is refused (CONFLICT) when somebody else has saved since.
   */
  savePrices: a
    .mutation()
    .arguments({
      prices: a.ref('PriceRow').required().array(),
      rates: a.ref('ExchangeRate').required().array(),
      revision: a.integer(),
    })
    .returns(a.ref('PriceList'))
    .handler(a.handler.custom({ dataSource: COMMAND_SOURCES.changeSettings, entry: '../resolvers/invoke-command.js' }))
    .authorization((allow) => [allow.groups(ADMINS)]),
  MonthMessages: a.customType({ channel: a.ref('Channel').required(), messages: a.float().required() }),
  /** Amounts in won; null where a price or an exchange rate is missing. */
  MonthCosts: a.customType({
    month: a.string().required(),
    /** Null: a month may cost what it does, and nothing is claimed of it. */
    budgetKrw: a.float(),
    /** What the launched runs of the month may cost at most. */
    claimedKrw: a.float().required(),
    runs: a.integer().required(),
    /** There are more runs than were looked at. */
    isCut: a.boolean().required(),
    channels: a.ref('MonthMessages').required().array().required(),
    /** What AWS bills for our own work, beside the providers. */
    ownAwsKrw: a.float(),
    /** What Pinpoint would have charged at most: each message as a targeted endpoint. */
    pinpointKrw: a.float(),
    asOf: a.datetime().required(),
  }),
  /** What the runs that began in a month of Korea (`2026-11`, absent: this one) have done, against the budget of the month. */
  monthCosts: a
    .query()
    .arguments({ month: a.string() })
    .returns(a.ref('MonthCosts'))
    .handler(a.handler.custom({ dataSource: COMMAND_SOURCES.readRecipients, entry: '../resolvers/invoke-command.js' }))
    .authorization((allow) => [allow.groups(READERS)]),
};
