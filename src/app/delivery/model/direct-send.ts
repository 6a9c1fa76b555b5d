import {
  channelOf,
  newCustomer,
  newEndpoint,
  type Attributes,
  type ChannelType,
  type Customer,
} from '../../../domain/customer/index.ts';
import type { TemplateVersion } from '../../../domain/template/index.ts';
import type { CustomerSource } from '../../ports.ts';

/** A recipient who is in no list of customers: an address that a call named. */
export type Guest = { readonly customerId: string; readonly channelType: ChannelType; readonly address: string };

/** A test: whoever named the addresses asked for the message, and it is filled in with the data of a customer. */
export type TestSend = {
  /** When it was asked for, in milliseconds since the epoch. */
  readonly at: number;
  /** Whose data it shows; absent: nobody's. */
  readonly shownAs?: string;
};

/** What only a job has that a call started with its own recipients; it is frozen in the job like everything else. */
export type DirectSend = {
  readonly clientId: string;
  /** Of the call's body: the same job id with another body is a mistake of the caller. */
  readonly bodyHash: string;
  /** Words that are no template's. */
  readonly words?: TemplateVersion;
  readonly timeToLiveSeconds?: number;
  readonly guests: readonly Guest[];
  /** Present: what somebody sends to themselves or colleagues, to see how it looks. */
  readonly test?: TestSend;
  /** By customer id: `{{Attributes.Name}}` of this message, in place of the endpoint's own. */
  readonly substitutions: Readonly<Record<string, Attributes>>;
};

/** A guest as the engine sees everybody: a customer with one endpoint, who has agreed to nothing. */
export function guestAsCustomer({ customerId, channelType, address }: Guest): Customer {
  return { ...newCustomer(customerId), endpoints: [newEndpoint(customerId, channelType, address)] };
}

/**
 * A guest who gets a test: the address with all that is known of somebody else but their address and consents. Who asked to
 * see a message has agreed to it, at any hour.
 */
export function guestShownAs(
  { customerId, channelType, address }: Guest,
  { at }: TestSend,
  person?: Customer,
): Customer {
  const channel = channelOf(channelType);
  const asked = { state: 'GRANTED', at, source: 'sendTestMessage' } as const;
  const like =
    person?.endpoints.find((endpoint) => channelOf(endpoint.channelType) === channel) ?? person?.endpoints[0];
  const bare = newEndpoint(customerId, channelType, address);
  const { attributes, metrics, demographic, location } = like ?? bare;
  return {
    ...(person ?? newCustomer(customerId)),
    consent: channel === null ? {} : { [channel]: { ad: asked, night: asked } },
    endpoints: [{ ...bare, attributes, metrics, demographic, location }],
  };
}

/** A customer with the values that the call gave for this message. */
export function withSubstitutions(customer: Customer, substitutions: Attributes | undefined): Customer {
  if (substitutions === undefined) return customer;
  const endpoints = customer.endpoints.map((endpoint) => ({
    ...endpoint,
    attributes: { ...endpoint.attributes, ...substitutions },
  }));
  return { ...customer, endpoints };
}

function asCustomer(guest: Guest, test: TestSend | undefined, person: Customer | undefined): Customer {
  return test === undefined ? guestAsCustomer(guest) : guestShownAs(guest, test, person);
}

/** Reads up to 100 recipients of a job as they are now (consistently), wherever they live. */
export async function readRecipients(
  source: Pick<CustomerSource, 'getMany'>,
  direct: DirectSend | undefined,
  ids: readonly string[],
): Promise<ReadonlyMap<string, Customer>> {
  if (direct === undefined) return source.getMany(ids);
  const guests = new Map(direct.guests.map((guest) => [guest.customerId, guest]));
  const { test } = direct;
  const known = ids.filter((id) => !guests.has(id));
  const read = test?.shownAs === undefined ? known : [...known, test.shownAs];
  const found = new Map(read.length === 0 ? [] : await source.getMany(read));
  const person = test?.shownAs === undefined ? undefined : found.get(test.shownAs);
  for (const id of ids) {
    const guest = guests.get(id);
    const customer = guest === undefined ? found.get(id) : asCustomer(guest, test, person);
    const own = Object.hasOwn(direct.substitutions, id) ? direct.substitutions[id] : undefined;
    if (customer !== undefined) found.set(id, withSubstitutions(customer, own));
  }
  return found;
}
