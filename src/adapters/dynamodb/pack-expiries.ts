import type { Recipient } from '../../domain/send-job/recipient.ts';

const SECOND = 1_000;
const RADIX = 36;
const COMMA = ',';

/**
 * Until when the messages of recipients are of use: the earliest in seconds, and how much later each one is, where they
 * differ. Those of a minute take three bytes each, those of one event none. Null when nobody's expires by themselves, as of
 * every campaign that no event opens.
 */
export function packExpiries(recipients: readonly Recipient[]): string | null {
  let earliest = Number.POSITIVE_INFINITY;
  for (const { expiresAt } of recipients) if (expiresAt !== undefined) earliest = Math.min(earliest, expiresAt);
  if (earliest === Number.POSITIVE_INFINITY) return null;
  const from = Math.floor(earliest / SECOND);
  const after = recipients.map(({ expiresAt }) =>
    expiresAt === undefined ? '' : (Math.floor(expiresAt / SECOND) - from).toString(RADIX),
  );
  const first = from.toString(RADIX);
  return after.every((one) => one === '0') ? first : [first, ...after].join(COMMA);
}

/** Recipients with what `packExpiries` wrote of them, in the same order. */
export function withExpiries(recipients: Recipient[], packed: string | undefined): Recipient[] {
  if (packed === undefined) return recipients;
  const [first = '', ...after] = packed.split(COMMA);
  const from = secondsOf(first);
  if (after.length > 0 && after.length !== recipients.length) {
    throw new TypeError(`A stored chunk has ${after.length} expiries of ${recipients.length} recipients.`);
  }
  return recipients.map((recipient, index) => {
    const later = after.length === 0 ? '0' : after[index];
    if (later === undefined || later === '') return recipient;
    return { ...recipient, expiresAt: (from + secondsOf(later)) * SECOND };
  });
}

function secondsOf(digits: string): number {
  const seconds = Number.parseInt(digits, RADIX);
  if (Number.isNaN(seconds)) throw new TypeError(`A stored chunk has the unreadable expiry ${JSON.stringify(digits)}.`);
  return seconds;
}
