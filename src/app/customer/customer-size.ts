import type { Customer } from '../../domain/customer/index.ts';

/** DynamoDB's limit is 400 KB for an item; the rest is for attribute names and the row's own fields. */
export const MAX_CUSTOMER_BYTES = 350 * 1024;

/** Whether a customer is too large to keep. */
export function isTooLarge(customer: Customer): boolean {
  return Buffer.byteLength(JSON.stringify(customer)) > MAX_CUSTOMER_BYTES;
}
