import { PACKED_UUID_LENGTH, packId, unpackId, writePackedUuid } from './pack-ids.ts';
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
  const { customerId, endpointId, stepIndex, treatment } = recipient;
  const isAnonymous = customerId === ANONYMOUS + endpointId;
  const ids = isAnonymous ? `${SAME}\t${packId(endpointId)}` : `${packId(customerId)}\t${packId(endpointId)}`;
  if (stepIndex === 0 && treatment === 0) return ids;
  return `${ids}\t${stepIndex}${treatment === 0 ? '' : `\t${treatment}`}`;
}

function unpackRecipient(packed: string, start: number, end: number): Recipient {
  const tab = packed.indexOf(TAB, start);
  if (tab === -1 || tab >= end) throw new TypeError('A stored chunk has a recipient without an endpoint.');
  const next = packed.indexOf(TAB, tab + 1);
  const isShort = next === -1 || next >= end;
  const endpointId = unpackId(packed, tab + 1, isShort ? end : next);
  const isAnonymous = tab === start + 1 && packed.startsWith(SAME, start);
  const customerId = isAnonymous ? ANONYMOUS + endpointId : unpackId(packed, start, tab);
  if (isShort) return { customerId, endpointId, stepIndex: 0, treatment: 0 };
  const [step = '0', treatment = '0'] = packed.slice(next + 1, end).split(TAB);
  return { customerId, endpointId, stepIndex: Number(step), treatment: Number(treatment) };
}

/** Two UUIDs, a tab between them and a newline: what nearly every recipient takes. */
const USUAL_LENGTH = 2 * PACKED_UUID_LENGTH + 2;
const MAX_USUAL = 100;
const usual = Buffer.alloc(MAX_USUAL * USUAL_LENGTH);

/** The compact form of a chunk's recipients, in their order. */
export function packRecipients(recipients: readonly Recipient[]): string {
  return packUsual(recipients) ?? recipients.map(packRecipient).join('\n');
}

/** A chunk of the first step whose ids are all UUIDs, written as one text; null when it is another. */
function packUsual(recipients: readonly Recipient[]): string | null {
  if (recipients.length === 0 || recipients.length > MAX_USUAL) return null;
  let at = 0;
  for (let place = 0; place < recipients.length; place += 1) {
    const recipient = recipients[place];
    if (recipient === undefined || recipient.stepIndex !== 0 || recipient.treatment !== 0) return null;
    if (!writePackedUuid(recipient.customerId, usual, at)) return null;
    at += PACKED_UUID_LENGTH;
    usual[at] = TAB_CODE;
    if (!writePackedUuid(recipient.endpointId, usual, at + 1)) return null;
    at += PACKED_UUID_LENGTH + 1;
    usual[at] = NEWLINE_CODE;
    at += 1;
  }
  return usual.toString('latin1', 0, at - 1);
}

/** The inverse of `packRecipients`. */
export function unpackRecipients(packed: string): Recipient[] {
  const recipients: Recipient[] = [];
  for (let start = 0; start < packed.length;) {
    const newline = packed.indexOf(NEWLINE, start);
    const end = newline === -1 ? packed.length : newline;
    recipients.push(unpackRecipient(packed, start, end));
    start = end + 1;
  }
  return recipients;
}

/** The compact form of a chunk's results: a letter per recipient, then the codes with the recipients they are for. */
export function packStatuses(results: readonly RecipientResult[]): string {
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
