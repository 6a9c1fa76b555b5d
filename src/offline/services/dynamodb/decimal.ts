import { DynamoDbError } from '../contract.ts';

/** https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Constraints.html#limits-attributes */
const MAX_DIGITS = 38;
const MAX_MAGNITUDE = 126;

/** The sum of two numbers in DynamoDB's spelling (plain decimals); `sign` -1: the difference. Throws where it has no place. */
export function addDecimals(a: string, b: string, sign: 1 | -1): string {
  const fraction = Math.max(fractionOf(a).length, fractionOf(b).length);
  const sum = scaled(a, fraction) + BigInt(sign) * scaled(b, fraction);
  const digits = (sum < 0n ? -sum : sum).toString().padStart(fraction + 1, '0');
  const whole = digits.slice(0, digits.length - fraction);
  const rest = digits.slice(digits.length - fraction).replace(/0+$/, '');
  const significant = `${whole}${rest}`.replace(/^0+/, '');
  if (whole.length > MAX_MAGNITUDE)
    throw invalid('Number overflow. Attempting to store a number with magnitude larger than supported range');
  if ((rest === '' ? significant.replace(/0+$/, '') : significant).length > MAX_DIGITS)
    throw invalid(`Attempting to store more than ${MAX_DIGITS} significant digits in a Number`);
  return `${sum < 0n ? '-' : ''}${whole}${rest === '' ? '' : `.${rest}`}`;
}

function fractionOf(number: string): string {
  return number.split('.')[1] ?? '';
}

function scaled(number: string, fraction: number): bigint {
  const [whole = '0', rest = ''] = number.split('.');
  return BigInt(`${whole}${rest.padEnd(fraction, '0')}`);
}

function invalid(message: string): DynamoDbError {
  return new DynamoDbError('ValidationException', message, 400);
}
