import { LAUNCHED_AT } from './lift-seeds.ts';
import type { Channel } from './people.ts';

const HOUR = 3_600_000;

/** While most are held for the night, and nothing is sent, push becomes dearer. */
const DEARER_AT = LAUNCHED_AT + 6 * HOUR;

const row = { currency: 'KRW', freeUnits: 0, source: 'a contract of the month' };
const SINCE = '2026-01-01T00:00:00.000Z';

/** Fractions of a won, so that a sum of floating numbers would be seen. */
export const PRICES = [
  { ...row, item: 'push', per: 4, micros: 1_000_000, validFrom: SINCE },
  { ...row, item: 'push', per: 1, micros: 700_001, validFrom: new Date(DEARER_AT).toISOString() },
  { ...row, item: 'email', per: 8, micros: 5_000_001, validFrom: SINCE },
  { ...row, item: 'sms-part', per: 1, micros: 20_100_003, validFrom: SINCE },
];

const ITEM: Readonly<Record<Channel, string>> = { PUSH: 'push', EMAIL: 'email', SMS: 'sms-part' };

/** Amounts in eighths of a millionth of a won are whole numbers, whatever row they are by. */
const IN_A_MICRO = 8n;
const IN_A_WON = 1_000_000n * IN_A_MICRO;

/** What units of a channel cost at a moment, in eighths of a millionth of a won, by the rows above and nothing of the product. */
export function priceOf(channel: Channel, units: number, at: number): bigint {
  const rows = PRICES.filter(({ item, validFrom }) => item === ITEM[channel] && Date.parse(validFrom) <= at);
  const last = rows.at(-1);
  if (last === undefined) throw new Error(`There is no price of ${channel}.`);
  return (BigInt(units) * BigInt(last.micros) * IN_A_MICRO) / BigInt(last.per);
}

/** Korean words by AWS: 70 UTF-16 units in one part, 67 in each of several. */
export function partsOf(body: string): number {
  return body.length <= 70 ? 1 : Math.ceil(body.length / 67);
}

/** An amount as a decimal number of won, exactly. */
export function wonOf(eighths: bigint): string {
  const [whole, rest] = [eighths / IN_A_WON, eighths % IN_A_WON];
  // An eighth of a millionth has nine places.
  return `${whole}.${String((rest * 1_000_000_000n) / IN_A_WON).padStart(9, '0')}`;
}
