import * as z from 'zod';
import { PACKED_UUID_LENGTH, packId, TILDE, unpackId, UUID_LENGTH, writePackedUuid, writeUuid } from './pack-ids.ts';
import type { Charge } from '../../app/delivery/index.ts';
import type { Recipient, RecipientResult, RecipientStatus } from '../../domain/send-job/recipient.ts';

const ANONYMOUS = 'endpoint:';
const SAME = '=';
const TAB = '\t';
const NEWLINE = '\n';
const TAB_CODE = 9;
const NEWLINE_CODE = 10;

const LETTER_OF: Readonly<Record<RecipientStatus, string>> = {
  PLANNED: 'P',
  CLAIMED: 'C',
  ACCEPTED: 'A',
  DELIVERED: 'D',
  OPENED: 'O',
  CLICKED: 'K',
  FAILED: 'F',
  OPTED_OUT: 'X',
  SKIPPED: 'S',
  IN_DOUBT: 'Q',
};

function statusOf(letter: string): RecipientStatus {
  switch (letter) {
    case 'P':
      return 'PLANNED';
    case 'C':
      return 'CLAIMED';
    case 'A':
      return 'ACCEPTED';
    case 'D':
      return 'DELIVERED';
    case 'O':
      return 'OPENED';
    case 'K':
      return 'CLICKED';
    case 'F':
      return 'FAILED';
    case 'X':
      return 'OPTED_OUT';
    case 'S':
      return 'SKIPPED';
    case 'Q':
      return 'IN_DOUBT';
    default:
      throw new TypeError(`A stored chunk has the unknown status letter ${JSON.stringify(letter)}.`);
  }
}

function packRecipient(recipient: Recipient): string {
  const { customerId, endpointId, stepIndex, treatment, paidMicros } = recipient;
  const isAnonymous = customerId === ANONYMOUS + endpointId;
  const ids = isAnonymous ? `${SAME}\t${packId(endpointId)}` : `${packId(customerId)}\t${packId(endpointId)}`;
  if (paidMicros !== undefined) return `${ids}\t${stepIndex}\t${treatment}\t${paidMicros}`;
  if (stepIndex === 0 && treatment === 0) return ids;
  return `${ids}\t${stepIndex}${treatment === 0 ? '' : `\t${treatment}`}`;
}

function unpackRecipient(packed: string, start: number, end: number, addressDigest: number | undefined): Recipient {
  const tab = packed.indexOf(TAB, start);
  if (tab === -1 || tab >= end) throw new TypeError('A stored chunk has a recipient without an endpoint.');
  const next = packed.indexOf(TAB, tab + 1);
  const isShort = next === -1 || next >= end;
  const endpointId = unpackId(packed, tab + 1, isShort ? end : next);
  const isAnonymous = tab === start + 1 && packed.startsWith(SAME, start);
  const customerId = isAnonymous ? ANONYMOUS + endpointId : unpackId(packed, start, tab);
  const [step = '0', treatment = '0', paid] = isShort ? [] : packed.slice(next + 1, end).split(TAB);
  const recipient = recipientOf(customerId, endpointId, Number(step), Number(treatment), addressDigest);
  return paid === undefined ? recipient : { ...recipient, paidMicros: Number(paid) };
}

function recipientOf(
  customerId: string,
  endpointId: string,
  stepIndex: number,
  treatment: number,
  addressDigest: number | undefined,
): Recipient {
  return addressDigest === undefined
    ? { customerId, endpointId, stepIndex, treatment }
    : { customerId, endpointId, stepIndex, treatment, addressDigest };
}

/** Two UUIDs, a tab between them and a newline: what nearly every recipient takes. */
const USUAL_LENGTH = 2 * PACKED_UUID_LENGTH + 2;
const MAX_USUAL = 100;
/** With room for what takes more than a byte and is none. */
const usual = Buffer.alloc(MAX_USUAL * USUAL_LENGTH * 3);
/** The ids of such a chunk one after another. */
const idBytes = Buffer.alloc(2 * MAX_USUAL * UUID_LENGTH * 3);
/** The same, with the hyphens in their places. */
const usualIds = Buffer.from('00000000-0000-0000-0000-000000000000'.repeat(2 * MAX_USUAL), 'latin1');

/** The compact form of a chunk's recipients, in their order. */
export function packRecipients(recipients: readonly Recipient[]): string {
  return packUsual(recipients) ?? recipients.map(packRecipient).join('\n');
}

/** A chunk of the first step whose ids are all UUIDs, read and written as one text; null when it is another. */
function packUsual(recipients: readonly Recipient[]): string | null {
  if (recipients.length === 0 || recipients.length > MAX_USUAL) return null;
  const ids: string[] = [];
  for (const { customerId, endpointId, stepIndex, treatment, paidMicros } of recipients) {
    if (stepIndex !== 0 || treatment !== 0 || paidMicros !== undefined) return null;
    if (customerId.length !== UUID_LENGTH || endpointId.length !== UUID_LENGTH) return null;
    ids.push(customerId, endpointId);
  }
  // As UTF-8, where only ASCII takes one byte each: nothing else may look like it.
  const length = ids.length * UUID_LENGTH;
  if (idBytes.write(ids.join('')) !== length) return null;
  let at = 0;
  for (let from = 0; from < length; from += UUID_LENGTH) {
    if (!writePackedUuid(idBytes, from, usual, at)) return null;
    at += PACKED_UUID_LENGTH;
    usual[at] = from % (2 * UUID_LENGTH) === 0 ? TAB_CODE : NEWLINE_CODE;
    at += 1;
  }
  return usual.toString('latin1', 0, at - 1);
}

/** The inverse of `packRecipients`; `digests` are of their addresses, in the same order. */
export function unpackRecipients(packed: string, digests?: readonly number[]): Recipient[] {
  const ofUsual = unpackUsual(packed, digests);
  if (ofUsual !== null) return ofUsual;
  const recipients: Recipient[] = [];
  for (let start = 0; start < packed.length;) {
    const newline = packed.indexOf(NEWLINE, start);
    const end = newline === -1 ? packed.length : newline;
    recipients.push(unpackRecipient(packed, start, end, digests?.[recipients.length]));
    start = end + 1;
  }
  return recipients;
}

/** What `packUsual` wrote, read as one text of which each id is a part; null when it is something else. */
function unpackUsual(packed: string, digests: readonly number[] | undefined): Recipient[] | null {
  const count = (packed.length + 1) / USUAL_LENGTH;
  if (!Number.isInteger(count) || count > MAX_USUAL) return null;
  // As UTF-8, where only ASCII takes one byte each: nothing else may look like it.
  if (usual.write(packed) !== packed.length) return null;
  for (let place = 0; place < count; place += 1) {
    const at = place * USUAL_LENGTH;
    const second = at + PACKED_UUID_LENGTH + 1;
    const end = at + USUAL_LENGTH - 1;
    if (usual[at] !== TILDE || usual[second - 1] !== TAB_CODE || usual[second] !== TILDE) return null;
    if (place + 1 < count && usual[end] !== NEWLINE_CODE) return null;
    writeUuid(usual, at, usualIds, place * 2 * UUID_LENGTH);
    writeUuid(usual, second, usualIds, (place * 2 + 1) * UUID_LENGTH);
  }
  const ids = usualIds.toString('latin1', 0, count * 2 * UUID_LENGTH);
  const recipients: Recipient[] = [];
  for (let place = 0; place < count; place += 1) {
    const at = place * 2 * UUID_LENGTH;
    const customerId = ids.slice(at, at + UUID_LENGTH);
    const endpointId = ids.slice(at + UUID_LENGTH, at + 2 * UUID_LENGTH);
    recipients.push(recipientOf(customerId, endpointId, 0, 0, digests?.[place]));
  }
  return recipients;
}

/** The compact form of a chunk's results: a letter per recipient, then the codes with the recipients they are for. */
export function packStatuses(results: readonly RecipientResult[]): string {
  const [first] = results;
  // Nearly every chunk is claimed as one, and accepted as one.
  if (first !== undefined && isSameForAll(results, first)) return LETTER_OF[first.status].repeat(results.length);
  let letters = '';
  const indexesOf = new Map<string, number[]>();
  for (let index = 0; index < results.length; index += 1) {
    const result = results[index];
    if (result === undefined) continue;
    const { status, code } = result;
    letters += LETTER_OF[status];
    if (code === undefined) continue;
    const indexes = indexesOf.get(code);
    if (indexes === undefined) indexesOf.set(code, [index]);
    else indexes.push(index);
  }
  return indexesOf.size === 0 ? letters : `${letters}|${JSON.stringify([...indexesOf])}`;
}

function isSameForAll(results: readonly RecipientResult[], { status }: RecipientResult): boolean {
  for (const result of results) if (result.status !== status || result.code !== undefined) return false;
  return true;
}

function readCodes(text: string): Map<number, string> {
  const codeOf = new Map<number, string>();
  const parsed: unknown = JSON.parse(text);
  if (!Array.isArray(parsed)) throw new TypeError('A stored chunk has unreadable codes.');
  const entries: readonly unknown[] = parsed;
  for (const entry of entries) {
    const pair: readonly unknown[] = Array.isArray(entry) ? entry : [];
    const [code, indexes] = pair;
    if (typeof code !== 'string' || !Array.isArray(indexes)) {
      throw new TypeError('A stored chunk has unreadable codes.');
    }
    for (const index of indexes) codeOf.set(Number(index), code);
  }
  return codeOf;
}

/** The inverse of `packStatuses`. */
export function unpackStatuses(packed: string): RecipientResult[] {
  const bar = packed.indexOf('|');
  const letters = bar === -1 ? packed : packed.slice(0, bar);
  const codeOf = bar === -1 ? undefined : readCodes(packed.slice(bar + 1));
  const results: RecipientResult[] = [];
  for (let index = 0; index < letters.length; index += 1) {
    const status = statusOf(letters.charAt(index));
    const code = codeOf?.get(index);
    results.push(code === undefined ? { status } : { status, code });
  }
  return results;
}

/** A digit for each recipient; nobody is tried more often than this. */
const MAX_TRIES = 35;

/** How often each recipient was tried, a digit each, without those at the end who were not. */
export function packTries(tries: readonly number[]): string {
  let packed = '';
  let length = 0;
  for (let place = 0; place < tries.length; place += 1) {
    const count = Math.min(MAX_TRIES, tries[place] ?? 0);
    packed += count.toString(MAX_TRIES + 1);
    if (count > 0) length = place + 1;
  }
  return packed.slice(0, length);
}

/** The inverse of `packTries`; whoever is missing at the end was not tried. */
export function unpackTries(packed: string): number[] {
  return Array.from(packed, (digit) => {
    const count = Number.parseInt(digit, MAX_TRIES + 1);
    if (Number.isNaN(count)) throw new TypeError('A stored chunk has an unreadable count of tries.');
    return count;
  });
}

/** A charge as it is stored; without places it is everybody's of the chunk. */
export const storedCharge = z.object({
  at: z.number(),
  item: z.string(),
  units: z.int(),
  places: z.array(z.int()).exactOptional(),
  isDoubtful: z.literal(true).exactOptional(),
});

type StoredCharge = z.infer<typeof storedCharge>;

/** Nearly always one call sent to everybody of a chunk, billed alike: their places are not written. */
export function packCharges(
  charges: readonly Charge[] | undefined,
  size: number,
): { readonly charges?: readonly StoredCharge[] } {
  if (charges === undefined) return {};
  return { charges: charges.map((charge) => packCharge(charge, size)) };
}

/** Field by field: what is spread gets a new shape each time in V8, which all that read it pay for. */
function packCharge({ at, item, units, places, isDoubtful }: Charge, size: number): StoredCharge {
  const stored: StoredCharge = { at, item, units };
  if (places.length !== size) stored.places = [...places];
  if (isDoubtful === true) stored.isDoubtful = true;
  return stored;
}

/** The inverse of `packCharges`. */
export function unpackCharges(charges: readonly StoredCharge[], size: number): readonly Charge[] {
  return charges.map(({ places, ...charge }) => ({
    ...charge,
    places: places ?? Array.from({ length: size }, (_, place) => place),
  }));
}
