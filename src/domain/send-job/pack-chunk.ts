import { packId, unpackId } from './pack-ids.ts';
import type { Recipient, RecipientResult, RecipientStatus } from './recipient.ts';

const ANONYMOUS = 'endpoint:';
const SAME = '=';

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

function unpackRecipient(line: string): Recipient {
  const [customer = '', endpoint = '', step = '0', treatment = '0'] = line.split('\t');
  const endpointId = unpackId(endpoint);
  const customerId = customer === SAME ? ANONYMOUS + endpointId : unpackId(customer);
  return { customerId, endpointId, stepIndex: Number(step), treatment: Number(treatment) };
}

/** The compact form of a chunk's recipients, in their order. */
export function packRecipients(recipients: readonly Recipient[]): string {
  return recipients.map(packRecipient).join('\n');
}

/** The inverse of `packRecipients`. */
export function unpackRecipients(packed: string): Recipient[] {
  return packed === '' ? [] : packed.split('\n').map(unpackRecipient);
}

/** The compact form of a chunk's results: a letter per recipient, then the codes with the recipients they are for. */
export function packStatuses(results: readonly RecipientResult[]): string {
  let letters = '';
  const indexesOf = new Map<string, number[]>();
  for (const [index, { status, code }] of results.entries()) {
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
  return Array.from(letters, (letter, index) => {
    const code = codeOf?.get(index);
    return code === undefined ? { status: statusOf(letter) } : { status: statusOf(letter), code };
  });
}
