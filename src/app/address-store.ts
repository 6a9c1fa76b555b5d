import type { OptOutCause } from '../domain/send-job/index.ts';

/** Why an address gets nothing any more: a receipt said so, or an endpoint with it was opted out. */
export type SuppressionCause = OptOutCause | 'OPT_OUT';

/** A suppression of an address, by its `addressKey`; `at` in milliseconds since the epoch. */
export type Suppression = { readonly key: string; readonly cause: SuppressionCause; readonly at: number };

/** Which customer has an endpoint: an endpoint id is one device or mailbox, and moves with who uses it. */
export interface EndpointOwners {
  /** Consistent: the owners of those endpoints that have one. */
  findOwners(endpointIds: readonly string[]): Promise<ReadonlyMap<string, string>>;
  /** By endpoint id; null: nobody has it any more. */
  setOwners(owners: ReadonlyMap<string, string | null>): Promise<void>;
}

/**
 * What is kept of addresses, whoever has them: whether they are suppressed, and which customer of a job has taken one.
 * Keys are those of `addressKey`; nothing that is stored shows an address.
 */
export interface AddressStore extends EndpointOwners {
  /** Suppresses addresses; of an address that is suppressed or was released already the latest decision counts. */
  suppress(suppressions: readonly Suppression[]): Promise<void>;
  /** Ends the suppression of an address that was suppressed until `at`; a later one stays. */
  release(key: string, at: number): Promise<void>;
  /** Consistent look at up to 100 addresses: those that are suppressed. */
  findSuppressed(keys: readonly string[]): Promise<ReadonlySet<string>>;
  /**
   * Takes an address for one customer of a job; false when another customer of the job has it. Asked again for the same
   * customer, as in a later round, it is true again.
   */
  claim(jobId: string, key: string, customerId: string): Promise<boolean>;
}
