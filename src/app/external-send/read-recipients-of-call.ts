import {
  addressKeyOfText,
  channelOf,
  readAddress,
  type Attributes,
  type ChannelType,
  type Customer,
} from '../../domain/customer/index.ts';
import { LIMITS } from '../../domain/limits.ts';
import { refuse, type Refused } from '../../domain/result.ts';
import type { TemplateChannel } from '../../domain/template/index.ts';
import { guestAsCustomer, withSubstitutions, type Guest } from '../delivery/model/direct-send.ts';

/** Either somebody we know, or an address. */
export type CallRecipient = {
  readonly customerId?: string;
  readonly address?: string;
  /** Needed for push addresses; e-mail, SMS and custom addresses have only one type. */
  readonly channelType?: ChannelType;
  /** Values of this recipient for `{{Attributes.Name}}`. */
  readonly substitutions?: Attributes;
};

export type CallRecipients = {
  readonly ok: true;
  /** In the order of the call, with their values in place. */
  readonly customers: readonly Customer[];
  readonly guests: readonly Guest[];
  readonly substitutions: Readonly<Record<string, Attributes>>;
};

type Code = 'INVALID_RECIPIENT' | 'UNKNOWN_RECIPIENT' | 'TOO_MANY_RECIPIENTS' | 'INVALID_INPUT';

const MAX_RECIPIENTS = LIMITS.recipientsOfCall.max;
const MAX_SUBSTITUTIONS = LIMITS.substitutions.max;
const MAX_SUBSTITUTION_TEXT = LIMITS.substitutionText.max;

const ONLY_TYPE: Readonly<Record<TemplateChannel, ChannelType | undefined>> = {
  PUSH: undefined,
  EMAIL: 'EMAIL',
  SMS: 'SMS',
  CUSTOM: 'CUSTOM',
};

/** The customers that a call names, each once. */
export function knownIds(recipients: readonly CallRecipient[]): readonly string[] {
  return [...new Set(recipients.flatMap(({ customerId }) => customerId ?? []))];
}

/**
 * The keys of the bare addresses that a call says the type of, each once: what can be looked up before it is known on which
 * channel the call is sent.
 */
export function typedAddressKeys(recipients: readonly CallRecipient[]): readonly string[] {
  const keys = recipients.flatMap(({ address, channelType }) =>
    address === undefined || channelType === undefined ? [] : (addressKeyOfText(channelType, address) ?? []),
  );
  return [...new Set(keys)];
}

/**
 * The recipients of a call; `known` are the customers among them that there are. One that cannot be understood or is not
 * known refuses the whole call.
 */
export function readRecipientsOfCall(
  known: ReadonlyMap<string, Customer>,
  channel: TemplateChannel,
  recipients: readonly CallRecipient[],
): CallRecipients | Refused<Code> {
  const customers: Customer[] = [];
  const guests: Guest[] = [];
  const ids = knownIds(recipients);
  // A customer may be called `constructor`, which every object has.
  const substitutions = new Map<string, Attributes>();
  for (const [index, recipient] of recipients.entries()) {
    const found = findRecipient(recipient, guestId(index, ids), { index, channel, known });
    if ('error' in found) return found;
    const { customer, guest } = found;
    if (guest !== undefined) guests.push(guest);
    if (recipient.substitutions !== undefined && !substitutions.has(customer.id)) {
      substitutions.set(customer.id, recipient.substitutions);
    }
    customers.push(withSubstitutions(customer, recipient.substitutions));
  }
  return { ok: true, customers, guests, substitutions: Object.fromEntries(substitutions) };
}

/** Before anything is looked up: how many there are, and how much they bring along. */
export function checkCount(recipients: readonly CallRecipient[]): Refused<Code> | null {
  if (recipients.length > MAX_RECIPIENTS) {
    return refuse('TOO_MANY_RECIPIENTS', `recipients: at most ${MAX_RECIPIENTS} in a call, not ${recipients.length}.`);
  }
  if (recipients.length === 0) return refuse('INVALID_INPUT', 'recipients: give at least one.');
  for (const [index, { substitutions = {} }] of recipients.entries()) {
    const entries = Object.entries(substitutions);
    const length = entries.reduce((sum, [name, values]) => sum + name.length + values.join('').length, 0);
    if (entries.length <= MAX_SUBSTITUTIONS && length <= MAX_SUBSTITUTION_TEXT) continue;
    return refuse(
      'INVALID_RECIPIENT',
      `recipients[${index}].substitutions: at most ${MAX_SUBSTITUTIONS}, of ${MAX_SUBSTITUTION_TEXT} characters together.`,
    );
  }
  return null;
}

/** Within its job, a bare address goes by its place in the call; by another name where a customer has that one. */
export function guestId(index: number, customerIds: readonly string[]): string {
  let id = `address:${index}`;
  while (customerIds.includes(id)) id += "'";
  return id;
}

function findRecipient(
  { customerId, address, channelType }: CallRecipient,
  nameOfGuest: string,
  {
    index,
    channel,
    known,
  }: {
    readonly index: number;
    readonly channel: TemplateChannel;
    readonly known: ReadonlyMap<string, Customer>;
  },
): { readonly customer: Customer; readonly guest?: Guest } | Refused<Code> {
  const place = `recipients[${index}]`;
  if ((customerId === undefined) === (address === undefined)) {
    return refuse('INVALID_RECIPIENT', `${place}: give either customerId or address.`);
  }
  if (customerId !== undefined) {
    const customer = known.get(customerId);
    return customer === undefined
      ? refuse('UNKNOWN_RECIPIENT', `${place}: there is no customer ${JSON.stringify(customerId)}.`)
      : { customer };
  }
  const type = channelType ?? ONLY_TYPE[channel];
  if (type === undefined || channelOf(type) !== channel) {
    return refuse(
      'INVALID_RECIPIENT',
      `${place}.channelType: give the type of the address, one that takes ${channel}.`,
    );
  }
  const read = readAddress(type, address ?? '');
  if (!read.ok)
    return refuse('INVALID_RECIPIENT', `${place}.address: is no address for ${channel}. ${read.error.message}`);
  const guest: Guest = { customerId: nameOfGuest, channelType: type, address: read.address };
  return { customer: guestAsCustomer(guest), guest };
}
