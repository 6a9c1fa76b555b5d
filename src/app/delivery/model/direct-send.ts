import {
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

/** What only a job has that a call started with its own recipients; it is frozen in the job like everything else. */
export type DirectSend = {
  readonly clientId: string;
  /** Of the call's body: the same job id with another body is a mistake of the caller. */
  readonly bodyHash: string;
  /** Words that are no template's. */
  readonly words?: TemplateVersion;
  readonly timeToLiveSeconds?: number;
  readonly guests: readonly Guest[];
  /** By customer id: `{{Attributes.Name}}` of this message, in place of the endpoint's own. */
  readonly substitutions: Readonly<Record<string, Attributes>>;
};

/** A guest as the engine sees everybody: a customer with one endpoint, who has agreed to nothing. */
export function guestAsCustomer({ customerId, channelType, address }: Guest): Customer {
  return { ...newCustomer(customerId), endpoints: [newEndpoint(customerId, channelType, address)] };
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

/** Reads up to 100 recipients of a job as they are now (consistently), wherever they live. */
export async function readRecipients(
  source: Pick<CustomerSource, 'getMany'>,
  direct: DirectSend | undefined,
  ids: readonly string[],
): Promise<ReadonlyMap<string, Customer>> {
  if (direct === undefined) return source.getMany(ids);
  const guests = new Map(direct.guests.map((guest) => [guest.customerId, guest]));
  const known = ids.filter((id) => !guests.has(id));
  const found = new Map(known.length === 0 ? [] : await source.getMany(known));
  for (const id of ids) {
    const guest = guests.get(id);
    const customer = guest === undefined ? found.get(id) : guestAsCustomer(guest);
    const own = Object.hasOwn(direct.substitutions, id) ? direct.substitutions[id] : undefined;
    if (customer !== undefined) found.set(id, withSubstitutions(customer, own));
  }
  return found;
}
