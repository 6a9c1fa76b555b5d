/** From the unit after so many of a month on, another price holds. */
export type PriceTier = {
  /** Units of the month, the free ones among them. */
  readonly above: number;
  /** Millionths of the row's currency per its `per` units. */
  readonly micros: number;
};

/** A unit price as it was published: dated, sourced, in millionths of its currency. */
export type PriceRow = {
  /**
   * What is priced: `push`, `email`, `custom`, `sms-part`; `sms-part:+82` for numbers that begin so; `custom:NAME` and
   * `custom:NAME:KIND` for what a destination sends (`custom:reseller:LMS`).
   */
  readonly item: string;
  readonly currency: string;
  /** Millionths of the currency per `per` units. */
  readonly micros: number;
  readonly per: number;
  /** Units of a month that cost nothing before the price applies. */
  readonly freeUnits: number;
  /** Whose calendar the month is of, as an IANA zone. Absent: UTC, as AWS bills; a Korean reseller's is Asia/Seoul. */
  readonly monthZone?: string;
  /** What holds for more units, rising. */
  readonly tiers?: readonly PriceTier[];
  /** A unit that fails within so many hours after it was accepted is paid back. Absent: failed ones are paid. */
  readonly refundHours?: number;
  readonly validFrom: number;
  readonly source: string;
};

/** One unit of `from` in millionths of `to`, from a date on. */
export type RateRow = {
  readonly from: string;
  readonly to: string;
  readonly micros: number;
  readonly validFrom: number;
  readonly source: string;
};

/** What the month of a row without a zone is of. */
export const AWS_MONTH = 'UTC';

/** The row in force: the latest that has begun; of two that begin together the first. */
export function inForce<T extends { readonly validFrom: number }>(rows: readonly T[], at: number): T | undefined {
  let found: T | undefined;
  for (const row of rows) {
    if (row.validFrom <= at && (found === undefined || row.validFrom > found.validFrom)) found = row;
  }
  return found;
}
