import { isLongerJson, LIMITS } from '../../domain/limits.ts';
import type { Customer } from '../../domain/customer/index.ts';

export const MAX_CUSTOMER_BYTES = LIMITS.customer.max;

/** Whether a customer is too large to keep. */
export function isTooLarge(customer: Customer): boolean {
  return isLongerJson(customer, MAX_CUSTOMER_BYTES);
}
