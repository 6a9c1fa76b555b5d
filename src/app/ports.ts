import type { Campaign } from '../domain/campaign/index.ts';
import type { PriceList } from '../domain/cost/index.ts';
import type { Customer } from '../domain/customer/index.ts';
import type { LawWarning } from '../domain/law/index.ts';
import type { Segment, SegmentVersion } from '../domain/segment/index.ts';
import type { Template, TemplateVersion } from '../domain/template/index.ts';

/** The time, and waiting; a simulator supplies its own. */
export interface Clock {
  /** Milliseconds since the epoch. */
  now(): number;
  sleep(milliseconds: number): Promise<void>;
}

/** New identifiers, and the only randomness of the application. */
export interface Ids {
  next(): string;
  /** A number in [0, 1), for jitter. */
  random(): number;
}

/** Who gave a command; kept with what it changed. */
export type Actor = { readonly id: string };

/** A stored thing with the revision that the next write must name. */
export type Stored<T> = { readonly value: T; readonly revision: number };

/**
 * Templates, and their versions, which are written once. Reads are consistent; whoever writes over a newer revision is
 * told, and writes nothing.
 */
export interface TemplateStore {
  get(templateId: string): Promise<Stored<Template> | null>;
  getVersion(templateId: string, version: number): Promise<TemplateVersion | null>;
  /**
   * Writes an immutable version, with what the law finds in its words that a person should look at; false when this number
   * is already taken.
   */
  putVersion(version: TemplateVersion, by: Actor, warnings?: readonly LawWarning[]): Promise<boolean>;
  /** Replaces the template if it still has `revision` (0: it must not exist); false otherwise. */
  put(template: Template, revision: number, by: Actor): Promise<boolean>;
}

/** Segments as they are now, each with the revision that the next write must name. */
export interface SegmentStore {
  get(segmentId: string): Promise<Stored<Segment> | null>;
  /** Replaces the segment if it still has `revision` (0: it must not exist); false otherwise. */
  put(segment: Segment, revision: number, by: Actor): Promise<boolean>;
}

/** Definitions as they were, so that a job can say whom it was planned for. */
export interface SegmentVersionStore {
  get(segmentId: string, version: number): Promise<SegmentVersion | null>;
  /** Writes an immutable version; false when this number is already taken. */
  put(version: SegmentVersion, by: Actor): Promise<boolean>;
}

/** Campaigns, each with the revision that the next write must name. */
export interface CampaignStore {
  /** With who saved it last. */
  get(campaignId: string): Promise<(Stored<Campaign> & { readonly savedBy?: string }) | null>;
  /** Replaces the campaign if it still has `revision` (0: it must not exist); false otherwise. */
  put(campaign: Campaign, revision: number, by: Actor): Promise<boolean>;
}

/** Prices as stored; the revision goes up with each change (0: nobody has saved any yet). */
export type SavedPrices = PriceList & { readonly revision: number };

/** Prices and exchange rates as operators saved them, without the published ones. */
export interface PriceStore {
  get(): Promise<SavedPrices>;
  /** Replaces the prices if their revision is still `expected`, or if this very write has been made already. */
  put(prices: PriceList, expected: number, by: Actor): Promise<boolean>;
}

/** One page of a parallel scan; `cursor` is null on the last page. */
type CustomerPage = { readonly customers: readonly Customer[]; readonly cursor: string | null };

/** Customers, read by planning and sending: a whole customer base in slices, or the few of a page. */
export interface CustomerSource {
  /** Reads the next page of slice `slice` of `slices`; pages of an unchanged table always come out the same. */
  scan(slice: number, slices: number, cursor: string | null): Promise<CustomerPage>;
  /** Consistent read of up to 100 customers; those that do not exist are absent. */
  getMany(ids: readonly string[]): Promise<ReadonlyMap<string, Customer>>;
  /** How many customers there are, roughly (it only sizes the shards). */
  estimateCount(): Promise<number>;
}

/** What one slice of an import did to a customer; kept with the customer, so that a slice that ran twice counts once. */
export type ImportMark = { readonly slice: string; readonly isNew: boolean; readonly endpoints: number };

/** A customer with what the last imports did to them. */
export type StoredCustomer = Stored<Customer> & {
  readonly marks?: readonly ImportMark[];
  /** What else the store keeps with the customer: handed back with a write, it need not be looked for again. */
  readonly kept?: Readonly<Record<string, unknown>>;
};

/** A customer to write if it still has `revision` (0: it must not exist). */
export type CustomerWrite = {
  readonly customer: Customer;
  readonly revision: number;
  readonly marks?: readonly ImportMark[];
  readonly kept?: StoredCustomer['kept'];
};

/**
 * Customers, as what changes them reads and writes them. Nobody's change is lost: a write that did not see the last
 * revision is refused.
 */
export interface CustomerStore {
  /** Consistent reads of up to 100 customers. */
  getMany(ids: readonly string[]): Promise<ReadonlyMap<string, StoredCustomer>>;
  /** Replaces the customer if it still has `revision` (0: it must not exist); false otherwise. */
  put(customer: Customer, revision: number, marks?: readonly ImportMark[]): Promise<boolean>;
  /** Writes different customers as `put` does, each by itself; answers with the ids of those that it did not write. */
  putMany(writes: readonly CustomerWrite[]): Promise<ReadonlySet<string>>;
  /** Forgets the customer whole; false when there was none. */
  remove(customerId: string): Promise<boolean>;
}

/** Remembers who was erased, by a digest of their id, so that an old export does not bring them back. */
export interface ErasureStore {
  put(customerId: string, at: number): Promise<void>;
  /** When each of up to 100 customers was erased (milliseconds since the epoch); the others are absent. */
  getMany(customerIds: readonly string[]): Promise<ReadonlyMap<string, number>>;
}
