import type { EntryHistory } from '../trigger/entry.ts';
import type { Consent } from '../consent/consent.ts';
import type { Activity } from './activity.ts';
import type { ChannelType } from './channel.ts';

/** Custom attributes are lists of text, as in Pinpoint. */
export type Attributes = Readonly<Record<string, readonly string[]>>;

/** Custom numbers of an endpoint by name, as in Pinpoint. */
export type Metrics = Readonly<Record<string, number>>;

/**
 * What an app reported of the device. `timezone` is an IANA name (absent: Asia/Seoul), `locale` as in BCP 47; the rest
 * is free text.
 */
export type Demographic = {
  readonly appVersion?: string;
  readonly locale?: string;
  readonly make?: string;
  readonly model?: string;
  readonly modelVersion?: string;
  readonly platform?: string;
  readonly platformVersion?: string;
  readonly timezone?: string;
};

/** Where an endpoint was said to be: texts as the app sent them, coordinates in degrees. */
export type Location = {
  readonly city?: string;
  readonly country?: string;
  readonly region?: string;
  readonly postalCode?: string;
  readonly latitude?: number;
  readonly longitude?: number;
};

/** The names of `EndpointStatus`. */
export const ENDPOINT_STATUSES = ['ACTIVE', 'INACTIVE'] as const;

/** INACTIVE: the app was removed or the address has died; it is kept and never sent to. */
export type EndpointStatus = (typeof ENDPOINT_STATUSES)[number];

/** The names of `OptOut`. */
export const OPT_OUTS = ['ALL', 'NONE'] as const;

/** ALL: the person wants nothing at this address, of whatever class; NONE: they have not said so. */
export type OptOut = (typeof OPT_OUTS)[number];

/** One address of a customer on one channel. Times are milliseconds since the epoch. */
export type Endpoint = {
  readonly id: string;
  readonly channelType: ChannelType;
  /** Empty when the customer has no address here (any more). */
  readonly address: string;
  readonly status: EndpointStatus;
  readonly optOut: OptOut;
  readonly effectiveAt: number;
  readonly createdAt?: number;
  readonly requestId?: string;
  readonly attributes: Attributes;
  readonly metrics: Metrics;
  readonly demographic: Demographic;
  readonly location: Location;
};

/** A person: what is known of them, what they agreed to, and 1 to 15 endpoints. */
export type Customer = {
  readonly id: string;
  /** Pinpoint's User.UserAttributes. */
  readonly attributes: Attributes;
  readonly consent: Consent;
  readonly activity: Activity;
  /** The ids of the imported segments they are on; kept here, so that a segment is evaluated from the customer alone. */
  readonly importedSegments?: readonly string[];
  /** For which campaigns events were decided, by their ids: written with the event itself, so that neither is there alone. */
  readonly campaignEntries?: Readonly<Record<string, EntryHistory>>;
  readonly endpoints: readonly Endpoint[];
};

/** A customer of whom nothing is known yet. */
export function newCustomer(id: string): Customer {
  return { id, attributes: {}, consent: {}, activity: {}, endpoints: [] };
}

/** An endpoint of which nothing is known but how it is reached; anything newer replaces it. */
export function newEndpoint(id: string, channelType: ChannelType, address: string): Endpoint {
  return {
    id,
    channelType,
    address,
    status: 'ACTIVE',
    optOut: 'NONE',
    effectiveAt: 0,
    attributes: {},
    metrics: {},
    demographic: {},
    location: {},
  };
}
