/** A unit price as it was published: dated, sourced, in millionths of its currency. */
export type PriceRow = {
  /** What is priced: `push`, `email`, `custom`, `sms-part`, and `sms-part:+82` for numbers that begin so. */
  readonly item: string;
  readonly currency: string;
  /** Millionths of the currency per `per` units. */
  readonly micros: number;
  readonly per: number;
  /** Units of a month that cost nothing before the price applies. */
  readonly freeUnits: number;
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
