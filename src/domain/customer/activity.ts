/** How often something happened on which day, ascending; a day is the number of days since the epoch in Asia/Seoul. */
export type DayCounts = readonly (readonly [day: number, count: number])[];

/** One kind of event of a customer, over the last 90 days. */
export type EventActivity = {
  readonly days: DayCounts;
  /** The same counts for each value of the event's attributes. */
  readonly attributes?: Readonly<Record<string, Readonly<Record<string, DayCounts>>>>;
};

/** What a customer did, and when. Times are milliseconds since the epoch. */
export type Activity = {
  readonly firstSeenAt?: number;
  readonly lastActiveAt?: number;
  readonly lastOpenedAt?: number;
  /** By the name of the event. */
  readonly events?: Readonly<Record<string, EventActivity>>;
};
