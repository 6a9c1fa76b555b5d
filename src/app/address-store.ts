import type { MessageClass } from '../domain/consent/index.ts';
import type { OptOutCause } from '../domain/send-job/index.ts';

/** Why an address gets nothing any more: a receipt said so, or an endpoint with it was opted out. */
export type SuppressionCause = OptOutCause | 'OPT_OUT';

/** AD: nothing of advertising goes there; ALL: nothing at all. */
export type SuppressionScope = 'AD' | 'ALL';

/** Who unsubscribes refuses advertising: their codes and receipts still come. */
export function scopeOf(cause: SuppressionCause): SuppressionScope {
  return cause === 'UNSUBSCRIBED' ? 'AD' : 'ALL';
}

/** A suppression of an address, by its `addressKey`; `at` in milliseconds since the epoch. */
export type Suppression = { readonly key: string; readonly cause: SuppressionCause; readonly at: number };

/** Which customer has an endpoint: an endpoint id is one device or mailbox, and moves with who uses it. */
export interface EndpointOwners {
  /** Consistent: the owners of those endpoints that have one. */
  findOwners(endpointIds: readonly string[]): Promise<ReadonlyMap<string, string>>;
  /** By endpoint id; null: nobody has it any more. */
  setOwners(owners: ReadonlyMap<string, string | null>): Promise<void>;
}

/** Who has an address: at most so many of them are told. */
export const MOST_HOLDERS = 50;

/**
 * Which customers were given an address, by its `addressKey`. It is a way to find them and no more: whoever has lost the
 * address since may still be named, and has to be looked at.
 */
export interface AddressHolders {
  /** Remembers who has addresses; again changes nothing. */
  addHolders(holders: readonly { readonly key: string; readonly customerId: string }[]): Promise<void>;
  /** Names a customer no more for these addresses. */
  forgetHolder(customerId: string, keys: readonly string[]): Promise<void>;
  /** Consistent: those who were given an address, at most `MOST_HOLDERS`. */
  findHolders(key: string): Promise<readonly string[]>;
}

/**
 * What is kept of addresses, whoever has them: whether they are suppressed, and which customer of a job has taken one.
 * Keys are those of `addressKey`; nothing that is stored shows an address.
 */
export interface AddressStore extends EndpointOwners, AddressHolders {
  /**
   * Suppresses addresses, from advertising or from everything (`scopeOf`); of an address that is suppressed or was released
   * already the latest decision counts.
   */
  suppress(suppressions: readonly Suppression[]): Promise<void>;
  /** Ends the suppressions of an address, those from advertising alone or all, until `at`; a later one stays. */
  release(key: string, at: number, scope?: SuppressionScope): Promise<void>;
  /** Consistent look at up to 100 addresses: those to which no message of a class (absent: no advertising) may go. */
  findSuppressed(keys: readonly string[], messageClass?: MessageClass): Promise<ReadonlySet<string>>;
  /**
   * Takes an address for one customer of a job; false when another customer of the job has it. Asked again for the same
   * customer, as in a later round, it is true again.
   */
  claim(jobId: string, key: string, customerId: string): Promise<boolean>;
}
