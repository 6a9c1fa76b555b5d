import type { Consent } from '../consent/consent.ts';
import type { Activity } from './activity.ts';
import type { ChannelType } from './channel.ts';
import type { Demographic, EndpointStatus, Location, OptOut } from './customer.ts';

/** Values to set by name; null takes one away, and a name that is absent stays as it is. */
export type Changes<T> = Readonly<Record<string, T | null>>;

/** The same for fields with names of their own. */
export type FieldChanges<T> = { readonly [K in keyof T]?: T[K] | null };

/** What is said of one endpoint. Times are milliseconds since the epoch. */
export type EndpointChange = {
  /** Absent: the customer's endpoint with this channel and address, or a new one. */
  readonly id?: string;
  readonly channelType?: ChannelType;
  readonly address?: string;
  readonly status?: EndpointStatus;
  readonly optOut?: OptOut;
  /** When it was so; absent: now. */
  readonly effectiveAt?: number;
  readonly createdAt?: number;
  readonly requestId?: string;
  readonly attributes: Changes<readonly string[]>;
  readonly metrics: Changes<number>;
  readonly demographic: FieldChanges<Demographic>;
  readonly location: FieldChanges<Location>;
  /** Everything that was known of the endpoint at `effectiveAt`, as an export says it: what it does not name is gone. */
  readonly isSnapshot: boolean;
};

/** What is said of one customer: by a call, or by a line of an import. */
export type CustomerChange = {
  readonly customerId: string;
  readonly attributes: Changes<readonly string[]>;
  readonly consent: Consent;
  readonly activity: Activity;
  readonly endpoints: readonly EndpointChange[];
  /** Imported segments the customer belongs to from now on. */
  readonly importedSegments: readonly string[];
  /** Imported segments the customer belongs to no longer. */
  readonly leftSegments?: readonly string[];
  /** The line names somebody and says nothing of how to reach them: alone it makes no customer. */
  readonly mustExist?: true;
};
