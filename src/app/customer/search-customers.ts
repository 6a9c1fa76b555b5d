import {
  addressKey,
  addressKeysOfText,
  channelOf,
  customerName,
  heldAddressKeys,
  LEAST_NAME_LETTERS,
  maskedAddress,
  nameKeys,
  type Channel,
  type Customer,
  type Endpoint,
  type FoundBy,
} from '../../domain/customer/index.ts';
import { readIdText } from '../../domain/id.ts';
import { refuse, type Refused } from '../../domain/result.ts';
import type { AddressHolders } from '../address-store.ts';
import { batchesOf } from '../batches-of.ts';
import type { CustomerSource } from '../ports.ts';

/** A page of ids, in the order of names; `nextToken` is absent on the last. */
export type NamePage = { readonly ids: readonly string[]; readonly nextToken?: string };

/** Customers by the beginning of their name. */
export interface CustomerNames {
  /** Null: the token is none that this gave. A name that was written just now may not be found yet. */
  find(
    keys: NonNullable<ReturnType<typeof nameKeys>>,
    page: { readonly limit: number; readonly nextToken?: string },
  ): Promise<NamePage | null>;
}

/** A customer whom a search found. Addresses are masked: a list of results is no list of addresses. */
export type FoundCustomer = {
  readonly id: string;
  readonly name?: string;
  readonly foundBy: FoundBy;
  readonly lastActiveAt?: number;
  readonly endpoints: readonly {
    readonly channel?: Channel;
    readonly channelType: Endpoint['channelType'];
    readonly address: string;
    readonly status: Endpoint['status'];
    readonly optOut: Endpoint['optOut'];
    /** It is the one that was looked for. */
    readonly isFound: boolean;
  }[];
};

export type SearchCustomersQuery = {
  readonly text: string;
  /** 1 to 100, of those found by name; absent: 20. */
  readonly limit?: number;
  readonly nextToken?: string;
};

export type SearchCustomersDeps = {
  readonly customers: Pick<CustomerSource, 'getMany'>;
  readonly addresses: Pick<AddressHolders, 'findHolders'>;
  readonly names: CustomerNames;
};

const DEFAULT_LIMIT = 20;
const MAX_LIMIT = 100;

/** `getMany` takes so many. */
const MAX_READ = 100;

const MAX_TEXT = 500;

/**
 * Finds customers of whom somebody has said one thing: their id, one of their addresses as it is written anywhere, or the
 * beginning of their name. The first page holds whom the text names exactly, then those whose name begins so; later
 * pages are of names alone. None of it depends on how many customers there are.
 */
export async function searchCustomers(
  { customers, addresses, names }: SearchCustomersDeps,
  { text, limit = DEFAULT_LIMIT, nextToken }: SearchCustomersQuery,
): Promise<{ readonly ok: true; readonly items: readonly FoundCustomer[]; readonly nextToken?: string } | Refused> {
  if (!Number.isSafeInteger(limit) || limit < 1 || limit > MAX_LIMIT) {
    return refuse('INVALID_INPUT', `limit must be a number from 1 to ${MAX_LIMIT}.`);
  }
  if (text.length > MAX_TEXT) return refuse('INVALID_INPUT', `text must have at most ${MAX_TEXT} characters.`);
  const id = readIdText(text);
  if (!id.ok) return refuse('INVALID_INPUT', `text ${id.error.message}`);
  const keys = nameKeys(text);
  const page =
    keys === null ? { ids: [] } : await names.find(keys, { limit, ...(nextToken === undefined ? {} : { nextToken }) });
  if (page === null) return refuse('INVALID_INPUT', 'nextToken is not one that this query gave; start without it.');
  const addressKeys = nextToken === undefined ? addressKeysOfText(text) : [];
  const holders = (await Promise.all(addressKeys.map((key) => addresses.findHolders(key)))).flat();
  const exact = nextToken === undefined ? [...new Set([id.id, ...holders])].slice(0, MAX_READ) : [];
  const wanted = [...new Set([...exact, ...page.ids])];
  const found = await readMany(customers, wanted);
  const items = wanted.flatMap((customerId): FoundCustomer[] => {
    const customer = found.get(customerId);
    const foundBy =
      customer === undefined ? null : foundHow(customer, { id: id.id, addressKeys, name: keys?.searchName });
    return customer === undefined || foundBy === null ? [] : [shown(customer, foundBy, addressKeys)];
  });
  if (items.length === 0 && keys === null) {
    return refuse(
      'INVALID_INPUT',
      `Nobody has this id or address. A name needs at least ${LEAST_NAME_LETTERS} letters of its beginning.`,
    );
  }
  return { ok: true, items, ...(page.nextToken === undefined ? {} : { nextToken: page.nextToken }) };
}

async function readMany(
  customers: Pick<CustomerSource, 'getMany'>,
  ids: readonly string[],
): Promise<ReadonlyMap<string, Customer>> {
  const read = await Promise.all(batchesOf(ids, MAX_READ).map((batch) => customers.getMany(batch)));
  return new Map(read.flatMap((found) => [...found]));
}

/** By what a customer is found as they are now; null for whoever had the address or the name before. */
function foundHow(
  customer: Customer,
  asked: { readonly id: string; readonly addressKeys: readonly string[]; readonly name: string | undefined },
): FoundBy | null {
  if (customer.id === asked.id) return 'ID';
  const held = heldAddressKeys(customer);
  if (asked.addressKeys.some((key) => held.has(key))) return 'ADDRESS';
  const name = nameKeys(customerName(customer.attributes) ?? '')?.searchName;
  return asked.name !== undefined && name?.startsWith(asked.name) === true ? 'NAME' : null;
}

function shown(customer: Customer, foundBy: FoundBy, addressKeys: readonly string[]): FoundCustomer {
  const name = customerName(customer.attributes);
  const { lastActiveAt } = customer.activity;
  return {
    id: customer.id,
    ...(name === undefined ? {} : { name }),
    foundBy,
    ...(lastActiveAt === undefined ? {} : { lastActiveAt }),
    endpoints: customer.endpoints.map(({ channelType, address, status, optOut }) => {
      const channel = channelOf(channelType);
      return {
        ...(channel === null ? {} : { channel }),
        channelType,
        address: maskedAddress(address),
        status,
        optOut,
        isFound: address !== '' && addressKeys.includes(addressKey(channelType, address)),
      };
    }),
  };
}
