/**
 * DynamoDB keeps numbers up to 10^125 and, beside 0, down to 10^-130: a row with another one is refused as a whole. Within
 * these the sum of any number of metrics is finite as well.
 * https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/HowItWorks.NamingRulesDataTypes.html
 */
const LARGEST = 1e100;

/** What a metric must be, to be put behind its name. */
export const METRIC_RANGE = 'must be 0, or from 1e-100 to 1e100 in size.';

/** Whether the store and the lake have a place for a metric. */
export function isInMetricRange(number: number): boolean {
  const size = Math.abs(number);
  return size === 0 || (size >= 1 / LARGEST && size <= LARGEST);
}
