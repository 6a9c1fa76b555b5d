import { refuse, type Refused } from '../result.ts';
import { channelOf, type Channel, type ChannelType } from './channel.ts';
import { hash53 } from './hash53.ts';
import { toE164 } from './phone-number.ts';
import { LIMITS } from '../limits.ts';
import { asciiDomain, isLocalPart } from '../../standards/mailbox.ts';
import { saysNothing } from '../says-nothing.ts';
import { trimText } from '../trim-text.ts';

const PRINTABLE_ASCII = /^[\x21-\x7e]+$/;
const CONTROL = /\p{Cc}/u;
/** APNs device tokens are bytes in hexadecimal, which apps write in either case. */
const HEX_TOKEN = /^[0-9a-f]{64,}$/iu;

/** What stands for no token besides: a dash, and what Google once gave to devices that it had shut out. */
const NO_TOKEN = /^(?:blacklisted|-)$/i;
/** The last label of a domain; of digits alone it would be an address of a machine. */
const TOP_LEVEL = /\.(?!\d+$)[a-z\d-]{2,}$/;

/** An address as it is kept, or INVALID_ADDRESS with what to write instead. */
export type ReadAddress = { readonly ok: true; readonly address: string } | Refused<'INVALID_ADDRESS'>;

function invalid(message: string): Refused<'INVALID_ADDRESS'> {
  return refuse('INVALID_ADDRESS', message);
}

/**
 * Reads an address as every way in must: an e-mail address with its domain in lower case and in Punycode, a phone number as E.164, a
 * token or another address without what is around it. Reading what was read changes nothing. A refusal never repeats
 * the address: messages end in logs.
 */
export function readAddress(channelType: ChannelType, text: string): ReadAddress {
  const trimmed = trimText(text);
  if (trimmed.length > LIMITS.address.max)
    return invalid(`The address has more than ${LIMITS.address.max} characters.`);
  switch (channelType) {
    case 'EMAIL':
      return readEmail(trimmed);
    case 'SMS':
    case 'VOICE':
      return readPhone(trimmed);
    case 'CUSTOM':
    case 'IN_APP':
      if (trimmed === '' || CONTROL.test(trimmed)) return invalid(`The text is no address for ${channelType}.`);
      return { ok: true, address: trimmed };
    case 'APNS':
    case 'APNS_SANDBOX':
    case 'APNS_VOIP':
    case 'APNS_VOIP_SANDBOX':
    case 'GCM':
    case 'ADM':
    case 'BAIDU':
    case 'PUSH':
      if (!PRINTABLE_ASCII.test(trimmed) || saysNothing(trimmed) || NO_TOKEN.test(trimmed))
        return invalid(`The text is no device token for ${channelType}.`);
      return { ok: true, address: trimmed };
  }
}

function readEmail(text: string): ReadAddress {
  const at = text.lastIndexOf('@');
  const local = text.slice(0, Math.max(0, at));
  const domain = at < 0 ? null : asciiDomain(text.slice(at + 1));
  if (domain !== null && TOP_LEVEL.test(domain) && isLocalPart(local))
    return { ok: true, address: `${local}@${domain}` };
  return /[^ -~]/.test(local)
    ? invalid('Before the @ an e-mail address has only letters of ASCII here: no provider delivers others.')
    : invalid('The text is no e-mail address. Write one mailbox, as name@example.com.');
}

/** What would be one. The number itself is not repeated: it may be somebody's. */
export const NO_PHONE =
  'It holds no number that an SMS can be sent to. Write 010-1234-5678, and numbers of other countries with a plus and ' +
  'their code, as +14155550100.';

function readPhone(text: string): ReadAddress {
  const number = toE164(text);
  return number === null ? invalid(NO_PHONE) : { ok: true, address: number };
}

/**
 * An address as it is compared: the same for everybody who has it, however it is written. Local parts of e-mail
 * addresses differ in case on paper only: no large provider tells `Kim@` from `kim@`. What was stored before addresses
 * were read may be none; it is still the same text as itself.
 */
export function comparableAddress(channelType: ChannelType, address: string): string {
  switch (channelType) {
    case 'SMS':
    case 'VOICE': {
      const read = readAddress(channelType, address);
      return read.ok ? read.address : trimText(address);
    }
    case 'EMAIL':
      return comparableEmail(trimText(address).toLowerCase());
    case 'APNS':
    case 'APNS_SANDBOX':
    case 'APNS_VOIP':
    case 'APNS_VOIP_SANDBOX': {
      const known = trimText(address);
      return HEX_TOKEN.test(known) ? known.toLowerCase() : known;
    }
    case 'GCM':
    case 'ADM':
    case 'BAIDU':
    case 'PUSH':
    case 'CUSTOM':
    case 'IN_APP':
      return trimText(address);
  }
}

/** Stored before domains were read, a domain may have other letters than ASCII; its Punycode names the same one. */
function comparableEmail(address: string): string {
  if (isAscii(address)) return address;
  const at = address.lastIndexOf('@');
  const domain = asciiDomain(address.slice(at + 1));
  return domain === null ? address : `${address.slice(0, at + 1)}${domain}`;
}

function isAscii(text: string): boolean {
  for (let at = 0; at < text.length; at += 1) if (text.charCodeAt(at) > 0x7e) return false;
  return true;
}

/**
 * The name of an address: its channel and how it is compared (`comparable`, for who knows it already). It shows the
 * address; stores keep a digest of it.
 */
export function addressKey(
  channelType: ChannelType,
  address: string,
  comparable = comparableAddress(channelType, address),
): string {
  return `${channelOf(channelType) ?? channelType}:${comparable}`;
}

/** 53 bits of an address and its channel: of 6.4 million addresses one in 400 plans has two that look alike. */
export function addressDigest(
  channelType: ChannelType,
  address: string,
  comparable = comparableAddress(channelType, address),
): number {
  const channel = channelOf(channelType);
  const seed = channel === null ? hash53(channelType, 0) : CHANNEL_SEEDS[channel];
  return hash53(comparable, seed);
}

/** An address is hashed by itself: putting its channel before it would copy it once more for each message. */
const CHANNEL_SEEDS: Readonly<Record<Channel, number>> = { PUSH: 1, EMAIL: 2, SMS: 3, CUSTOM: 4 };
