/** A customer's action: who, when, what. */
export type CustomerEvent = {
  readonly id: string;
  readonly customerId: string;
  readonly type: string;
  /** Milliseconds since the epoch. */
  readonly at: number;
  readonly endpointId?: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly metrics: Readonly<Record<string, number>>;
};
