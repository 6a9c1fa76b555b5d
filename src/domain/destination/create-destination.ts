import { minuteOfClock } from '../schedule/local-window.ts';
import { zoneOf } from '../schedule/zone.ts';
import { CHANNEL_TYPES, isChannelType, type ChannelType } from '../customer/channel.ts';
import { refuse, type Refused } from '../result.ts';
import {
  DEFAULTS_OF_KIND,
  DESTINATION_KINDS,
  type Destination,
  type DestinationKind,
  type DestinationWindow,
  type MessageKind,
  type Receiver,
  type Replacement,
} from './destination.ts';
import { nameOf } from './fit-message.ts';
import { CHARSETS, missingFrom, type Charset } from './korean-charset.ts';

/** A destination as an operator writes it: what is left out is as usual for its kind (`DEFAULTS_OF_KIND`). */
export type DestinationInput = {
  readonly name: string;
  readonly kind: DestinationKind;
  readonly functionArn?: string | undefined;
  readonly url?: string | undefined;
  readonly secretParameter?: string | undefined;
  readonly charset?: Charset | undefined;
  readonly messages?: readonly MessageKind[] | undefined;
  readonly endpointTypes?: readonly ChannelType[] | undefined;
  readonly replacements?: readonly Replacement[] | undefined;
  readonly window?: DestinationWindow | undefined;
  readonly fallback?: Destination['fallback'] | undefined;
};

const NAME = /^[a-z][a-z0-9-]{0,31}$/;
const KIND = /^[A-Z][A-Z_]{0,31}$/;

/**
 * Functions and secrets of destinations are found by their names: what is deployed may call and read these and no
 * others, so that a new destination needs no new deployment and opens nothing else.
 */
const FUNCTION_ARN =
  /^arn:aws[a-z-]*:lambda:[a-z0-9-]+:\d{12}:function:bonghwa-destination-[A-Za-z0-9_-]{1,40}(:[\w$-]+)?$/;
const SECRET = /^\/bonghwa\/destinations\/[A-Za-z0-9._-]{1,64}$/;

const MAX_DESTINATIONS = 20;
const MAX_MESSAGES = 5;
const MAX_LENGTH = 100_000;
const MAX_FINAL_HOURS = 720;
const MAX_REPLACEMENTS = 100;
const MAX_REPLACED_BY = 10;

function isCount(value: number | undefined, most: number): boolean {
  return value === undefined || (Number.isSafeInteger(value) && value >= 1 && value <= most);
}

function receiverOf({ functionArn, url, secretParameter }: DestinationInput): Receiver | null | string {
  if (functionArn !== undefined) {
    if (url !== undefined || secretParameter !== undefined)
      return 'functionArn: is given beside url; a receiver is one of them.';
    return FUNCTION_ARN.test(functionArn)
      ? { kind: 'FUNCTION', functionArn }
      : 'functionArn: must be the ARN of a Lambda function whose name begins with bonghwa-destination-.';
  }
  if (url === undefined) return secretParameter === undefined ? null : 'secretParameter: is only for a url.';
  if (!/^https:\/\//.test(url) && !/^http:\/\/(localhost|127\.0\.0\.1)[:/]/.test(url))
    return 'url: must begin with https://.';
  if (!URL.canParse(url)) return 'url: is no web address.';
  if (secretParameter === undefined || !SECRET.test(secretParameter)) {
    return 'secretParameter: must name the SecureString parameter that signs calls, as /bonghwa/destinations/reseller.';
  }
  return { kind: 'WEBHOOK', url, secretParameter };
}

function checkMessages(messages: readonly MessageKind[]): string | null {
  if (messages.length === 0 || messages.length > MAX_MESSAGES) return `messages: must be 1 to ${MAX_MESSAGES} kinds.`;
  for (const [index, { kind, most, mostOfSubject, finalAfterHours }] of messages.entries()) {
    const path = `messages[${index}]`;
    if (!KIND.test(kind) || kind === 'FALLBACK')
      return `${path}.kind: must be in capital letters such as LMS, and not FALLBACK.`;
    if (messages.findIndex((other) => other.kind === kind) !== index) return `${path}.kind: ${kind} is there twice.`;
    if (!isCount(most, MAX_LENGTH)) return `${path}.most: must be a whole number from 1 to ${MAX_LENGTH}.`;
    if (!isCount(mostOfSubject, MAX_LENGTH))
      return `${path}.mostOfSubject: must be a whole number from 1 to ${MAX_LENGTH}.`;
    if (!isCount(finalAfterHours, MAX_FINAL_HOURS)) {
      return `${path}.finalAfterHours: must be a whole number from 1 to ${MAX_FINAL_HOURS}.`;
    }
    const before = messages[index - 1];
    // Whatever fits a later kind and not an earlier one: otherwise the later one is never used.
    if (before !== undefined && before.most === undefined) return `${path}: comes after a kind that takes any length.`;
    if (before?.most !== undefined && most !== undefined && most <= before.most) {
      return `${path}.most: must be above ${before.most}, which the kind before it takes.`;
    }
  }
  return null;
}

function checkReplacements(charset: Charset, replacements: readonly Replacement[]): string | null {
  if (replacements.length > MAX_REPLACEMENTS) return `replacements: at most ${MAX_REPLACEMENTS} are kept.`;
  for (const [index, { from, to }] of replacements.entries()) {
    const path = `replacements[${index}]`;
    if ([...from].length !== 1) return `${path}.from: must be one character.`;
    if (missingFrom(charset, from).length === 0) return `${path}.from: ${nameOf(from)} is carried as it is.`;
    if (replacements.findIndex((other) => other.from === from) !== index)
      return `${path}.from: ${nameOf(from)} is there twice.`;
    if (to.length > MAX_REPLACED_BY) return `${path}.to: has at most ${MAX_REPLACED_BY} characters.`;
    const [missing] = missingFrom(charset, to);
    if (missing !== undefined) return `${path}.to: ${nameOf(missing)} is not in ${charset} either.`;
  }
  return null;
}

function checkWindow(window: DestinationWindow | undefined): string | null {
  if (window === undefined) return null;
  for (const side of ['opens', 'closes'] as const) {
    if (minuteOfClock(window[side]) === null) return `window.${side}: must be a clock time such as 20:50.`;
  }
  if (window.opens === window.closes) return 'window: opens when it closes. Leave it out for all hours.';
  return zoneOf(window.zone).isKnown ? null : 'window.zone: must be the name of a time zone such as Asia/Seoul.';
}

/** A destination, when its parts are possible. */
function createDestination(
  input: DestinationInput,
): { readonly ok: true; readonly destination: Destination } | { readonly ok: false; readonly problem: string } {
  const { name, kind } = input;
  const no = (problem: string) => ({ ok: false, problem }) as const;
  if (!NAME.test(name)) return no('name: must be 1 to 32 small letters, digits and hyphens, beginning with a letter.');
  if (!DESTINATION_KINDS.includes(kind)) return no(`kind: must be one of ${DESTINATION_KINDS.join(', ')}.`);
  const usual = DEFAULTS_OF_KIND[kind];
  const charset = input.charset ?? usual.charset;
  const messages = input.messages ?? usual.messages;
  const endpointTypes = input.endpointTypes ?? usual.endpointTypes;
  const replacements = input.replacements ?? usual.replacements;
  const window = input.window ?? usual.window;
  const receiver = receiverOf(input);
  if (typeof receiver === 'string') return no(receiver);
  const problem =
    (CHARSETS.includes(charset) ? null : `charset: must be one of ${CHARSETS.join(', ')}.`) ??
    checkMessages(messages) ??
    (endpointTypes.length > 0 && endpointTypes.every(isChannelType)
      ? null
      : `endpointTypes: must be some of ${CHANNEL_TYPES.join(', ')}.`) ??
    checkReplacements(charset, replacements) ??
    checkWindow(window);
  if (problem !== null) return no(problem);
  const destination: Destination = {
    name,
    kind,
    charset,
    messages,
    endpointTypes,
    replacements,
    fallback: input.fallback ?? usual.fallback,
    ...(receiver === null ? {} : { receiver }),
    ...(window === undefined ? {} : { window }),
  };
  return { ok: true, destination };
}

/** Makes the destinations that an operator wants to save, all together. */
export function createDestinations(
  inputs: readonly DestinationInput[],
): { readonly ok: true; readonly destinations: readonly Destination[] } | Refused<'INVALID_SETTINGS'> {
  if (inputs.length > MAX_DESTINATIONS) {
    return refuse('INVALID_SETTINGS', `destinations: has ${inputs.length}; at most ${MAX_DESTINATIONS} are kept.`);
  }
  const destinations: Destination[] = [];
  for (const [index, input] of inputs.entries()) {
    const created = createDestination(input);
    if (!created.ok) return refuse('INVALID_SETTINGS', `destinations[${index}].${created.problem}`);
    if (destinations.some(({ name }) => name === input.name)) {
      return refuse('INVALID_SETTINGS', `destinations[${index}].name: ${input.name} is there twice.`);
    }
    destinations.push(created.destination);
  }
  return { ok: true, destinations };
}
