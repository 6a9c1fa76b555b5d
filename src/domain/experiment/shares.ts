import { refuse, type Refused } from '../result.ts';

/** More than five groups of one audience are each too small to tell anything (and Pinpoint's bound). */
const MAX_TREATMENTS = 5;

/** Millionths of a percent in all. */
const WHOLE = 100_000_000n;
const DECIMALS = 6;
const DECIMAL = /^(\d{1,3})(?:\.(\d{1,6}))?$/;

/** A share in percent: a number, or decimal digits such as `33.33`. */
export type SharePercent = number | string;

/** A share in millionths of a percent, exactly as it is written; null when it is not written so, or nobody's. */
function readShare(share: SharePercent): bigint | null {
  const [, whole, part = ''] = DECIMAL.exec(String(share)) ?? [];
  if (whole === undefined) return null;
  const millionths = BigInt(whole + part.padEnd(DECIMALS, '0'));
  return millionths === 0n ? null : millionths;
}

function inPercent(millionths: bigint): string {
  const digits = millionths.toString().padStart(DECIMALS + 1, '0');
  return `${digits.slice(0, -DECIMALS)}.${digits.slice(-DECIMALS)}`.replace(/\.?0+$/, '');
}

/**
 * Whether shares are one to five positive ones that add up to 100 % as they are written, not as binary fractions of them
 * do. Refused is a share that is none, or whatever is wrong with them together, with their sum.
 */
export function checkShares(shares: readonly SharePercent[]): Refused<'INVALID_SHARES'> | null {
  let sum = 0n;
  for (const [index, share] of shares.entries()) {
    const millionths = readShare(share);
    if (millionths === null) {
      return refuse(
        'INVALID_SHARES',
        `treatments[${index}].sharePercent: ${share} is no share. Write a number above 0, with at most ${DECIMALS} decimals.`,
      );
    }
    sum += millionths;
  }
  const problems = [
    ...(sum === WHOLE
      ? []
      : [`the shares add up to ${inPercent(sum)} %, not to 100 % (three equal ones are 33.33, 33.33 and 33.34)`]),
    ...(shares.length <= MAX_TREATMENTS ? [] : [`a campaign has at most ${MAX_TREATMENTS}, not ${shares.length}`]),
  ];
  return problems.length === 0 ? null : refuse('INVALID_SHARES', `treatments: ${problems.join('; ')}.`);
}
